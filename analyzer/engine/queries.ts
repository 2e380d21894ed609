// `logs:` blocks of rules, compiled into what one pass over the logs looks for.
import type { LogQuery, RecordMatcher } from '../documents/log/types.js'
import type { DocumentKind, Product } from '../packet/layout-types.js'
import { products } from '../packet/layout.js'
import { durationMs } from './duration.js'
import { fewestFor } from './log-bounds.js'
import type { LogsBlock, RecordPattern, Rule } from './rule.js'

/** One query a rule with a `logs:` block; give only rules that apply, so that others cost nothing. */
export function logQueries(rules: readonly Rule[]): readonly LogQuery[] {
  return rules.flatMap(rule => queryOf(rule) ?? [])
}

function queryOf({ id, logs, product }: Rule): LogQuery | undefined {
  if (logs === undefined) return undefined
  const withinMs = logs.within === undefined ? undefined : durationMs(logs.within)
  return {
    id,
    match: [logs.match].flat().map(pattern => matcherOf(pattern, product)),
    min: fewestOnNode(logs),
    ...(withinMs === undefined ? {} : { withinMs }),
    ...(logs.then === undefined ? {} : { then: matcherOf(logs.then, product) }),
    ...(logs.without === undefined ? {} : { without: matcherOf(logs.without, product) }),
    ...(logs.by === undefined ? {} : { by: logs.by }),
  }
}

/** What a node alone must have; sums over nodes and averages are judged afterwards. */
function fewestOnNode({ over, min = 1, rate }: LogsBlock): number {
  if (over === 'all') return 1
  return rate === undefined ? min : Math.max(min, fewestFor(rate))
}

function matcherOf(pattern: RecordPattern, product: Product): RecordMatcher {
  const { level, file, ...rest } = pattern
  const kinds = file === undefined ? ownLogsOf(product) : [file].flat()
  return {
    ...rest,
    ...levelsOf(level, rest.text),
    ...(kinds === undefined ? {} : { file: kinds }),
  }
}

/**
 * Fields of these levels repeat what was asked for (search terms, statements, addresses) rather than what went wrong, and
 * are nine tenths of a log: looking for every rule's `text` in them would cost more than all the rest.
 */
const quietLevels: readonly string[] = ['info', 'debug', 'trace']

function levelsOf(
  level: RecordPattern['level'],
  text: string | undefined,
): Pick<RecordMatcher, 'level' | 'textInMessageAt'> {
  if (level !== undefined) return { level: [level].flat() }
  return text === undefined ? {} : { textInMessageAt: quietLevels }
}

/** A product's own logs, where they are not the log reader's default. */
const ownLogsOf = (product: Product): readonly DocumentKind[] | undefined =>
  products.find(definition => definition.product === product)?.ownLogs
