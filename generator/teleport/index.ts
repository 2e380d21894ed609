// `generate teleport`: a support dump of a Teleport cluster, or of one host, in the layout of RFD 77.
//
//   generateTeleport(options: TeleportOptions, progress?: (event: TeleportProgress) => void, signal?: AbortSignal): Promise<TeleportMade>
import { join } from 'node:path'
import { toolVersion } from '../../analyzer/index.js'
import { checkMade } from '../check-made.js'
import { createAgentReader, chosenAgents, type Agent } from './cluster/agents.js'
import type { Way } from './cluster/reach.js'
import { agentsOfTsh, type TshListRequest } from './cluster/tsh-list.js'
import { tshRefusal } from './cluster/tsh-login.js'
import { collectCluster } from './cluster/collect.js'
import { collectHere, hostCollector } from './cluster/hosts.js'
import { createDump, defaultCaps, type Dump } from './dump/index.js'
import { collectKube } from './kube/collect.js'
import { nodeModes, type NodeMode } from './node/index.js'
import { createKeyed, newKey, type Keyed } from './obfuscation/keyed.js'
import { createRedaction, type Redaction } from './obfuscation/redaction.js'
import { inPrivate, obfuscateDump } from './obfuscation/whole-dump.js'
import { collectObjects, type ObjectsCollected } from './objects/collect.js'
import type { TeleportMade, TeleportOptions, TeleportProgress } from './options.js'
import { writeReports, type AgentResult, type DumpFacts } from './report/index.js'
import { localRunner, withoutBrowser } from './run/index.js'

export type { TeleportMade, TeleportOptions, TeleportProgress } from './options.js'
export type { ElseWay, Way } from './cluster/reach.js'
export type { AgentResult, ReportModel, Trouble, Verdict } from './report/index.js'
export { attemptWords, instanceWords } from './report/index.js'
export { isKindName, objectKinds } from './objects/kinds.js'
export { nodeModes, type ModeName } from './node/index.js'

/**
 * Makes a dump. What cannot be had is in its reports; an abort ends the work early, and what is there becomes a dump that
 * says so. Throws only when nothing can be written.
 */
export async function generateTeleport(
  options: TeleportOptions,
  progress: (event: TeleportProgress) => void = () => undefined,
  signal: AbortSignal = new AbortController().signal,
): Promise<TeleportMade> {
  const startedAt = new Date()
  const keyed = createKeyed(options.key ?? newKey())
  const run = { options, progress, signal, startedAt, keyed }
  const { file, sizeBytes, report } = options.obfuscate === true ? await obfuscated(run) : await plain(run)
  progress({ stage: 'checking', what: 'the dump' })
  return { file, sizeBytes, report, cancelled: report.cancelled, validation: await checkMade(file) }
}

interface Run {
  readonly options: TeleportOptions
  readonly progress: (event: TeleportProgress) => void
  readonly signal: AbortSignal
  readonly startedAt: Date
  readonly keyed: Keyed
}

type Written = Pick<TeleportMade, 'file' | 'sizeBytes' | 'report'>

const fileNameOf = (moment: Date): string =>
  `teleport-dump-${moment.toISOString().slice(0, 16).replace(':', '-')}.zip`

async function plain(run: Run): Promise<Written> {
  const { options, startedAt, keyed } = run
  const redaction = createRedaction(keyed)
  const dump = await createDump({
    destination: options.destination,
    fileName: fileNameOf(startedAt),
    now: startedAt,
    caps: capsOf(options),
    transform: redaction,
  })
  try {
    const gathered = await gather(run, dump)
    run.progress({ stage: 'reports', what: 'readme.html, report.txt, manifest.json' })
    const report = await writeReports(factsOf(run, gathered, redaction, dump), dump)
    return { ...(await finished(dump)), report }
  } finally {
    await dump.discard()
  }
}

