// `generate mattermost --url`: the server makes the packet, this gets it and says what came.
import { basename } from 'node:path'
import { visibleControls } from '../../analyzer/lib/terminal-text.js'
import { bytes, counted } from '../../analyzer/reports/text/words.js'
import { proxyOfEnvironment } from '../../generator/mattermost/remote/connect.js'
import { generateFromServer } from '../../generator/mattermost/remote/generate.js'
import { listPluginPackets } from '../../generator/mattermost/remote/plugin-packets.js'
import type { Generated, Refusal, ServerSource } from '../../generator/mattermost/remote/request-types.js'
import type { GenerationRecord } from '../../generator/record.js'
import type { Context } from '../context.js'
import type { ExitCode } from '../exit-code.js'
import { failure } from '../failure.js'
import { chooseTarget, salvageText, tellMade, type Target } from './generate-outcome.js'
import { createGenerationLine } from './generate-progress.js'
import { openRecords } from './generate-record.js'
import { readSecretFile, readToken } from './generate-token.js'

export interface FromServerOptions {
  readonly url: string
  readonly 'token-file': string | undefined
  readonly 'no-logs': boolean
  readonly plugin: readonly string[]
  readonly 'list-plugins': boolean
  readonly ca: string | undefined
  readonly 'client-cert': string | undefined
  readonly 'client-key': string | undefined
  readonly proxy: string | undefined
  readonly timeout: number | undefined
  readonly retries: number | undefined
  readonly output: string | undefined
  readonly overwrite: boolean
  readonly 'audit-config': string | undefined
  readonly quiet: boolean
}

export async function fromServer(options: FromServerOptions, context: Context): Promise<ExitCode> {
  const source = await sourceOf(options, context)
  if (options['list-plugins']) return listPlugins(source, context)
  const plugins = await choosePlugins(options.plugin, source, context)
  const records = await openRecords(options['audit-config'], context)
  const target = await chooseTarget(options)
  const line = createGenerationLine(context, options.quiet)
  try {
    const generated = await generateFromServer({
      source,
      basicServerLogs: !options['no-logs'],
      pluginPackets: plugins.ids,
      destination: target.destination,
      retries: options.retries ?? 2,
      signal: context.io.interrupted,
      onEvent: event => {
        line.show(event)
      },
    })
    line.end()
    await records.keep(recordOf(generated, options, plugins.ids))
    return await tell(generated, target, options, plugins, context)
  } finally {
    line.end()
    await target.finish()
  }
}

async function sourceOf(options: FromServerOptions, context: Context): Promise<ServerSource> {
  const { env } = context.io
  const [ca, clientCertificate, clientKey] = await Promise.all([
    pem(options.ca, 'authority'),
    pem(options['client-cert'], 'client certificate'),
    pem(options['client-key'], 'client key'),
  ])
  const passphrase = env['MM_CLIENT_KEY_PASSPHRASE']
  const proxy =
    options.proxy === undefined ? proxyOfEnvironment(options.url, env) : { proxy: proxyUrl(options.proxy) }
  const token = await readToken(options['token-file'], context.io)
  if (travelsInClear(options.url) && !options.quiet)
    await context.note('The token travels unencrypted: the URL begins with http://.')
  return {
    url: options.url,
    token,
    timeoutMs: (options.timeout ?? 300) * 1000,
    ...proxy,
    ...(ca === undefined ? {} : { ca }),
    ...(clientCertificate === undefined ? {} : { clientCertificate }),
    ...(clientKey === undefined ? {} : { clientKey }),
    ...(passphrase === undefined ? {} : { clientKeyPassphrase: passphrase }),
  }
}

const travelsInClear = (url: string): boolean =>
  url.startsWith('http://') && !/^http:\/\/(localhost|127\.|\[::1\])/.test(url)

async function pem(file: string | undefined, what: string): Promise<string | undefined> {
  if (file === undefined) return undefined
  const text = await readSecretFile(file, what)
  if (!text.includes('-----BEGIN ')) throw failure(`${file} is not a PEM file (it has no -----BEGIN line).`)
  return text
}

