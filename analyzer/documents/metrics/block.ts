// One Prometheus block: opened by walking its index and checking every chunk; samples are decoded when they are asked for.
import { openIndex, seriesAt, type BlockIndex } from './block-index.js'
import { parseBlockMeta } from './block-meta.js'
import { findChunk, type ChunkFiles, type SampleChunk } from './chunk-files.js'
import { seriesOfChunks, type StoredSeries } from './stored-series.js'
import { attempt } from './cursor.js'
import { passes, type LabelTest } from './matchers.js'
import { damaged, type MetricsNote } from './note.js'
import type { ChunkPlace } from './series-table.js'
import { notesOfSurvey, surveySeries, type Survey } from './survey.js'
import type { Symbols } from './symbols.js'
import { readTombstones, type Tombstones } from './tombstones.js'
import type { TimeRange } from './types.js'

/** The files of a block as the dump has them. */
export interface BlockFiles {
  /** Folder in the dump, such as `01M7YNM0S63VBGBCA2EDK85NNR`. */
  readonly folder: string
  readonly meta: Uint8Array | undefined
  readonly index: Uint8Array | undefined
  readonly tombstones: Uint8Array | undefined
  readonly chunks: ChunkFiles
}

export interface Block {
  readonly range: TimeRange | undefined
  readonly seriesCount: number
  /** Numbers in it, as the chunks state them. */
  readonly samples: number
  /** Series that pass all tests; `name` is the metric when the question names one. */
  find(name: string | undefined, tests: readonly LabelTest[]): readonly StoredSeries[]
}

/** Never throws for what the files hold; `undefined` when nothing of the block can be read. */
export function openBlock(files: BlockFiles): {
  readonly block: Block | undefined
  readonly notes: readonly MetricsNote[]
} {
  const notes: MetricsNote[] = []
  const inFolder = (name: string) => `${files.folder}/${name}`
  const meta = files.meta && parseBlockMeta(files.meta)
  if (meta === undefined) notes.push(damaged(inFolder('meta.json'), missingMeta(files)))
  if (files.index === undefined) {
    notes.push(damaged(inFolder('index'), 'The index is missing: without it the chunks cannot be read.'))
    return { block: undefined, notes }
  }
  const opened = openIndex(files.index, inFolder('index'), notes)
  if (opened === undefined) return { block: undefined, notes }
  const tombstones = openTombstones(files.tombstones, inFolder('tombstones'), notes)
  const survey = surveySeries(opened, files.chunks)
  notes.push(...notesOfSurvey(survey, files.folder, meta?.seriesCount))
  return { block: blockOf(opened, files, survey, tombstones, meta?.range ?? survey.range), notes }
}

function missingMeta({ meta }: BlockFiles): string {
  return meta === undefined
    ? 'meta.json is missing; the times of the samples tell what it would say.'
    : 'meta.json cannot be read; the times of the samples tell what it would say.'
}

function openTombstones(bytes: Uint8Array | undefined, file: string, notes: MetricsNote[]): Tombstones {
  if (bytes === undefined) return new Map()
  const read = attempt(() => readTombstones(bytes))
  if (read.kind === 'ok') return read.value
  notes.push(
    damaged(file, `The list of deleted samples cannot be read: ${read.reason}. Deleted ones may be counted.`),
  )
  return new Map()
}

function blockOf(
  index: BlockIndex,
  { chunks }: BlockFiles,
  { byName, sound, states, samples }: Survey,
  tombstones: Tombstones,
  range: TimeRange | undefined,
): Block {
  const { symbols, table } = index
  // Every chunk was checked once. Only where some are damaged it has to be known which.
  const check = states.damaged > 0
  const numbersOf = new Map([...byName].map(([symbol, numbers]) => [textOrEmpty(symbols, symbol), numbers]))
  return {
    range,
    seriesCount: sound.length,
    samples,
    find(name, tests) {
      const candidates = name === undefined ? sound : (numbersOf.get(name) ?? [])
      return candidates.flatMap(number => {
        const { labels, places } = seriesAt(index, number)
        const texts = labels.map(symbol => symbols.text(symbol))
        if (!passes(texts, tests)) return []
        const deleted = tombstones.get(table.refs[number] ?? -1) ?? []
        return [seriesOfChunks(texts, () => findAll(chunks, places, check), deleted)]
      })
    },
  }
}

function textOrEmpty(symbols: Symbols, symbol: number): string {
  return symbol < 0 ? '' : symbols.text(symbol)
}

function findAll(files: ChunkFiles, places: readonly ChunkPlace[], check: boolean): readonly SampleChunk[] {
  return places.flatMap(place => {
    const one = findChunk(files, place, check)
    return one.kind === 'sound' ? [one.chunk] : []
  })
}
