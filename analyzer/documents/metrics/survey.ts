// Looks at every series of a block and checks every chunk once, so that all damage is known before the first question.
import { seriesAt, type BlockIndex, type IndexedSeries } from './block-index.js'
import { chunkBytes, findChunk, samplesIn, type ChunkFiles, type ChunkState } from './chunk-files.js'
import { attempt } from './cursor.js'
import { metricsLimits } from './limits.js'
import { damaged, unread, type MetricsNote } from './note.js'
import type { TimeRange } from './types.js'

export interface Survey {
  /** Series by the symbol of their name. */
  readonly byName: ReadonlyMap<number, readonly number[]>
  /** Series whose labels and chunks are sound in form. */
  readonly sound: readonly number[]
  /** First and last time that the index states. */
  readonly range: TimeRange | undefined
  readonly states: Readonly<Record<ChunkState, number>>
  /** Numbers that the chunks state. */
  readonly samples: number
  /** Series whose chunks were not looked at, since chunks overlap. */
  readonly leftOut: number
  readonly damaged: number
}

interface Growing {
  readonly byName: Map<number, number[]>
  readonly sound: number[]
  readonly states: Record<ChunkState, number>
  samples: number
  fromMs: number
  toMs: number
  damaged: number
}

export function surveySeries(index: BlockIndex, chunks: ChunkFiles): Survey {
  const growing: Growing = {
    byName: new Map(),
    sound: [],
    states: { sound: 0, damaged: 0, missing: 0, unsupported: 0 },
    samples: 0,
    fromMs: Infinity,
    toMs: -Infinity,
    damaged: index.table.damaged,
  }
  const leftOut = lookAtAll(index, chunks, growing)
  const { fromMs, toMs } = growing
  return { ...growing, leftOut, range: fromMs <= toMs ? { fromMs, toMs } : undefined }
}

/** Gives how many series were left out at the end. */
function lookAtAll(index: BlockIndex, chunks: ChunkFiles, growing: Growing): number {
  const count = index.table.starts.length
  // Each chunk belongs to one series. Where many name the same one, checking it each time could take for ever.
  let checkable = 2 * [...chunks.values()].reduce((sum, { length }) => sum + length, 0) + 65_536
  for (let number = 0; number < count; number++) {
    const read = attempt(() => seriesAt(index, number))
    if (read.kind === 'malformed') {
      growing.damaged++
      continue
    }
    for (const place of read.value.places) checkable -= chunkBytes(chunks, place)
    if (checkable < 0) return count - number
    lookAt(read.value, number, chunks, growing)
  }
  return 0
}

function lookAt({ name, places }: IndexedSeries, number: number, chunks: ChunkFiles, growing: Growing): void {
  for (const place of places) {
    const found = findChunk(chunks, place, true)
    growing.states[found.kind]++
    if (found.kind === 'sound') growing.samples += samplesIn(found.chunk)
    growing.fromMs = Math.min(growing.fromMs, place.minMs)
    growing.toMs = Math.max(growing.toMs, place.maxMs)
  }
  growing.sound.push(number)
  const same = growing.byName.get(name)
  if (same === undefined) growing.byName.set(name, [number])
  else same.push(number)
}

export function notesOfSurvey(
  survey: Survey,
  folder: string,
  stated: number | undefined,
): readonly MetricsNote[] {
  const { states, leftOut, sound } = survey
  const index = `${folder}/index`
  const chunks = `${folder}/chunks`
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
      ? [
          unread(
            chunks,
            `${states.unsupported} chunks are in an encoding that only newer versions of Prometheus write.`,
          ),
        ]
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