function proxyUrl(text: string): string {
  const url = text.includes('://') ? text : `http://${text}`
  if (!URL.canParse(url)) throw failure(`--proxy needs an address such as http://proxy:3128, not "${text}".`)
  return url
}

interface ChosenPlugins {
  readonly ids: readonly string[]
  /** Chosen ones that the server passes over in silence: misspelt, not active, or without anything to add. */
  readonly unknown: readonly string[]
}

/** `*` stands for every plugin that has something to add. */
async function choosePlugins(
  ids: readonly string[],
  source: ServerSource,
  context: Context,
): Promise<ChosenPlugins> {
  if (ids.length === 0) return { ids, unknown: [] }
  const plugins = await listPluginPackets(source, context.io.interrupted)
  if (plugins.kind === 'refused') throw refusalFailure(plugins.refusal)
  const named = ids.filter(id => id !== '*')
  const known = plugins.plugins.map(({ id }) => id)
  return {
    ids: [...new Set([...named, ...(ids.includes('*') ? known : [])])],
    unknown: named.filter(id => !known.includes(id)),
  }
}

function remarksOf(
  { warnings }: Generated & { kind: 'packet' },
  { unknown }: ChosenPlugins,
): readonly string[] {
  return [
    ...unknown.map(
      id =>
        `No active plugin ${id} adds something when asked: the packet has nothing of it (--list-plugins).`,
    ),
    ...(warnings.length === 0 ? [] : [`The server could not collect ${counted(warnings.length, 'thing')}:`]),
    ...warnings.map(warning => `  - ${warning}`),
  ]
}

async function listPlugins(source: ServerSource, context: Context): Promise<ExitCode> {
  const plugins = await listPluginPackets(source, context.io.interrupted)
  if (plugins.kind === 'refused') throw refusalFailure(plugins.refusal)
  for (const { id, version, label } of plugins.plugins)
    await context.write(`${visibleControls(`${id}  ${version}  ${label}`)}\n`)
  if (plugins.plugins.length === 0) await context.note('No active plugin adds something only when asked.')
  return 0
}

async function tell(
  generated: Generated,
  target: Target,
  { quiet }: FromServerOptions,
  plugins: ChosenPlugins,
  context: Context,
): Promise<ExitCode> {
  switch (generated.kind) {
    case 'packet':
      return tellMade({ ...generated, remarks: remarksOf(generated, plugins) }, target, quiet, context)
    case 'cut':
      throw failure(
        visibleControls(`The download was cut after ${bytes(generated.sizeBytes)}: ${generated.reason}.`),
        visibleControls(
          target.toStandardOutput
            ? 'Nothing was written: -o FILE keeps what came.'
            : `What came is in ${generated.file}. ${salvageText(generated.validation)}`,
        ),
      )
    case 'refused':
      if (generated.refusal.code === 'cancelled') return cancelledBy(context)
      throw refusalFailure(generated.refusal)
  }
}

async function cancelledBy(context: Context): Promise<ExitCode> {
  await context.note('Cancelled; nothing was kept.')
  return 130
}

const refusalFailure = ({ message, advice }: Refusal): Error =>
  failure(visibleControls(message), advice === undefined ? undefined : visibleControls(advice))

function recordOf(
  generated: Generated,
  options: FromServerOptions,
  pluginPackets: readonly string[],
): Omit<GenerationRecord, 'user' | 'client' | 'endedAt'> {
  const asked = { includeLogs: !options['no-logs'], pluginPackets }
  switch (generated.kind) {
    case 'packet':
      return {
        ...asked,
        status: 'success',
        fileName: basename(generated.file),
        sizeBytes: generated.sizeBytes,
      }
    case 'cut':
      return { ...asked, status: 'fail', sizeBytes: generated.sizeBytes, error: `cut: ${generated.reason}` }
    case 'refused':
      return generated.refusal.code === 'cancelled'
        ? { ...asked, status: 'cancelled' }
        : { ...asked, status: 'fail', error: generated.refusal.message }
  }
}
