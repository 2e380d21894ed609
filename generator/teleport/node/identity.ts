// identity.json: which process a folder of the dump is of, and how it was when it was asked. Keys as in recorded dumps, and ours behind them.
import type { GatheredStep } from './gather.js'
import type { ProcessSurvey, Survey, UnitSurvey } from './survey/read.js'
import type { Place } from './survey/place.js'

export interface Identity {
  readonly hostname: string | undefined
  readonly uuid: string | undefined
  readonly version: string | undefined
  /** `undefined` when that is not known. */
  readonly running: boolean | undefined
  readonly exitCode: number | undefined
  readonly clockAheadMs: number | undefined
}

export function identityOf(
  survey: Survey,
  process: ProcessSurvey,
  steps: readonly GatheredStep[],
  askedAtMs: number,
): Identity {
  const unit = unitOf(survey, process)
  return {
    hostname: survey.hostname,
    uuid: uuidOf(steps),
    version: process.version ?? versionOfMetrics(steps),
    running: survey.isCopy ? undefined : process.pid !== undefined,
    exitCode: process.pid === undefined ? exitCodeOf(unit) : undefined,
    clockAheadMs: survey.nowMs === undefined ? undefined : survey.nowMs - Math.floor(askedAtMs / 1000) * 1000,
  }
}

export interface IdentityFacts {
  readonly identity: Identity
  readonly survey: Survey
  readonly process: ProcessSurvey
  readonly place: Place
  readonly collectedAtMs: number
  /** `ssh`, `local`, … */
  readonly way: string
}

export function identityDocument(facts: IdentityFacts, text: (name: string) => string): string {
  const { identity, survey, process, place, way } = facts
  const shown = (name: string | undefined): string | null => (name === undefined ? null : text(name))
  const document = {
    hostname: shown(identity.hostname),
    host_uuid: identity.uuid ?? null,
    roles: place.roles,
    pid: process.pid ?? null,
    started_at: time(process.startedAtMs ?? startOfUnit(unitOf(survey, process))),
    collected_at: time(survey.nowMs ?? facts.collectedAtMs),
    running: identity.running ?? null,
    exit_code: identity.exitCode ?? null,
    version: identity.version ?? null,
    system: survey.system ?? null,
    kernel: survey.kernel ?? null,
    config_path: process.config.path,
    unit: process.unit ?? null,
    collected_over: way,
    collected_as_root: survey.isRoot,
    clock_ahead_seconds: identity.clockAheadMs === undefined ? null : identity.clockAheadMs / 1000,
  }
  return `${JSON.stringify(document, undefined, 2)}\n`
}

const time = (ms: number | undefined): string | null => (ms === undefined ? null : new Date(ms).toISOString())

/** The unit of the process; of one that does not run, the first service. */
const unitOf = ({ units }: Survey, { unit }: ProcessSurvey): UnitSurvey | undefined =>
  units.find(({ name }) => name === unit) ?? units.find(({ name }) => name.endsWith('.service'))

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

function uuidOf(steps: readonly GatheredStep[]): string | undefined {
  const text = steps
    .find(({ step }) => step.part === 'uuid')
    ?.output?.toString('latin1')
    .trim()
  return text !== undefined && uuid.test(text) ? text.toLowerCase() : undefined
}

/** `teleport_build_info{gitref="v11…",goversion="go1.26.8",version="11.0.0-dev"} 1`: what runs, whatever lies on the disk. */
function versionOfMetrics(steps: readonly GatheredStep[]): string | undefined {
  const metrics = steps.find(({ step }) => step.part === 'metrics')?.answer?.body.toString('latin1') ?? ''
  const labels = /^teleport_build_info\{([^}]{1,300})\}/m.exec(metrics)?.[1] ?? ''
  const label = (name: string): string | undefined =>
    new RegExp(`(?:^|,)${name}="([\\w.+-]{1,80})"`).exec(labels)?.[1]
  const version = label('version')
  if (version === undefined) return undefined
  return [
    `Teleport v${version}`,
    ...(['gitref', 'goversion'] as const).flatMap(name => withPrefix(name, label(name))),
  ].join(' ')
}

const withPrefix = (name: 'gitref' | 'goversion', value: string | undefined): readonly string[] =>
  value === undefined ? [] : [name === 'gitref' ? `git:${value}` : value]

/** ExecMainCode is that of waitid: 1 ended by itself, 2 and 3 by a signal, which is shown as a negative number. */
function exitCodeOf(unit: UnitSurvey | undefined): number | undefined {
  const { ExecMainCode: code, ExecMainStatus: status } = unit?.properties ?? {}
  if (!/^\d{1,3}$/.test(status ?? '')) return undefined
  if (code === '1') return Number(status)
  return code === '2' || code === '3' ? -Number(status) : undefined
}

/** `Sat 2026-11-21 09:20:04 UTC`; other zones cannot be told. */
function startOfUnit(unit: UnitSurvey | undefined): number | undefined {
  const [, day, clock] =
    /(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) UTC$/.exec(unit?.properties['ExecMainStartTimestamp'] ?? '') ?? []
  const ms = Date.parse(`${day}T${clock}Z`)
  return Number.isNaN(ms) ? undefined : ms
}
