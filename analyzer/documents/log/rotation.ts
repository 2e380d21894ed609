// The order of the files that are one log: rotated ones carry their time in the name.
import type { ClassifiedEntry } from '../../packet/classified.js'

/** `mattermost-2026-01-20T10-00-00.000.log.gz` */
const rotationTime = /-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d(?:\.\d+)?(?=\.)/

/**
 * Rotated files come before the current one, so the records of one kind come in order of time without merging, as windows and
 * sequences need them. Kinds are not merged: a query that names several (`file: [audit-log, mattermost-log]`) has its windows
 * within each.
 */
export function byRotation(a: ClassifiedEntry, b: ClassifiedEntry): number {
  const rotated = ({ entry }: ClassifiedEntry) => (rotationTime.test(entry.name) ? 0 : 1)
  return rotated(a) - rotated(b) || (a.entry.name < b.entry.name ? -1 : 1)
}

/** The name that all files of one log share: that of the current one. */
export function seriesName(name: string): string {
  return name.replace(rotationTime, '').replace(/\.gz$/, '')
}
