// Errors and warnings in the server's log that no finding rests on: the variable `unexplained`, for rules that are judged after all
// others. One family is one template of the log; those that tell most stand first.
import type { Evidence } from '../analysis.js'
import type { LogRecord, LogSummary, LogTemplate } from '../documents/log/types.js'
import { maskSecrets } from './mask.js'
import type { Found } from './merge-nodes.js'
import { matchesRecord } from './record-matches.js'
import type { RecordPattern, Rule } from './rule.js'
import type { Subject, Variable } from './subject.js'
import { isOwnLog } from '../packet/layout.js'

/** Rules that ask what the others leave unexplained, and those others. */
export function inRounds(rules: readonly Rule[]): readonly [readonly Rule[], readonly Rule[]] {
  return [rules.filter(rule => !asksForRest(rule)), rules.filter(asksForRest)]
}

const asksForRest = ({ each = '', when = '' }: Rule): boolean => /\bunexplained\b/.test(`${each} ${when}`)

/** The same subject, knowing what these findings leave over. */
export function withUnexplained(subject: Subject, found: readonly Found[]): Subject {
  const { logs } = subject
  if (logs === undefined) return subject
  const explained = explainedBy(found)
  const known = new Map<string, Variable | undefined>()
  return {
    ...subject,
    // What is left over is known from here on, and not asked for again.
    logs: undefined,
    variable(name, node) {
      if (name !== 'unexplained') return subject.variable(name, node)
      if (!known.has(node)) known.set(node, unexplainedOn(node, logs, explained, subject.nodes.length > 1))
      return known.get(node)
    },
  }
}

type Explained = (record: LogRecord) => boolean

/** A finding speaks for the records that its patterns match, and for those it shows; a mere remark explains nothing. */
function explainedBy(findings: readonly Found[]): Explained {
  const found = findings.filter(({ rule }) => rule.severity !== 'info')
  const patterns = found.flatMap(({ rule }) => patternsOf(rule))
  const shown = new Set(found.flatMap(({ evidence }) => evidence.map(placeOf)))
  return record => shown.has(placeOf(record)) || patterns.some(pattern => matchesRecord(pattern, record))
}

const patternsOf = ({ logs }: Rule): readonly RecordPattern[] =>
  logs === undefined ? [] : [logs.match].flat()

const placeOf = ({ entry, line }: Pick<Evidence, 'entry' | 'line'>): string => `${entry}\u0000${line ?? ''}`

/** `undefined`: there is no log of the server to look in. */
function unexplainedOn(
  node: string,
  logs: LogSummary,
  explained: Explained,
  perNode: boolean,
): Variable | undefined {
  const files = logs.files.filter(
    file => isOwnLog(file.kind) && file.records > 0 && (file.node ?? node) === node,
  )
  if (files.length === 0) return undefined
  const records = files.reduce((sum, file) => sum + file.records, 0)
  const entries = new Set(files.map(({ entry }) => entry))
  const templates = logs.templates
    .filter(template => isTold(template) && entries.has(template.example.entry))
    .filter(({ example }) => !explained(example))
    .sort(byWeight)
    .slice(0, familyLimit)
  return {
    value: templates.map(template => familyOf(template, records)),
    perNode,
    source: ([index]) => evidenceOf(templates[Number(index)]?.example),
  }
}

/** More would be a log of its own. */
const familyLimit = 50

const urgency: Readonly<Record<string, number>> = { panic: 0, fatal: 0, critical: 0, error: 1, warn: 2 }

/** `<*>` alone stands for all shapes beyond the bound of the log pass. */
const isTold = ({ level, template }: LogTemplate): boolean =>
  urgency[level] !== undefined && template !== '<*>'

/** Errors before warnings, then the most frequent; the id makes the order total. */
function byWeight(a: LogTemplate, b: LogTemplate): number {
  return (urgency[a.level] ?? 9) - (urgency[b.level] ?? 9) || b.count - a.count || (a.id < b.id ? -1 : 1)
}

const textLimit = 240

/** What rules read of a family. */
function familyOf(template: LogTemplate, records: number): Readonly<Record<string, unknown>> {
  const { id, level, count, caller, firstSeenMs, lastSeenMs, example } = template
  const cause = example.fields.error ?? example.fields.err
  return {
    id,
    level,
    message: maskSecrets(template.template).slice(0, textLimit),
    caller: caller ?? '',
    plugin: example.fields.plugin_id ?? '',
    cause: cause === undefined ? '' : maskSecrets(cause).slice(0, textLimit),
    count,
    share: records === 0 ? 0 : count / records,
    per_minute: perMinute(template),
    ...(firstSeenMs === undefined ? {} : { first_seen_ms: firstSeenMs }),
    ...(lastSeenMs === undefined ? {} : { last_seen_ms: lastSeenMs }),
  }
}

/** From first to last, which count as a minute at least; 0 without times, which is no burst that anybody could place. */
function perMinute({ count, firstSeenMs, lastSeenMs }: LogTemplate): number {
  if (firstSeenMs === undefined || lastSeenMs === undefined) return 0
  return count / Math.max(1, (lastSeenMs - firstSeenMs) / 60_000)
}

function evidenceOf(record: LogRecord | undefined): readonly Evidence[] {
  if (record === undefined) return []
  const { entry, line, raw, node } = record
  return [
    {
      entry,
      line,
      excerpt: maskSecrets(raw).slice(0, 800),
      ...(node === undefined || node === '' ? {} : { node }),
    },
  ]
}
