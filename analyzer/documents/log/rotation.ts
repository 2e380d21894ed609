// The order of the files that are one log: rotated ones carry their time or their number in the name.
import type { ClassifiedEntry } from '../../packet/classified.js'
import type { PacketEntry } from '../../packet/types.js'

/** `mattermost-2026-01-20T10-00-00.000.log.gz`, `mattermost.log-20261120`, `mattermost.log.2026-11-20.gz` */
const rotationTime = /[-.](\d{4}-?\d\d-?\d\d(?:T\d\d-\d\d-\d\d(?:\.\d+)?)?)(?=\.|$)/
/** `mattermost.log.1`: the higher the number, the older. */
const rotationNumber = /\.(\d{1,4})(?=\.gz$|$)/

/**
 * Rotated files come before the current one, so the records of one kind come in order of time without merging, as windows and
 * sequences need them. Kinds are not merged: a query that names several (`file: [audit-log, mattermost-log]`) has its windows
 * within each.
 */
export function byRotation(a: ClassifiedEntry, b: ClassifiedEntry): number {
  const [one, other] = [placeOf(a.entry.name), placeOf(b.entry.name)]
  return (
    one.rank - other.rank ||
    compare(one.time, other.time) ||
    other.number - one.number ||
    compare(a.entry.name, b.entry.name)
  )
}

/** Files with times, then numbered ones, then the current one. */
function placeOf(path: string): { readonly rank: number; readonly time: string; readonly number: number } {
  const name = fileName(path)
  const time = rotationTime.exec(name)?.[1]
  if (time !== undefined) return { rank: 0, time: time.replace(/-/g, ''), number: 0 }
  const number = rotationNumber.exec(name)?.[1]
  return number === undefined
    ? { rank: 2, time: '', number: 0 }
    : { rank: 1, time: '', number: Number(number) }
}

/** The name that all files of one log share: that of the current one. */
export function seriesName(path: string): string {
  const name = fileName(path)
  const current = name.replace(/\.gz$/, '').replace(rotationTime, '').replace(rotationNumber, '')
  return path.slice(0, path.length - name.length) + current
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Near when a log was written, in epoch milliseconds: when its file was changed last. NaN when the packet does not say. */
export function writtenNear({ modifiedAt }: PacketEntry): number {
  if (modifiedAt === undefined) return NaN
  // A DOS time has no zone; some hours make no other year but on New Year's Eve.
  return Date.parse(/(?:Z|[+-]\d\d:\d\d)$/.test(modifiedAt) ? modifiedAt : `${modifiedAt}Z`)
}
