// metrics.prom: what the process answers a scrape with, once. Samples by the name of their metric.
import type { Parser } from '../parser.js'
import { maxProblems, problem } from '../problem-codes.js'
import { parseExposition, type Exposition, type ExpositionSample } from '../metrics/exposition.js'
import type { Problem } from '../../packet/problem.js'

export interface TeleportMetrics {
  readonly samples: readonly ExpositionSample[]
  readonly byName: ReadonlyMap<string, readonly ExpositionSample[]>
}

/** A path is the index of a sample: `[17]`. */
export const parseTeleportMetrics: Parser<TeleportMetrics> = source => {
  const read = parseExposition(Buffer.from(source.text))
  if (read.samples.length === 0) {
    const message = 'There is no metric in it.'
    return { kind: 'unreadable', problem: problem('DOCUMENT_SHAPE', message, { expected: 'metrics' }) }
  }
  const { samples } = read
  return {
    kind: 'ok',
    value: { samples, byName: grouped(samples) },
    locate: ([index]) => {
      const line = samples[Number(index)]?.line
      return line === undefined ? undefined : { line, column: 1 }
    },
    problems: [...source.problems, ...problemsOf(read)],
  }
}

function grouped(samples: readonly ExpositionSample[]): ReadonlyMap<string, readonly ExpositionSample[]> {
  const byName = new Map<string, ExpositionSample[]>()
  for (const sample of samples) {
    const same = byName.get(sample.name)
    if (same === undefined) byName.set(sample.name, [sample])
    else same.push(sample)
  }
  return byName
}

function problemsOf({ badLines, cut, tooMany }: Exposition): readonly Problem[] {
  const bad = badLines
    .slice(0, maxProblems)
    .map(({ line, reason }) => problem('METRICS_DAMAGED', `Line ${line} is no sample: ${reason}.`, { line }))
  return [
    ...bad,
    ...(cut ? [problem('METRICS_DAMAGED', 'The metrics end inside a line; it is left out.')] : []),
    ...(tooMany ? [problem('METRICS_NOT_READ', 'There are more samples than are kept.')] : []),
  ]
}
