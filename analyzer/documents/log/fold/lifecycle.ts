// Starts and stops of the server process, told from the lines that mark them. Their order changed between versions:
// up to 10.x "Successfully connected to cache backend" comes before "Server is initializing...", since 11.0 after it.
import { logLimits } from '../limits.js'
import type { LifecycleEvent } from '../types.js'

export type LifecycleMarker = 'cache' | 'initializing' | 'version' | 'started' | 'stopping' | 'stopped'

/** Which marker a message is, if any. */
export function lifecycleMarker(msg: string): LifecycleMarker | undefined {
  if (msg === 'Server is initializing...') return 'initializing'
  if (msg.startsWith('Current version is ')) return 'version'
  if (msg === 'Successfully connected to cache backend') return 'cache'
  if (msg === 'Starting Server...' || msg.startsWith('Server is listening on ')) return 'started'
  if (msg === 'Stopping Server...') return 'stopping'
  return msg === 'Server stopped' ? 'stopped' : undefined
}

/** Where and when a marker stands. */
export interface MarkerPlace {
  readonly entry: string
  readonly line: number
  readonly timeMs: number | undefined
}

export interface LifecycleTracker {
  /** The first ones, up to a bound. */
  readonly events: readonly LifecycleEvent[]
  /** The newest; a start learns its version from a later marker. */
  readonly last: LifecycleEvent | undefined
  /** Events in all. */
  readonly count: number
  mark(marker: LifecycleMarker, msg: string, place: MarkerPlace): void
}

type OpenEvent = { -readonly [Key in keyof LifecycleEvent]: LifecycleEvent[Key] }

/**
 * One start is one group of different markers: the same marker again, or any after "Starting Server...", is a new
 * start. The cache line alone is none.
 */
export function createLifecycleTracker(node: string | undefined): LifecycleTracker {
  const events: LifecycleEvent[] = []
  let last: OpenEvent | undefined
  let count = 0
  let seen = new Set<LifecycleMarker>()
  let firstPlace: MarkerPlace | undefined
  let started = false
  let sawStart = false
  let stop: 'none' | 'begun' | 'clean' = 'none'

  function push(event: OpenEvent): void {
    last = event
    count++
    if (events.length < logLimits.lifecycleEvents) events.push(event)
  }

  function beginStart(marker: LifecycleMarker, msg: string, place: MarkerPlace): void {
    if (started || seen.has(marker) || firstPlace === undefined) {
      seen = new Set()
      firstPlace = place
      started = false
    }
    const known = seen.has('initializing') || seen.has('version')
    seen.add(marker)
    if (marker === 'cache') return
    if (known) addVersion(marker, msg)
    else pushStart(marker, msg, firstPlace)
  }

  function pushStart(marker: LifecycleMarker, msg: string, place: MarkerPlace): void {
    const afterCleanStop = stop === 'clean' ? true : sawStart ? false : undefined
    const event: OpenEvent = { kind: 'start', node, ...place }
    if (afterCleanStop !== undefined) event.afterCleanStop = afterCleanStop
    if (marker === 'version') event.version = versionIn(msg)
    push(event)
    sawStart = true
    stop = 'none'
  }

  /** "Current version is" follows the first marker: the event that stands last gets it. */
  function addVersion(marker: LifecycleMarker, msg: string): void {
    if (marker === 'version' && last?.kind === 'start') last.version = versionIn(msg)
  }

  return {
    events,
    get last() {
      return last
    },
    get count() {
      return count
    },
    mark(marker, msg, place) {
      if (marker === 'started') started = true
      else if (marker === 'stopping') {
        if (stop === 'none') push({ kind: 'stop', node, ...place })
        stop = 'begun'
      } else if (marker === 'stopped') {
        if (stop === 'none') push({ kind: 'stop', node, ...place })
        stop = 'clean'
        started = true
      } else beginStart(marker, msg, place)
    },
  }
}

/** `Current version is 11.0.0 (11.0.0/Sat Nov 21 …)` → `11.0.0`. */
function versionIn(msg: string): string {
  const from = 'Current version is '.length
  const end = msg.indexOf(' ', from)
  return end === -1 ? msg.slice(from) : msg.slice(from, end)
}
