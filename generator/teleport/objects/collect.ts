// Objects of a cluster: each kind and each list by a run of tctl of its own, so that one refusal costs one file. Only reads, and
// never with secrets.
import type { Attempt, Dump } from '../dump/index.js'
import type { Runner } from '../run/index.js'
import { endedAs, withoutColours, type Ended } from './ended.js'
import { chosenKinds, listCommands } from './kinds.js'
import { runningOutput } from './output.js'
import { tctlConfig, withConfig } from './own-config.js'
import { pooled } from './pooled.js'

export interface ObjectsRequest {
  /** Where tctl runs: this machine, or the host of an Auth Service. */
  readonly runner: Runner
  /** `tctl`, or its path. */
  readonly tctl: string
  /** Such as `--identity FILE --auth-server HOST:PORT`, `-c FILE`. */
  readonly options: readonly string[]
  readonly only?: readonly string[]
  readonly without?: readonly string[]
  /** Further kinds and lists than the core ones. */
  readonly all: boolean
  /** Runs at once: each is a login for the Auth Service. */
  readonly concurrency: number
  /** A silence so long ends a run. */
  readonly timeoutMs: number
  readonly maxBytes: number
  readonly signal: AbortSignal
  readonly onStep?: (done: number, of: number) => void
  /** Who else wants to see what is printed, by the name of the entry; before anything is taken out. */
  readonly tap?: (entry: string) => ((chunk: Buffer) => void) | undefined
}

export interface ObjectsCollected {
  /** Whether anything answered. */
  readonly reached: boolean
  /** Why not. */
  readonly reason?: string
  readonly clusterName: string | undefined
  readonly version: string | undefined
}

/** Never throws but for a disk that takes no more. */
export async function collectObjects(request: ObjectsRequest, dump: Dump): Promise<ObjectsCollected> {
  const listed: Row[] = []
  const asked: Row[] = []
  // Programs that are not there, or not let in, are found out once.
  const version = await ask(request, dump, { entry: 'tctl_version.txt', argv: ['version'] })
  if (version.text !== '') listed.push(version)
  const status = await ask(request, dump, { entry: 'tctl_status.txt', argv: ['status'] })
  listed.push(status)
  const major = majorOf(status.text) ?? majorOf(version.text)
  const kinds = chosenKinds({ ...request, major })
  const wanted = [...kinds.map(kind => getCommand(kind)), ...lists(request)]
  const cutOff: CutOff = { inARow: 0, reason: undefined }
  count(cutOff, status)
  let done = 0
  await pooled(wanted, request.concurrency, 1, async command => {
    if (givenUp(cutOff, request.signal)) {
      dump.attempted(skipped(command, request.signal.aborted ? 'cancelled' : notAsked(cutOff.reason)))
      return
    }
    const row = await ask(request, dump, command)
    ;(command.kind === undefined ? listed : asked).push(row)
    count(cutOff, row)
    request.onStep?.(++done, wanted.length)
  })
  await writeTables(dump, asked, listed)
  const answered = [...asked, status].some(row => !row.cutOff)
  return {
    reached: answered,
    ...(answered ? {} : { reason: status.reason ?? 'tctl did not answer' }),
    clusterName: /^Cluster\s+(\S+)/m.exec(status.text)?.[1],
    version: versionOf(status.text) ?? versionOf(version.text),
  }
}

interface TctlCommand {
  readonly entry: string
  readonly argv: readonly string[]
  readonly kind?: string
}

const getCommand = (kind: string): TctlCommand => ({
  entry: `tctl_get_${kind}.yaml`,
  argv: ['get', kind],
  kind,
})

const lists = ({ all, only = [] }: ObjectsRequest): readonly TctlCommand[] =>
  only.length > 0 ? [] : listCommands.filter(({ core }) => core || all)

interface Row extends Ended {
  readonly command: TctlCommand
  readonly seconds: number
  readonly bytes: number
  /** The first of what it printed. */
  readonly text: string
}

interface CutOff {
  inARow: number
  reason: string | undefined
}

/** Three who do not get through one after the other are enough, when it took them long to find out, or nobody knows them. */
const mostInARow = 3
const longSeconds = 2

function count(cutOff: CutOff, { cutOff: failed, isStranger = false, seconds, reason, exitCode }: Row): void {
  if (!failed) cutOff.inARow = 0
  else if (exitCode === 127) cutOff.inARow = mostInARow
  else if (isStranger || seconds >= longSeconds) cutOff.inARow++
  cutOff.reason = failed ? reason : undefined
}

