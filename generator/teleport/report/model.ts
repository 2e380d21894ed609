// What the reports of a dump say, before it is worded: verdict, agents, what failed and what helps. Pure.
import type { Attempt, AttemptOutcome, DumpEntry } from '../dump/index.js'
import { criticalKinds } from '../objects/kinds.js'
import { adviceFor, type Advice } from './advice.js'

/** A process that was to be collected, and how that went as a whole. */
export interface AgentResult {
  /** Host UUID; else what it is called. */
  readonly id: string
  readonly name: string
  /** `Node`, `App, Db`, as far as it is known. */
  readonly services: string
  readonly version: string
  /** Folder in the dump; absent where there is none. */
  readonly folder?: string
  readonly outcome: 'collected' | 'partial' | 'failed' | 'skipped'
  /** In few words, such as `no tunnel`; equal for equal failures. */
  readonly reason?: string
  /** What the client said, at most 500 characters. */
  readonly message?: string
  readonly ms: number
}

export interface DumpFacts {
  readonly tool: { readonly name: string; readonly version: string }
  readonly startedAt: Date
  readonly endedAt: Date
  readonly mode: string
  /** How agents were reached: `tsh`, `ssh`, … */
  readonly way: string
  readonly cluster: { readonly name: string | undefined; readonly version: string | undefined }
  readonly secretsRemoved: number
  readonly names: 'kept' | 'obfuscated'
  readonly cancelled: boolean
  readonly agents: readonly AgentResult[]
  readonly attempts: readonly Attempt[]
  readonly entries: readonly DumpEntry[]
}

/** `complete`: nothing that was wanted failed. `partial`: something did. `nothing`: no server answered at all. */
export type Verdict = 'complete' | 'partial' | 'nothing'

/** Attempts and agents that ended for the same reason, told once. */
export interface Trouble {
  readonly outcome: AttemptOutcome
  readonly reason: string
  readonly count: number
  /** Of what, such as `tctl get role`; the first few. */
  readonly what: readonly string[]
  readonly nodes: readonly string[]
  readonly advice: Advice | undefined
}

export interface ReportModel extends DumpFacts {
  readonly verdict: Verdict
  readonly counts: Readonly<Record<AttemptOutcome, number>>
  /** Most frequent first. */
  readonly troubles: readonly Trouble[]
}

export function reportModel(facts: DumpFacts): ReportModel {
  const counts = { succeeded: 0, failed: 0, denied: 0, absent: 0, cut: 0, skipped: 0 }
  for (const { outcome } of facts.attempts) counts[outcome]++
  return { ...facts, counts, verdict: verdictOf(facts), troubles: troublesOf(facts) }
}

function verdictOf({ attempts, agents, cancelled }: DumpFacts): Verdict {
  // The version of tctl is known without any server.
  const hasAny = attempts.some(
    ({ outcome, what }) => (outcome === 'succeeded' || outcome === 'cut') && what !== 'tctl version',
  )
  if (!hasAny) return 'nothing'
  const isWhole =
    !cancelled &&
    attempts.every(attempt => !isMissing(attempt)) &&
    agents.every(({ outcome }) => outcome !== 'failed' && outcome !== 'skipped')
  return isWhole ? 'complete' : 'partial'
}

/** A refusal is an answer, unless it hides what every question needs. What was not wanted is not missing. */
function isMissing({ outcome, what, reason }: Attempt): boolean {
  if (outcome === 'failed') return true
  if (outcome === 'denied') return criticalKinds.has(/^tctl get (\S+)$/.exec(what)?.[1] ?? '')
  return outcome === 'skipped' && /^not (?:asked|tried)|^no answer|cancelled|broke off/.test(reason ?? '')
}

/** Of each trouble so many examples are told. */
const examples = 6

function troublesOf({ attempts, agents }: DumpFacts): readonly Trouble[] {
  const found = new Map<string, Gathered>()
  const gather = (outcome: AttemptOutcome, reason: string, what: string, node: string | undefined): void => {
    const key = `${outcome}\0${generalised(reason)}`
    const known = found.get(key) ?? { outcome, reason, count: 0, what: new Set(), nodes: new Set() }
    known.count++
    if (known.what.size < examples) known.what.add(what)
    if (node !== undefined && known.nodes.size < examples) known.nodes.add(node)
    found.set(key, known)
  }
  for (const { outcome, reason, what, node } of attempts)
    // That a session failed is told of the instance.
    if (outcome !== 'succeeded' && outcome !== 'absent' && what !== 'session')
      gather(outcome, reason ?? 'no reason known', what, node)
  for (const agent of agents) {
    const { outcome, name } = agent
    if (outcome === 'failed' || outcome === 'skipped')
      gather(outcome, agentReason(agent), 'whole instances', name)
  }
  return [...found.values()]
    .sort((a, b) => weight(b.outcome) - weight(a.outcome) || b.count - a.count)
    .map(trouble => ({
      ...trouble,
      what: [...trouble.what],
      nodes: [...trouble.nodes],
      advice: adviceFor(trouble.outcome, trouble.reason),
    }))
}

/** That there was nothing to ask, or no word for what happened, is said better by the message. */
function agentReason({ reason, message }: AgentResult): string {
  const isVague = reason === undefined || reason === 'not supported' || reason === 'unknown'
  return (isVague ? message : undefined) ?? reason ?? 'no reason known'
}

interface Gathered {
  readonly outcome: AttemptOutcome
  readonly reason: string
  count: number
  readonly what: Set<string>
  readonly nodes: Set<string>
}

/** Without what differs from one to the next: hosts, addresses, kinds, numbers. */
const generalised = (reason: string): string =>
  reason
    .slice(0, 200)
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}(?:\.[\w.-]+)?/gi, 'ID')
    .replace(/"[^"]*"/g, '"…"')
    .replace(/[\w.-]+:\d{2,5}\b|\b\d{1,3}(?:\.\d{1,3}){3}\b/g, 'ADDRESS')
    .replace(/\d+/g, '0')

const weight = (outcome: AttemptOutcome): number =>
  ({ failed: 5, denied: 4, skipped: 3, cut: 2, absent: 1, succeeded: 0 })[outcome]
