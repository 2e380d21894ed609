// `generate mattermost --from-installation`: collects on this machine, as quietly as it can, and says what it could not have.
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { constants, setPriority } from 'node:os'
import { basename, resolve } from 'node:path'
import { toolVersion } from '../../analyzer/index.js'
import { visibleControls } from '../../analyzer/lib/terminal-text.js'
import { counted } from '../../analyzer/reports/text/words.js'
import { parseEnvironmentFile, type Environment } from '../../generator/mattermost/config/environment.js'
import { collectInstallation } from '../../generator/mattermost/installation/collect.js'
import type { Collected, InstallationGeneration } from '../../generator/mattermost/installation/options.js'
import { looksLikeInstallation } from '../../generator/mattermost/installation/places.js'
import type { Context } from '../context.js'
import type { ExitCode } from '../exit-code.js'
import { failure, systemReason } from '../failure.js'
import { chooseTarget, tellMade, writeFailure } from './generate-outcome.js'
import { createGenerationLine } from './generate-progress.js'
import { openRecords } from './generate-record.js'
import { logLimits, type LogLimitOptions } from './generate-log-limits.js'

export interface FromInstallationOptions extends LogLimitOptions {
  readonly 'from-installation': string | undefined
  readonly config: string | undefined
  readonly dsn: string | undefined
  readonly 'env-file': readonly string[]
  readonly 'no-logs': boolean
  readonly rotated: boolean
  readonly journal: string | undefined
  readonly 'server-version': string | undefined
  readonly node: readonly string[]
  readonly raw: boolean
  readonly output: string | undefined
  readonly overwrite: boolean
  readonly 'audit-config': string | undefined
  readonly quiet: boolean
}

export async function fromInstallation(
  options: FromInstallationOptions,
  context: Context,
): Promise<ExitCode> {
  const records = await openRecords(options['audit-config'], context)
  const target = await chooseTarget(options)
  const line = createGenerationLine(context, options.quiet)
  const now = new Date()
  beModest()
  const asked = { includeLogs: !options['no-logs'], pluginPackets: [] }
  try {
    const request = await requestOf(options, target.destination, now, context)
    const collected = await collectInstallation({
      ...request,
      onStep: step => {
        line.show({ kind: 'collecting', step })
      },
    })
    line.end()
    const { file, sizeBytes } = collected
    await records.keep({ ...asked, status: 'success', fileName: basename(file), sizeBytes })
    const made = { ...collected, remarks: remarksOf(collected) }
    return await tellMade(made, target, options.quiet, context)
  } catch (error) {
    line.end()
    const cancelled = context.io.interrupted.aborted
    if (!cancelled) {
      await records.keep({ ...asked, status: 'fail', error: systemReason(error) })
      throw writeFailure(error)
    }
    await records.keep({ ...asked, status: 'cancelled' })
    await context.note('Cancelled; nothing was kept.')
    return 130
  } finally {
    await target.finish()
  }
}

/** The server's requests go first. */
function beModest(): void {
  try {
    setPriority(constants.priority.PRIORITY_LOW)
  } catch {
    // Not everywhere may one be modest.
  }
}

async function requestOf(
  options: FromInstallationOptions,
  destination: InstallationGeneration['destination'],
  now: Date,
  context: Context,
): Promise<InstallationGeneration> {
  const given = options['from-installation']
  const root = given === undefined ? undefined : resolve(given)
  if (root !== undefined && !existsSync(root)) throw failure(`${visibleControls(root)}: no such directory.`)
  const limits = logLimits(options, now)
  const request: InstallationGeneration = {
    root,
    config: configOf(options.config),
    dataSource: options.dsn,
    environment: await environmentOf(options['env-file'], context),
    logs: options['no-logs']
      ? undefined
      : { ...limits, rotated: options.rotated, journalUnit: options.journal },
    serverVersion: versionOf(options['server-version']),
    node: options.node[0],
    raw: options.raw,
    destination,
    toolVersion,
    now,
    signal: context.io.interrupted,
  }
  if (root !== undefined) checkRoot(root, options, context)
  return request
}

/** With a configuration named elsewhere, a folder may hold whatever it likes. */
function checkRoot(root: string, options: FromInstallationOptions, { io }: Context): void {
  const elsewhere =
    options.config !== undefined || options['env-file'].length > 0 || io.env['MM_CONFIG'] !== undefined
  if (!elsewhere && !looksLikeInstallation(root))
    throw failure(
      `${visibleControls(root)} holds nothing of Mattermost: no config/config.json, logs, plugins or bin.`,
      'Name the folder of the installation, such as /opt/mattermost; --config names a configuration elsewhere.',
    )
}

function configOf(text: string | undefined): InstallationGeneration['config'] {
  if (text === undefined) return undefined
  return /^postgres(ql)?:\/\//.test(text)
    ? { kind: 'database', dataSource: text }
    : { kind: 'file', path: resolve(text) }
}

function versionOf(text: string | undefined): string | undefined {
  if (text !== undefined && !/^\d+\.\d+(\.\d+)?/.test(text))
    throw failure(`--server-version needs a version such as 11.6.0, not "${text}".`)
  return text === undefined || /^\d+\.\d+\./.test(text) ? text : `${text}.0`
}

/** Files, then what this process was given itself. */
async function environmentOf(files: readonly string[], { io }: Context): Promise<Environment> {
  let environment: Environment = {}
  for (const file of files) {
    const text = await readFile(file, 'utf8').catch((error: unknown) => {
      throw failure(`Cannot read ${visibleControls(file)}: ${systemReason(error)}`)
    })
    environment = { ...environment, ...parseEnvironmentFile(text) }
  }
  const own = Object.entries(io.env).filter(([name]) => /^MM_/i.test(name) && name !== 'MM_TOKEN')
  return { ...environment, ...Object.fromEntries(own) }
}

const dataSourceHint =
  'If the service has its data source in its environment, give that: --env-file FILE, or MM_SQLSETTINGS_DATASOURCE.'

function remarksOf({ warnings, masked, cutLogs }: Collected): readonly string[] {
  const values = Object.values(masked).reduce((sum, count) => sum + count, 0)
  const where = Object.entries(masked).map(([name, count]) => `${name} ${count}`)
  return [
    ...(values === 0
      ? []
      : [
          `Masked ${counted(values, 'more value')} that looked like ${values === 1 ? 'a secret' : 'secrets'}: ${where.join(', ')} (--raw keeps them).`,
        ]),
    ...(cutLogs.length === 0 ? [] : [`Only the newest part: ${cutLogs.join(', ')}.`]),
    ...(warnings.length === 0 ? [] : [`${counted(warnings.length, 'thing')} could not be had:`]),
    ...warnings.map(warning => `  - ${warning}`),
    ...(warnings.some(warning =>
      /cannot connect to the database: \S+: (connection refused|no such host)/.test(warning),
    )
      ? [dataSourceHint]
      : []),
  ]
}
