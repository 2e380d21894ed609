// Which files of a dump are the head's, and in which order Prometheus reads them.
import type { HeadFiles } from './head.js'

export interface HeadPlace {
  readonly file: string
  readonly part: 'wal' | 'head-chunks'
  readonly number: number
  /** Segments up to this number were put together into the one that this file belongs to. */
  readonly checkpoint: number | undefined
}

export interface HeadPart {
  readonly place: HeadPlace
  readonly content: Uint8Array
}

/** `undefined` for what is no part of the head. */
export function headPlaceOf(rawName: string): HeadPlace | undefined {
  const file = rawName.replace(/^[./]+/, '')
  const [, checkpoint, segment] = /(?:^|\/)wal\/(?:checkpoint\.(\d{1,9})\/)?(\d{8,9})$/.exec(file) ?? []
  if (segment !== undefined) {
    const of = checkpoint === undefined ? undefined : Number(checkpoint)
    return { file, part: 'wal', number: Number(segment), checkpoint: of }
  }
  const [, chunks] = /(?:^|\/)chunks_head\/(\d{6,9})$/.exec(file) ?? []
  return chunks === undefined
    ? undefined
    : { file, part: 'head-chunks', number: Number(chunks), checkpoint: undefined }
}

/** The newest checkpoint, then the segments behind it. */
export function headFiles(parts: readonly HeadPart[]): HeadFiles {
  const wal = parts.filter(({ place }) => place.part === 'wal')
  const newest = wal.reduce((most, { place }) => Math.max(most, place.checkpoint ?? -1), -1)
  const summary = wal.filter(({ place }) => place.checkpoint === newest)
  const segments = wal.filter(({ place }) => place.checkpoint === undefined && place.number > newest)
  return {
    wal: [...contents(summary), ...contents(segments)],
    chunks: contents(parts.filter(({ place }) => place.part === 'head-chunks')),
  }
}

function contents(parts: readonly HeadPart[]): readonly Uint8Array[] {
  return parts.toSorted((a, b) => a.place.number - b.place.number).map(({ content }) => content)
}
