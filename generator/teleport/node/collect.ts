// The dump of one agent: asks the host what runs there, then gathers what belongs to each Teleport process into a folder of its own.
import { decodeText, sourceText } from '../../../analyzer/documents/text.js'
import { parseTeleportConfig } from '../../../analyzer/documents/teleport/config.js'
import type { Attempt, Dump, Spool } from '../dump/index.js'
import { plainMessage } from '../run/index.js'
import { withoutShell } from './direct.js'
import { gatherSteps, type Gathered, type GatheredStep } from './gather.js'
import { identityDocument, identityOf, type Identity } from './identity.js'
import type { CollectedNode, NodeFailure, NodeRequest } from './options.js'
import { sessionReason } from './outcome.js'
import { redactConfig } from './redact/config.js'
import { redactArguments, redactUnit } from './redact/texts.js'
import { entryPart, stepsOf } from './script/steps.js'
import type { SessionEnd } from './session.js'
import { httpTable } from './shapes/http.js'
import { placeOf, type Place } from './survey/place.js'
import type { ProcessSurvey, Survey, UnitSurvey } from './survey/read.js'
import { takeSurvey } from './survey/take.js'

/**
 * Gathers one agent. Whatever fails is in the attempts of the dump and in what this gives back; it throws only when the
 * dump itself cannot be written. More than one item: several Teleport processes on the host.
 */
export async function collectNode(request: NodeRequest): Promise<readonly CollectedNode[]> {
  request.onStep?.('processes')
  const began = performance.now()
  const { survey, end, askedAtMs } = await takeSurvey(sessionOf(request, request.mode.sessionMs))
  if (survey === undefined) {
    if (end.outcome.kind === 'not-found' && request.sudo !== true) return [await withoutShell(request)]
    return [await failedNode(request, failureOf(end), performance.now() - began)]
  }
  if (!hasTeleport(survey))
    return [await failedNode(named(request, survey), nothingThere, performance.now() - began)]
  const collected: CollectedNode[] = []
  for (const process of survey.processes) {
    const leftMs = Math.max(shortestMs, request.mode.sessionMs - (performance.now() - began))
    collected.push(await collectProcess({ request, survey, process, askedAtMs, leftMs }))
  }
  return collected
}

/** What a second session has at least, however long the first one took. */
const shortestMs = 5000

/** A process, a unit, or a configuration, if only one that may not be read. */
const hasTeleport = ({ processes, units }: Survey): boolean =>
  units.length > 0 || processes.some(({ pid, config }) => pid !== undefined || config.kind !== 'absent')

const nothingThere: Failure = {
  reason: 'not supported',
  message: 'there is no Teleport on the host: no process, no unit, no configuration',
}

const named = (request: NodeRequest, { hostname }: Survey): NodeRequest => ({
  ...request,
  name: hostname ?? request.name,
})

const sessionOf = ({ runner, root, mode, sudo, signal }: NodeRequest, timeoutMs: number) => ({
  runner,
  root: root?.replace(/\/+$/, '') ?? '',
  commandSeconds: mode.commandSeconds,
  timeoutMs,
  sudo: sudo ?? false,
  signal,
})

interface Subject {
  readonly request: NodeRequest
  readonly survey: Survey
  readonly process: ProcessSurvey
  readonly askedAtMs: number
  /** For the session that gathers. */
  readonly leftMs: number
}

async function collectProcess(subject: Subject): Promise<CollectedNode> {
  const { request, survey, process, askedAtMs } = subject
  const { dump } = request
  const spool = dump.spool()
  try {
    const attempts = attemptsOf(subject)
    const place = await writeStart(subject, spool, attempts)
    const units = unitNames(survey, process)
    const target = { place, pid: process.pid, base: process.base, units }
    const windowMs = request.logWindowMs ?? request.mode.logWindowMs
    const gathered = await gatherSteps({
      ...sessionOf(request, subject.leftMs),
      target,
      steps: stepsOf(target, {
        mode: request.mode,
        sinceMs: Math.max(0, (survey.nowMs ?? askedAtMs) - windowMs),
      }),
      auditBytes: request.audit === true ? request.mode.logBytes : undefined,
      sink: spool,
      hide: value => dump.transform.secret(value),
      onStep: what => request.onStep?.(what),
    })
    for (const step of gathered.steps) attempts.step(step)
    tellOfLogs(place, units, attempts)
    const identity = identityOf(survey, process, gathered.steps, askedAtMs)
    await writeEnd({ ...subject, place, identity, gathered, spool })
    const folder = dump.claimFolder(
      `nodes/${folderName(identity.uuid ?? request.uuid, nameOf(subject), dump)}`,
    )
    await spool.moveTo(folder)
    attempts.tell(folder)
    return nodeOf(subject, place, identity, folder, gathered)
  } finally {
    await spool.discard()
  }
}