/** First a whole dump where nobody else sees it, for only then all names are known; then its copy under other names. */
async function obfuscated(run: Run): Promise<Written> {
  const { options, startedAt, keyed } = run
  return inPrivate(options.destination, async folder => {
    const redaction = createRedaction(keyed)
    const first = await createDump({
      destination: { kind: 'directory', path: folder },
      fileName: 'plain.zip',
      now: startedAt,
      caps: capsOf(options),
      transform: redaction,
    })
    try {
      const gathered = await gather(run, first)
      await first.finish()
      const facts = factsOf(run, gathered, redaction, first)
      run.progress({ stage: 'obfuscating', what: 'names' })
      const to = { destination: options.destination, fileName: fileNameOf(startedAt), now: startedAt }
      const copied = await obfuscateDump(join(folder, 'plain.zip'), facts, to, keyed, what =>
        run.progress({ stage: 'obfuscating', what }),
      )
      try {
        const report = await writeReports(copied.facts, copied.dump)
        return { ...(await finished(copied.dump)), report }
      } finally {
        await copied.dump.discard()
      }
    } finally {
      await first.discard()
    }
  })
}

async function finished(dump: Dump): Promise<Pick<Written, 'file' | 'sizeBytes'>> {
  const { path = '', sizeBytes } = await dump.finish()
  return { file: path, sizeBytes }
}

const capsOf = ({ totalBytes, mode }: TeleportOptions) => ({
  ...defaultCaps,
  totalBytes: totalBytes ?? (mode === 'size' ? sizeModeBytes : defaultCaps.totalBytes),
})

/** Text packs to about a tenth: some 10 MB to send. */
const sizeModeBytes = 100_000_000

interface Gathered {
  readonly agents: readonly AgentResult[]
  readonly objects: ObjectsCollected | undefined
}

async function gather(run: Run, dump: Dump): Promise<Gathered> {
  const { options } = run
  const results: AgentResult[] = []
  if (options.scope === 'node') {
    results.push(...(await collectHere(hostRequest(run, dump), true)))
    return { agents: results, objects: undefined }
  }
  const reader = createAgentReader()
  const objects = await objectsOf(run, dump, reader.tap)
  // Most often tctl runs beside an Auth Service, which no session of tsh would reach.
  if (options.nodes === undefined) results.push(...(await collectHere(hostRequest(run, dump), false)))
  const refusal = await withTsh(run, request => tshRefusal(request, dump))
  const isListed = objects.reached || options.nodes !== undefined || refusal !== undefined
  const listed = isListed ? reader.agents() : await withTsh(run, request => agentsOfTsh(request, dump))
  const rest = othersThan(results, chosenAgents(listed ?? [], options.nodes))
  if (options.way !== 'local') results.push(...(await clusterOf(run, dump, rest, refusal)))
  if (options.namespace !== undefined) await kubeOf(run, dump, options.namespace)
  return { agents: results, objects }
}

/** Who has no tctl, or no rights to it, may still be let in by hosts. `undefined` when tsh is not to be asked. */
async function withTsh<T>(
  { options, signal }: Run,
  ask: (request: TshListRequest) => Promise<T>,
): Promise<T | undefined> {
  const clientOptions = optionsOf('tsh', options)
  if (clientOptions === undefined || signal.aborted) return undefined
  const tsh = options.clients?.tsh ?? 'tsh'
  return ask({
    runner: localRunner(withoutBrowser()),
    tsh,
    options: clientOptions,
    timeoutMs: commandMs(options),
    signal,
  })
}

/** Arguments of a client; `undefined` when it is not asked. */
const optionsOf = (
  client: Way,
  { way, clientOptions = [], elseWays = [] }: TeleportOptions,
): readonly string[] | undefined =>
  way === client
    ? clientOptions
    : elseWays.flatMap(other => (other.way === client ? [other.clientOptions ?? []] : []))[0]

const othersThan = (results: readonly AgentResult[], agents: readonly Agent[]): readonly Agent[] => {
  const known = new Set(results.map(({ id }) => id))
  return agents.filter(({ id }) => id === undefined || !known.has(id))
}

const modeOf = ({ mode, logBytes, logWindowMs, timeoutMs }: TeleportOptions): NodeMode => ({
  ...nodeModes[mode],
  ...(logBytes === undefined ? {} : { logBytes }),
  ...(logWindowMs === undefined ? {} : { logWindowMs }),
  ...(timeoutMs === undefined ? {} : { sessionMs: timeoutMs }),
})

