// The dump of one agent: asks the host what runs there, then gathers what belongs to each Teleport process into a folder of its own.
import type { Spool } from '../dump/index.js'
import { attemptsOf } from './attempts.js'
import { withoutShell } from './direct.js'
import { failedNode, failureOf, folderName, type Failure } from './failed-node.js'
import { gatherSteps, type Gathered } from './gather.js'
import { identityDocument, identityOf, type Identity } from './identity.js'
import type { CollectedNode, NodeRequest } from './options.js'
import { sessionReason } from './outcome.js'
import { stepsOf } from './script/steps.js'
import { httpTable } from './shapes/http.js'
import { tellOfLogs, writeStart } from './start-entries.js'
import type { Place } from './survey/place.js'
import type { ProcessSurvey, Survey } from './survey/read.js'
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
    const attempts = attemptsOf(dump, nameOf(subject))
    const units = unitNames(survey, process)
    const place = await writeStart({
      process,
      units: survey.units,
      service: units[0],
      spool,
      attempts,
      transform: dump.transform,
    })
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

function nodeOf(
  subject: Subject,
  place: Place,
  identity: Identity,
  folder: string,
  { end }: Gathered,
): CollectedNode {
  return {
    name: nameOf(subject),
    uuid: identity.uuid ?? subject.request.uuid,
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