const nameOf = ({ survey, request }: Pick<Subject, 'survey' | 'request'>): string =>
  survey.hostname ?? request.name

/** Journals that may be its own: of its unit, else of all that are named for Teleport. */
const unitNames = ({ units }: Survey, { unit }: ProcessSurvey): readonly string[] =>
  unit === undefined ? units.flatMap(({ name }) => (name.endsWith('.service') ? [name] : [])) : [unit]

/** What the first session brought: configuration, arguments, units. */
async function writeStart(
  { request, survey, process }: Subject,
  spool: Spool,
  attempts: Attempts,
): Promise<Place> {
  const { transform } = request.dump
  const hide = (value: string): string => transform.secret(value)
  const { config, launch } = process
  transform.learn(launch?.tokens.filter(token => !token.startsWith('/')) ?? [])
  if (config.kind !== 'read')
    attempts.made('configuration', undefined, { outcome: config.kind, reason: config.reason })
  const text = config.kind === 'read' ? decodeText(config.bytes).text : undefined
  if (text !== undefined) {
    const redacted = redactConfig(text, hide)
    transform.learn(redacted.secrets)
    attempts.made(
      'configuration',
      await spool.add({ name: 'teleport.yaml', content: 'config' }, redacted.text),
      { outcome: 'succeeded' },
      'teleport.yaml',
    )
  }
  if (launch !== undefined) {
    // Each argument by itself: what is between them is no space, which a pattern for lines would take it for.
    const shown = redactArguments(launch, hide).split('\0')
    const text = shown.map(argument => transform.text(argument)).join('\0')
    const kept = await spool.add({ name: 'cmdline', content: 'own' }, text)
    attempts.made('command line', kept, { outcome: 'succeeded' }, 'cmdline')
  } else attempts.made('command line', undefined, { outcome: 'absent', reason: 'no Teleport process runs' })
  const service =
    survey.units.find(({ name }) => name === process.unit)?.name ?? unitNames(survey, process)[0]
  for (const unit of survey.units) await writeUnit(unit, service ?? unit.name, spool, attempts, hide)
  if (survey.units.length === 0)
    attempts.made('systemd unit', undefined, {
      outcome: 'absent',
      reason: 'systemd has no unit of Teleport here',
    })
  const parsed = text === undefined ? undefined : parseTeleportConfig(sourceText(text))
  const place = placeOf(parsed?.kind === 'ok' ? parsed.value : undefined, launch)
  for (const role of place.roles) await spool.add({ name: `role.${role}`, content: 'own' }, '')
  return place
}

async function writeUnit(
  { name, text, shown }: UnitSurvey,
  service: string,
  spool: Spool,
  attempts: Attempts,
  hide: (value: string) => string,
): Promise<void> {
  // A timer lies beside the service that it starts.
  const folder = entryPart(name.endsWith('.service') ? name : service)
  if (text !== undefined) {
    const entry = `${folder}/${entryPart(name)}`
    attempts.made(
      `unit ${name}`,
      await spool.add({ name: entry, content: 'unit' }, redactUnit(text, hide)),
      { outcome: 'succeeded' },
      entry,
    )
  }
  if (shown !== undefined) {
    const entry = `${folder}/show.txt`
    attempts.made(
      `state of ${name}`,
      await spool.add({ name: entry, content: 'unit' }, redactUnit(shown, hide)),
      { outcome: 'succeeded' },
      entry,
    )
  }
}

/** Whether anything of the process keeps a log that can be had: RFD 77 wants it told when nothing does. */
function tellOfLogs(place: Place, units: readonly string[], attempts: Attempts): void {
  if (units.length > 0 || place.logFiles.length > 0) return
  const reason = place.isGuessed
    ? 'the configuration that names it could not be read, and systemd has no unit of it'
    : 'it goes to the error output of the process, which no unit of systemd keeps: see the log of its container'
  attempts.made('log', undefined, { outcome: 'absent', reason })
}

interface Ending extends Subject {
  readonly place: Place
  readonly identity: Identity
  readonly gathered: Gathered
  readonly spool: Spool
}

async function writeEnd({
  request,
  survey,
  process,
  askedAtMs,
  place,
  identity,
  gathered,
  spool,
}: Ending): Promise<void> {
  const { transform } = request.dump
  const answers = gathered.steps.flatMap(({ step, answer }) =>
    step.path === undefined || answer === undefined || (answer.code === 0 && answer.exit === 66)
      ? []
      : [[step.path, answer] as const],
  )
  if (answers.length > 0) await spool.add({ name: 'http.tsv', content: 'table' }, httpTable(answers))
  const facts = { identity, survey, process, place, collectedAtMs: askedAtMs, way: request.runner.way }
  const document = identityDocument(facts, name => transform.text(name))
  await spool.add({ name: 'identity.json', content: 'own' }, document)
}

