// Samples of an instance's metrics.prom, and what facts make of them: single values, sums, means of histograms.
import type { ExpositionSample } from '../../documents/metrics/exposition.js'
import type { TeleportMetrics } from '../../documents/teleport/metrics.js'
import type { Document } from '../../documents/types.js'
import { sourceOfEntry } from '../source.js'
import type { Derived, FactDefinition, FactInput, Source } from '../types.js'
import { defineFact } from '../types.js'
import { documentOf } from './source.js'

/** Samples that a finding shows at most. */
const mostSources = 4

/** Samples of a metric; `undefined` where the instance has no metrics, empty where they lack this one. */
export function samplesOf(
  input: FactInput,
  name: string,
): { readonly samples: readonly ExpositionSample[]; readonly document: Document } | undefined {
  const document = documentOf<TeleportMetrics>(input, 'teleport-metrics')
  const samples = document?.value.byName.get(name) ?? []
  return document && { samples: samples.filter(({ value }) => Number.isFinite(value)), document }
}

/** The one sample of a metric, or the sum over its labels. */
export function metricValue(input: FactInput, name: string): Derived<number> | undefined {
  const found = samplesOf(input, name)
  if (found === undefined || found.samples.length === 0) return undefined
  const value = found.samples.reduce((sum, sample) => sum + sample.value, 0)
  return { value, from: sourcesOf(found.document, found.samples) }
}

export function sourcesOf(document: Document, samples: readonly ExpositionSample[]): readonly Source[] {
  return samples.slice(0, mostSources).map(({ line }) => ({
    ...sourceOfEntry(document.entry, document.node),
    line,
    get excerpt() {
      return document.lineText(line)
    },
  }))
}

/** A fact that is the value of a metric; several names are those of different versions. */
export function metricFact(id: string, title: string, ...names: readonly string[]): FactDefinition<number> {
  return defineFact<number>({
    id,
    title,
    scope: 'node',
    derive(input) {
      for (const name of names) {
        const found = metricValue(input, name)
        if (found !== undefined) return found
      }
      return undefined
    },
  })
}

/** Mean of a histogram or summary in milliseconds, where it counted anything. */
export function meanFact(id: string, title: string, name: string): FactDefinition<number> {
  return defineFact<number>({
    id,
    title,
    scope: 'node',
    derive(input) {
      const [sum, count] = [metricValue(input, `${name}_sum`), metricValue(input, `${name}_count`)]
      if (sum === undefined || count === undefined || count.value < 1) return undefined
      return {
        value: Math.round((sum.value / count.value) * 10_000) / 10,
        from: [...sum.from, ...count.from],
      }
    },
  })
}
