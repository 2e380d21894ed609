// One Prometheus block: opened by walking its index and checking every chunk; samples are decoded when they are asked for.
import { parseBlockMeta } from './block-meta.js'
import {
  addSamples,
  chunkBytes,
  findChunk,
  samplesIn,
  type ChunkFiles,
  type ChunkState,
  type SampleChunk,
} from './chunk-files.js'
import { attempt, malformed, cursorOver, readByte, readU32 } from './cursor.js'
import { metricsLimits } from './limits.js'
import type { LabelTest } from './matchers.js'
import { damaged, unread, type MetricsNote } from './note.js'
import { chunksOf, labelsOf, walkSeries, type ChunkPlace, type SeriesTable } from './series-table.js'
import { readSymbols, type Symbols } from './symbols.js'
import { readToc } from './toc.js'
import { readTombstones, type Tombstones } from './tombstones.js'
import type { TimeRange } from './types.js'
import type { Columns } from './xor-chunk.js'

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
  /** Series that pass all tests; `name` is the metric when the question names one. */
  find(name: string | undefined, tests: readonly LabelTest[]): readonly BlockSeries[]
}

/** A series of a block, not decoded yet. */
export interface BlockSeries {
  /** Label and value in turn, sorted by label as in the index. */
  readonly labels: readonly string[]
  /** Most samples it can have. */
  readonly most: number
  addTo(columns: Columns): void
}

interface Opened {
  readonly symbols: Symbols
  readonly table: SeriesTable
  readonly index: Uint8Array
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
  notes.push(...notesOfSurvey(survey, files, meta?.seriesCount))
  return { block: blockOf(opened, files, survey, tombstones, meta?.range ?? survey.range), notes }
}

function missingMeta({ meta }: BlockFiles): string {
  return meta === undefined
    ? 'meta.json is missing; the times of the samples tell what it would say.'
    : 'meta.json cannot be read; the times of the samples tell what it would say.'
}

const indexMagic = 0xbaaad700
/** Magic and version; the symbols follow. */
const indexHeaderBytes = 5