/** Silence of tctl or kubectl: they print nothing until they have a page of a list, which takes longer than a command on a host. */
const commandMs = (options: TeleportOptions): number =>
  Math.min(options.timeoutMs ?? Infinity, modeOf(options).commandSeconds * 4000)

const hostRequest = ({ options, progress, signal }: Run, dump: Dump) => ({
  dump,
  mode: modeOf(options),
  sudo: options.sudo ?? false,
  audit: options.audit ?? false,
  root: options.root,
  signal,
  onStep: (what: string) => progress({ stage: 'this machine', what }),
})

function objectsOf(
  { options, progress, signal }: Run,
  dump: Dump,
  tap: NonNullable<Parameters<typeof collectObjects>[0]['tap']>,
): Promise<ObjectsCollected> {
  const { tctl = {}, objects = {}, mode } = options
  return collectObjects(
    {
      runner: localRunner(),
      tctl: tctl.program ?? 'tctl',
      options: tctl.options ?? [],
      ...objects,
      all: mode === 'completeness',
      concurrency: 3,
      timeoutMs: commandMs(options),
      maxBytes: defaultCaps.entryBytes,
      signal,
      onStep: (done, of) => progress({ stage: 'objects', done, of }),
      tap,
    },
    dump,
  )
}

function clusterOf(
  { options, progress, signal }: Run,
  dump: Dump,
  agents: readonly Agent[],
  tshRefusal: string | undefined,
): Promise<readonly AgentResult[]> {
  const { way, login, clients, namespace, elseWays = [], clientOptions = [], concurrency = 8 } = options
  const mode = modeOf(options)
  const { sudo = false, audit = false } = options
  return collectCluster(
    {
      agents,
      way: {
        way,
        clientOptions,
        elseWays,
        tshRefusal,
        connectTimeoutMs: Math.min(10_000, mode.sessionMs),
        ...(login === undefined ? {} : { login }),
        ...(clients === undefined ? {} : { clients }),
        ...(namespace === undefined ? {} : { namespace }),
      },
      concurrency,
      // A host is asked twice: what runs there, and then for it.
      timeoutMs: 2 * mode.sessionMs,
      collectHost: hostCollector({ dump, mode, sudo, audit }),
      signal,
      onStep: step => progress({ stage: 'instances', ...step }),
    },
    dump,
  )
}

async function kubeOf({ options, progress, signal }: Run, dump: Dump, namespace: string): Promise<void> {
  const mode = modeOf(options)
  await collectKube(
    {
      runner: localRunner(),
      kubectl: options.clients?.kubectl ?? 'kubectl',
      options: optionsOf('kubectl', options) ?? [],
      namespace,
      all: options.mode === 'completeness' || options.mode === 'default',
      concurrency: 4,
      timeoutMs: commandMs(options),
      logWindowMs: mode.logWindowMs,
      logBytes: mode.logBytes,
      maxBytes: defaultCaps.entryBytes,
      signal,
      onStep: (done, of) => progress({ stage: 'kubernetes', done, of }),
    },
    dump,
  )
}

const waysOf = ({ way, elseWays = [] }: TeleportOptions): readonly Way[] => [
  way,
  ...elseWays.map(other => other.way),
]

function factsOf(run: Run, { agents, objects }: Gathered, redaction: Redaction, dump: Dump): DumpFacts {
  const { options, startedAt, signal } = run
  return {
    tool: { name: 'support-packet', version: toolVersion },
    startedAt,
    endedAt: new Date(),
    mode: options.mode,
    way: options.scope === 'node' ? 'local' : waysOf(options).join(', '),
    cluster: {
      name: objects?.clusterName,
      version: objects?.version ?? agents.find(({ version }) => version !== '')?.version,
    },
    secretsRemoved: redaction.removed,
    names: options.obfuscate === true ? 'obfuscated' : 'kept',
    cancelled: signal.aborted,
    agents,
    attempts: dump.attempts,
    entries: dump.entries,
  }
}