const uuidName = /^[\w-]{1,64}$/

/** A host that has no UUID keeps its name. */
const folderName = (uuid: string | undefined, name: string, dump: Dump): string =>
  uuid !== undefined && uuidName.test(uuid)
    ? uuid
    : `unknown-${dump.transform
        .text(name)
        .replace(/[^\w.-]/g, '_')
        .slice(0, 100)}`

function nodeOf(
  subject: Subject,
  place: Place,
  identity: Identity,
  folder: string,
  { end }: Gathered,
): CollectedNode {
  return {
    name: nameOf(subject),
    uuid: identity.uuid,
    folder,
    version: identity.version,
    roles: place.roles,
    running: identity.running,
    clockAheadMs: identity.clockAheadMs,
    outcome: end.whole
      ? { kind: 'collected' }
      : { kind: 'broke off', ...failureOf(end), message: sessionReason(end.outcome) },
  }
}

interface Failure {
  readonly reason: NodeFailure
  readonly message: string
}

/** Why a session brought nothing, or not all. */
function failureOf({ outcome }: SessionEnd): Failure {
  const message = sessionReason(outcome)
  switch (outcome.kind) {
    case 'unreachable':
      return { reason: outcome.reason, message }
    case 'timed-out':
      return { reason: 'timeout', message }
    case 'not-found':
      return { reason: 'no shell', message }
    case 'aborted':
      return { reason: 'aborted', message }
    case 'exited': {
      const said = plainMessage(outcome.stderr)
      const denied =
        /password is required|not allowed|not in the sudoers|permission denied|not available/i.test(said)
      const text = said === '' ? `exit code ${outcome.code}` : said
      return {
        reason: denied ? 'access denied' : 'unknown',
        message: `the host did not run the script: ${text}`,
      }
    }
  }
}

/** A folder with node.error alone: RFD 77 wants agents shown that were tried in vain. */
async function failedNode(
  request: NodeRequest,
  { reason, message }: Failure,
  ms: number,
): Promise<CollectedNode> {
  const { dump, name, uuid } = request
  const folder = dump.claimFolder(`nodes/${folderName(uuid, name, dump)}`)
  const entry = `${folder}/node.error`
  const { bytes } = await dump.add(
    { name: entry, content: 'error' },
    `${reason === 'unknown' ? '' : `${reason}: `}${message}\n`,
  )
  const outcome =
    reason === 'access denied' || reason === 'lock in force'
      ? 'denied'
      : reason === 'aborted'
        ? 'skipped'
        : 'failed'
  dump.attempted({
    scope: 'node',
    node: dump.transform.text(name),
    what: 'session',
    entry,
    outcome,
    reason: dump.transform.text(message),
    ms: Math.round(ms),
    bytes,
  })
  return {
    name,
    uuid,
    folder,
    version: undefined,
    roles: [],
    running: undefined,
    clockAheadMs: undefined,
    outcome: { kind: 'failed', reason, message },
  }
}

interface Attempts {
  made(
    what: string,
    kept: { readonly bytes: number } | undefined,
    verdict: Pick<Attempt, 'outcome' | 'reason'>,
    entry?: string,
  ): void
  step(step: GatheredStep): void
  /** Once the folder is known. */
  tell(folder: string): void
}

function attemptsOf(subject: Subject): Attempts {
  const { dump } = subject.request
  const node = dump.transform.text(nameOf(subject))
  const waiting: Attempt[] = []
  const add = (attempt: Omit<Attempt, 'scope' | 'node'>): void => {
    const { reason, what, ...rest } = attempt
    const shown = reason === undefined ? {} : { reason: dump.transform.text(reason) }
    waiting.push({ scope: 'node', node, what: dump.transform.text(what), ...rest, ...shown })
  }
  return {
    made: (what, kept, verdict, entry) =>
      add({ what, ...verdict, ...(entry === undefined ? {} : { entry }), ms: 0, bytes: kept?.bytes ?? 0 }),
    step({ step, verdict, kept, ms, originalBytes }) {
      if (step.isRare === true && verdict.outcome === 'absent') return
      const entry =
        kept === undefined || kept.error !== undefined || step.entry === '' ? {} : { entry: step.entry }
      const original = originalBytes ?? kept?.originalBytes
      add({
        what: step.what,
        ...verdict,
        ...entry,
        ms,
        bytes: kept?.bytes ?? 0,
        ...(original === undefined ? {} : { originalBytes: original }),
      })
    },
    tell(folder) {
      for (const attempt of waiting)
        dump.attempted(
          attempt.entry === undefined ? attempt : { ...attempt, entry: `${folder}/${attempt.entry}` },
        )
    },
  }
}
