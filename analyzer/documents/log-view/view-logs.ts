// The records of all logs of a packet, chosen by a filter: merged by time, or counted. Streams: nothing holds a whole log.
import type { ClassifiedEntry } from '../../packet/classified.js'
import type { Problem } from '../../packet/problem.js'
import type { Packet } from '../../packet/types.js'
import { byRotation, seriesName } from '../log/rotation.js'
import { createChannel } from './channel.js'
import { type CountKey, createCounter, type RecordCounts, type ZoneOffset } from './counts.js'
import { scanFiles, type ScanRequest } from './file-scan.js'
import { viewLimits } from './limits.js'
import { mergeByTime } from './merge.js'
import { compileFilter, type Selection } from './selection.js'
import { showRecord } from './shown-record.js'
import type { RecordFilter, ShownRecord } from './types.js'

export interface ViewOptions {
  /** Give each record its line number; without it, lines that nobody wants are not even counted. */
  readonly lines?: boolean
  /** Give each record its lines as they are. */
  readonly raw?: boolean
  /** Told after each chunk how many bytes of it were read. */
  readonly onBytes?: (bytes: number) => void
}

/**
 * Gives the wanted records in order of time, in pieces; `false` from `onRecords` ends the reading. Resolves with what could
 * not be read. Throws for a pattern that is not RE2, and what `onRecords` throws.
 */
export async function showRecords(
  packet: Packet,
  logEntries: readonly ClassifiedEntry[],
  filter: RecordFilter,
  options: ViewOptions,
  onRecords: (records: readonly ShownRecord[]) => Promise<boolean>,
): Promise<readonly Problem[]> {
  const request: ScanRequest<ShownRecord> = {
    packet,
    selection: await compileFilter(filter),
    countLines: options.lines === true,
    take: (bytes, head, place) => showRecord(bytes, head, place, options.raw === true),
    onBytes: options.onBytes,
  }
  const lanes = logSeries(logEntries).map(files => openLane(request, files))
  try {
    for await (const records of mergeByTime(lanes)) if (!(await onRecords(records))) break
  } finally {
    for (const lane of lanes) lane.stop()
  }
  return (await Promise.all(lanes.map(lane => lane.ended))).flat()
}

export interface CountOptions extends Pick<ViewOptions, 'onBytes'> {
  /** Of the zone whose days and hours are counted by; without it, UTC's. */
  readonly zoneOffsetMs?: ZoneOffset
}

/** Counts the wanted records. Throws for a pattern that is not RE2. */
export async function countRecords(
  packet: Packet,
  logEntries: readonly ClassifiedEntry[],
  filter: RecordFilter,
  keys: readonly CountKey[],
  options: CountOptions = {},
): Promise<RecordCounts & { readonly problems: readonly Problem[] }> {
  const counter = createCounter(keys, options.zoneOffsetMs)
  const request: ScanRequest<undefined> = {
    packet,
    selection: await compileFilter(filter),
    countLines: false,
    take: (bytes, head, place) => void counter.add(bytes, head, place),
    onBytes: options.onBytes,
  }
  const problems: Problem[] = []
  for (const files of logSeries(logEntries)) {
    problems.push(...(await scanFiles(request, files, () => Promise.resolve(true))).problems)
  }
  return { ...counter.result(), problems }
}

/** Time of the newest record; `undefined` when no record has one. Reads hardly more than the end of each chunk. */
export async function newestRecordMs(
  packet: Packet,
  logEntries: readonly ClassifiedEntry[],
): Promise<number | undefined> {
  let newestMs = -Infinity
  const request = { packet, selection: nothing, countLines: false, take: () => undefined }
  for (const files of logSeries(logEntries)) {
    newestMs = Math.max(newestMs, (await scanFiles(request, files, () => Promise.resolve(true))).newestMs)
  }
  return Number.isFinite(newestMs) ? newestMs : undefined
}

/** Wants no record, and skips to the last one of what has been read. */
const nothing: Selection = {
  needles: { texts: [], ignoreCase: false },
  wants: () => false,
  wantsText: undefined,
}

interface OpenLane {
  readonly next: () => Promise<readonly ShownRecord[] | undefined>
  readonly stop: () => void
  readonly ended: Promise<readonly Problem[]>
}

function openLane(request: ScanRequest<ShownRecord>, files: readonly ClassifiedEntry[]): OpenLane {
  const channel = createChannel<ShownRecord[]>()
  const ended = scanFiles({ ...request, isStopped: channel.isStopped }, files, channel.put).then(
    ({ problems }) => {
      channel.finish()
      return problems
    },
    (error: unknown) => {
      channel.finish(error)
      throw error
    },
  )
  ended.catch(() => undefined) // the consumer gets it from the channel
  return { next: channel.next, stop: channel.stop, ended }
}

/** The files that are one log, in order: its rotated files come before the current one. */
export function logSeries(entries: readonly ClassifiedEntry[]): readonly (readonly ClassifiedEntry[])[] {
  const series = new Map<string, ClassifiedEntry[]>()
  for (const entry of entries) {
    const name = `${entry.node ?? ''}\0${seriesName(entry.entry.name)}`
    series.set(name, [...(series.get(name) ?? []), entry])
  }
  const all = [...series.values()].map(files => files.sort(byRotation))
  const first = all.slice(0, viewLimits.mergedFiles - 1)
  const rest = all.slice(viewLimits.mergedFiles - 1).flat()
  return rest.length === 0 ? first : [...first, rest]
}
