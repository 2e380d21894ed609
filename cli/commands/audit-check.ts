// `audit check FILE`: what is wrong with the targets of a server's advanced or audit logging, each with its line and what comes of it.
import { readFile } from 'node:fs/promises'
import { visibleControls } from '../../analyzer/lib/terminal-text.js'
import { stableJson } from '../../analyzer/reports/stable-json.js'
import { counted } from '../../analyzer/reports/text/words.js'
import { pathText } from '../../audit/check/words.js'
import type { CheckedText, LocatedMessage, Reader } from '../../audit/index.js'
import { defineCommand } from '../command.js'
import type { Context } from '../context.js'
import { decideExit } from '../exit-code.js'
import { failure, isFailure, systemReason } from '../failure.js'
import { textOrJsonOption } from '../shared-options.js'

const REACH_TIMEOUT_MS = 5_000

export const auditCheck = defineCommand({
  name: 'audit check',
  summary: 'check the targets of advanced and audit logging',
  details: [
    "FILE is a server's config.json, the JSON of one AdvancedLoggingJSON setting, or - for standard input.",
    'Exit code: 0 when records reach all targets as far as the file tells, 1 when there is an error, 2 when it could not be read.',
  ],
  operands: [{ name: 'FILE', kind: 'file' }],
  options: {
    for: {
      kind: 'choice',
      value: 'READER',
      choices: ['server', 'support-packet'],
      default: 'server',
      says: 'who reads the file: server (default), or support-packet with --audit-config',
    },
    reach: {
      kind: 'flag',
      says: 'also try from this machine: files that can be written, hosts that answer, certificates',
    },
    ...textOrJsonOption,
  },
  examples: [
    { run: 'support-packet audit check config.json', says: 'all log targets of a server' },
    {
      run: 'support-packet audit check --reach audit.json',
      says: 'on the server itself: hosts and files, too',
    },
  ],
  async run({ options, operands }, context) {
    const [file = '-'] = operands
    const { checkAdvancedLogging } = await import('../../audit/index.js')
    const reader: Reader = options.for === 'server' ? 'server' : 'tool'
    const checked = checkAdvancedLogging(await readText(file, context), reader)
    const messages = [...checked.messages, ...(options.reach ? await reachAll(checked) : [])]
    const answer = { file: file === '-' ? 'standard input' : file, checked, messages }
    await context.write(options.format === 'json' ? asJson(answer) : asText(answer))
    return decideExit({ invalid: messages.some(({ severity }) => severity === 'error') })
  },
})

interface Answer {
  readonly file: string
  readonly checked: CheckedText
  readonly messages: readonly LocatedMessage[]
}

async function readText(file: string, { io }: Context): Promise<string> {
  try {
    const bytes = file === '-' ? await readAll(io.stdin) : await readFile(file)
    if (isArchive(bytes)) throw failure(`${file} is an archive.`, forPackets)
    return new TextDecoder().decode(bytes)
  } catch (error) {
    if (isFailure(error)) throw error
    throw failure(`Cannot read ${file}: ${systemReason(error)}`)
  }
}

const forPackets = "For a packet: support-packet analyze --only 'advanced-logging*' PACKET"

/** zip and gzip begin with these bytes, and no JSON does. */
function isArchive(bytes: Uint8Array): boolean {
  return (bytes[0] === 0x50 && bytes[1] === 0x4b) || (bytes[0] === 0x1f && bytes[1] === 0x8b)
}

/** A configuration is no stream: what is larger than any is read no further. */
const MOST_BYTES = 64 * 1024 * 1024

async function readAll(stream: AsyncIterable<Uint8Array | string>): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stream) {
    chunks.push(Buffer.from(chunk))
    size += chunk.length
    if (size > MOST_BYTES) break
  }
  return Buffer.concat(chunks)
}

/** Relative paths start from the folder in which the command runs, as those of a server do from its own. */
async function reachAll({ paths, lineOf }: CheckedText): Promise<readonly LocatedMessage[]> {
  const { checkReach } = await import('../../audit/index.js')
  const reach = { timeoutMs: REACH_TIMEOUT_MS, folder: process.cwd(), nowMs: Date.now() }
  const found = [...paths].map(async ([target, path]) =>
    (await checkReach(target, reach)).map(message => {
      const at = [...path, ...message.path]
      return { ...message, path: at, line: lineOf(at) }
    }),
  )
  return (await Promise.all(found)).flat()
}

function asText({ file, checked, messages }: Answer): string {
  return [...messages.flatMap(message => messageLines(file, message)), summary(checked, messages)]
    .map(line => `${line}\n`)
    .join('')
}

function messageLines(file: string, found: LocatedMessage): readonly string[] {
  const { severity, line, path, message, effect, known, meant } = found
  const place = path.length === 0 ? '' : ` ${pathText(path)}:`
  const hint = meant === undefined ? '' : ` Did you mean ${meant}?`
  return [
    visibleControls(`${file}:${line}: ${severity}:${place} ${message}; ${effect}.${hint}`),
    ...(known === undefined ? [] : [`    known: ${known.join(', ')}`]),
  ]
}

function summary({ targets, disabled }: CheckedText, messages: readonly LocatedMessage[]): string {
  const of = (severity: LocatedMessage['severity']): number =>
    messages.filter(message => message.severity === severity).length
  const off = disabled.length === 0 ? '' : ` and ${disabled.length} switched off`
  const told = [
    ...(of('error') > 0 ? [counted(of('error'), 'error')] : []),
    ...(of('warning') > 0 ? [counted(of('warning'), 'warning')] : []),
    ...(of('info') > 0 ? [counted(of('info'), 'remark')] : []),
  ]
  return `${counted(targets.length, 'target')} that can be set up${off}: ${told.join(', ') || 'nothing is wrong'}`
}

function asJson({ file, checked, messages }: Answer): string {
  const targets = checked.targets.map(({ name, type, format, maxQueueSize }) => ({
    name,
    type,
    format: format.format,
    maxQueueSize,
  }))
  return `${stableJson({ file, targets, disabled: checked.disabled, messages }, 2)}\n`
}