function openIndex(index: Uint8Array, file: string, notes: MetricsNote[]): Opened | undefined {
  const header = attempt(() => {
    const cursor = cursorOver(index, 0, index.length)
    if (readU32(cursor) !== indexMagic) throw malformed('it does not begin as an index does')
    return readByte(cursor)
  })
  if (header.kind === 'ok' && header.value !== 2) {
    notes.push(unread(file, `The index has format ${header.value}; format 2 is read.`))
    return undefined
  }
  const toc = attempt(() => readToc(index))
  if (toc.kind === 'malformed') {
    notes.push(
      damaged(file, `The table at the end of the index: ${toc.reason}. What lies before it was used.`),
    )
  }
  // Prometheus writes the symbols first and the series behind them, so both are found without the table.
  const symbols = attempt(() => readSymbols(index, toc.kind === 'ok' ? toc.value.symbols : indexHeaderBytes))
  if (symbols.kind === 'malformed') {
    notes.push(damaged(file, `The names and labels cannot be read: ${symbols.reason}.`))
    return undefined
  }
  const from = toc.kind === 'ok' ? toc.value.series : symbols.value.endsAt
  const to = toc.kind === 'ok' ? toc.value.seriesEnd : index.length
  return { symbols: symbols.value, table: walkSeries(index, from, to), index }
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

interface Survey {
  /** Series by the symbol of their name. */
  readonly byName: ReadonlyMap<number, readonly number[]>
  /** Series whose labels and chunks are sound in form. */
  readonly sound: readonly number[]
  readonly range: TimeRange | undefined
  readonly states: Record<ChunkState, number>
  /** Series whose chunks were not looked at, since chunks overlap. */
  readonly leftOut: number
  readonly damaged: number
}

/** Looks at every series and checks every chunk once, so that all damage is known before the first question. */
function surveySeries({ symbols, table, index }: Opened, chunks: ChunkFiles): Survey {
  const byName = new Map<number, number[]>()
  const sound: number[] = []
  const states: Record<ChunkState, number> = { sound: 0, damaged: 0, missing: 0, unsupported: 0 }
  // Each chunk belongs to one series. Where many name the same one, checking each time could take for ever.
  let checkable = 2 * [...chunks.values()].reduce((sum, { length }) => sum + length, 0) + 65_536
  let fromMs = Infinity
  let toMs = -Infinity
  let leftOut = 0
  let damagedSeries = table.damaged
  for (let number = 0; number < table.starts.length; number++) {
    const read = attempt(() => seriesAt(table, index, symbols, number))
    if (read.kind === 'malformed') {
      damagedSeries++
      continue
    }
    for (const place of read.value.places) checkable -= chunkBytes(chunks, place)
    if (checkable < 0) {
      leftOut = table.starts.length - number
      break
    }
    for (const place of read.value.places) {
      states[findChunk(chunks, place, true).kind]++
      fromMs = Math.min(fromMs, place.minMs)
      toMs = Math.max(toMs, place.maxMs)
    }
    sound.push(number)
    const same = byName.get(read.value.name)
    if (same === undefined) byName.set(read.value.name, [number])
    else same.push(number)
  }
  const range = fromMs <= toMs ? { fromMs, toMs } : undefined
  return { byName, sound, range, states, leftOut, damaged: damagedSeries }
}

/** Symbols and chunks of a series, with every symbol known to exist; `name` is the symbol of its name, or -1. */
function seriesAt(table: SeriesTable, index: Uint8Array, symbols: Symbols, number: number) {
  const { symbols: labels, rest } = labelsOf(index, table.starts[number] ?? 0, table.ends[number] ?? 0)
  let name = -1
  for (let at = 0; at < labels.length; at += 2) {
    if (symbols.text(labels[at] ?? -1) === '__name__') name = labels[at + 1] ?? -1
    symbols.text(labels[at + 1] ?? -1)
  }
  return { labels, name, places: chunksOf(rest) }
}

function blockOf(
  opened: Opened,
  { chunks }: BlockFiles,
  { byName, sound, states }: Survey,
  tombstones: Tombstones,
  range: TimeRange | undefined,
): Block {
  const { symbols, table, index } = opened
  // Every chunk was checked once. Only where some are damaged it has to be known which.
  const check = states.damaged > 0
  const numbersOf = new Map([...byName].map(([symbol, numbers]) => [textOrEmpty(symbols, symbol), numbers]))
  return {
    range,
    seriesCount: sound.length,
    find(name, tests) {
      const candidates = name === undefined ? sound : (numbersOf.get(name) ?? [])
      return candidates.flatMap(number => {
        const { labels, places } = seriesAt(table, index, symbols, number)
        const texts = labels.map(symbol => symbols.text(symbol))
        if (!tests.every(({ label, test }) => test(valueOf(texts, label)))) return []
        const deleted = tombstones.get(table.refs[number] ?? -1) ?? []
        return [seriesOf(texts, findAll(chunks, places, check), deleted)]
      })
    },
  }
}

function textOrEmpty(symbols: Symbols, symbol: number): string {
  return symbol < 0 ? '' : symbols.text(symbol)
}

function valueOf(labels: readonly string[], label: string): string {
  for (let at = 0; at < labels.length; at += 2) if (labels[at] === label) return labels[at + 1] ?? ''
  return ''
}

function findAll(files: ChunkFiles, places: readonly ChunkPlace[], check: boolean): readonly SampleChunk[] {
  return places.flatMap(place => {
    const one = findChunk(files, place, check)
    return one.kind === 'sound' ? [one.chunk] : []
  })
}

function seriesOf(
  labels: readonly string[],
  found: readonly SampleChunk[],
  deleted: readonly TimeRange[],
): BlockSeries {
  return {
    labels,
    most: found.reduce((sum, chunk) => sum + samplesIn(chunk), 0),
    addTo(columns) {
      const before = columns.count
      for (const chunk of found) addSamples(chunk, columns)
      if (deleted.length > 0) dropDeleted(columns, before, deleted)
    },
  }
}

function dropDeleted(columns: Columns, from: number, deleted: readonly TimeRange[]): void {
  const { times, values } = columns
  let kept = from
  for (let at = from; at < columns.count; at++) {
    const time = times[at] ?? 0
    if (deleted.some(({ fromMs, toMs }) => time >= fromMs && time <= toMs)) continue
    times[kept] = time
    values[kept++] = values[at] ?? 0
  }
  columns.count = kept
}

function notesOfSurvey(
  survey: Survey,
  files: BlockFiles,
  stated: number | undefined,
): readonly MetricsNote[] {
  const { states, leftOut, sound } = survey
  const index = `${files.folder}/index`
  const chunks = `${files.folder}/chunks`
  const short = stated !== undefined && sound.length < stated && sound.length < metricsLimits.series
  const all = states.sound + states.damaged + states.missing + states.unsupported
  return [
    ...(survey.damaged > 0 || (short && leftOut === 0)
      ? [
          damaged(index, 'Series of the index are damaged or cut off; the others were used.', {
            expected: stated === undefined ? 'sound series' : `${stated} series`,
            found: `${sound.length} sound series`,
          }),
        ]
      : []),
    ...(leftOut > 0
      ? [damaged(index, `Series name the same chunks again and again; ${leftOut} of them were left out.`)]
      : []),
    ...(states.damaged + states.missing > 0
      ? [
          damaged(chunks, chunkMessage(states), {
            expected: `${all} chunks`,
            found: `${states.sound + states.unsupported} sound ones`,
          }),
        ]
      : []),
    ...(states.unsupported > 0
      ? [unread(chunks, `${states.unsupported} chunks hold native histograms, which were not read.`)]
      : []),
  ]
}

function chunkMessage({ damaged, missing }: Survey['states']): string {
  const said = [
    ...(damaged > 0 ? [`${damaged} ${damaged === 1 ? 'is' : 'are'} damaged`] : []),
    ...(missing > 0 ? [`${missing} ${missing === 1 ? 'is' : 'are'} in a file that is not there`] : []),
  ]
  return `Of the chunks with the samples ${said.join(' and ')}; the others were used.`
}