const givenUp = ({ inARow }: CutOff, signal: AbortSignal): boolean => signal.aborted || inARow >= mostInARow

const notAsked = (reason: string | undefined): string =>
  `not asked, since tctl did not get through before: ${reason ?? 'no answer'}`

const headBytes = 4096

async function ask(request: ObjectsRequest, dump: Dump, command: TctlCommand): Promise<Row> {
  const { runner, tctl, options, timeoutMs, signal, maxBytes } = request
  const startedAt = performance.now()
  // Options stand before the command, where every version of tctl takes them.
  const run = withConfig(tctl, tctlConfig(options), command.argv)
  const { bytes, outcome } = runningOutput(runner, { ...run, signal }, timeoutMs)
  const head: Buffer[] = []
  const name = `objects/${command.entry}`
  const kept = await dump.add(
    { name, content: command.kind === undefined ? 'table' : 'resources', maxBytes },
    seen(bytes, head, request.tap?.(command.entry)),
  )
  await bytes.return(undefined)
  const ended = endedAs(await outcome, tctl)
  await dump.add(
    { name: name.replace(/\.\w+$/, '.error'), content: 'error' },
    ended.outcome === 'succeeded' && kept.cut !== undefined ? '' : ended.said,
  )
  const isCut = kept.cut !== undefined
  const ms = Math.round(performance.now() - startedAt)
  dump.attempted({
    ...attemptOf(command),
    entry: name,
    outcome: isCut ? 'cut' : ended.outcome,
    ...reasonOf(isCut ? `more than ${kept.bytes} bytes` : ended.reason),
    ms,
    bytes: kept.bytes,
  })
  return {
    ...ended,
    ...(isCut ? { cutOff: false } : {}),
    command,
    seconds: ms / 1000,
    bytes: kept.bytes,
    text: withoutColours(Buffer.concat(head).toString('utf8')),
  }
}

async function* seen(
  source: AsyncIterable<Buffer>,
  head: Buffer[],
  tap: ((chunk: Buffer) => void) | undefined,
): AsyncGenerator<Buffer> {
  let held = 0
  for await (const chunk of source) {
    tap?.(chunk)
    if (held < headBytes) head.push(Buffer.from(chunk.subarray(0, headBytes - held)))
    held += chunk.length
    yield chunk
  }
}

const reasonOf = (reason: string | undefined): { readonly reason?: string } =>
  reason === undefined ? {} : { reason }

const attemptOf = ({ argv }: TctlCommand): Pick<Attempt, 'scope' | 'what'> => ({
  scope: 'objects',
  what: `tctl ${argv.join(' ')}`,
})

const skipped = (command: TctlCommand, reason: string): Attempt => ({
  ...attemptOf(command),
  outcome: 'skipped',
  reason,
  ms: 0,
  bytes: 0,
})

const versionOf = (text: string): string | undefined =>
  /(?:^Version\s+|^Teleport (?:Enterprise )?v)(\d+\.\d+\.\d+[\w.-]*)/m.exec(text)?.[1]

function majorOf(text: string): number | undefined {
  const version = versionOf(text)
  return version === undefined ? undefined : Number(version.split('.')[0])
}

/** exit_codes.tsv and lists.tsv: how each run ended, as numbers. */
async function writeTables(dump: Dump, asked: readonly Row[], listed: readonly Row[]): Promise<void> {
  const codes = asked.flatMap(({ command, exitCode, seconds, bytes, said }) =>
    exitCode === undefined
      ? []
      : [
          `${command.kind ?? ''}\tyaml\t${exitCode}\t${seconds.toFixed(2)}\t${bytes}\t${Buffer.byteLength(said)}\n`,
        ],
  )
  await dump.add(
    { name: 'objects/exit_codes.tsv', content: 'table' },
    `kind\tformat\texit\tseconds\tstdout_bytes\tstderr_bytes\n${codes.join('')}`,
  )
  const lines = listed.flatMap(({ command, exitCode }) =>
    exitCode === undefined ? [] : [`${command.entry}\ttctl ${command.argv.join(' ')}\t${exitCode}\n`],
  )
  await dump.add({ name: 'objects/lists.tsv', content: 'table' }, `file\targv\texit\n${lines.join('')}`)
}
