// Which connections failed: to what address, how, and who wanted them. From the error texts of records from warn on, and of
// the clients that say it at debug level only.
import type { CollectorFold, CollectorHead, PartPlace, PartTally, RecordText } from '../collector.js'
import { defineTellingCollector } from '../collector.js'
import { callerFile } from '../templates/template.js'
import type { ConnectionError } from './connection-errors.js'
import { connectionErrorOf } from './connection-errors.js'
import { errorTextOf } from './error-text.js'
import { remembering } from './remembering.js'
import type { Seen, Sighting } from './sighting.js'
import { bySeen, joinSeen, joinSightings, seenIn, sight, sightingAt } from './sighting.js'

/** Failures of one kind to one target that the same code met. */
export interface ConnectionErrorGroup extends Seen, ConnectionError {
  /** The plugin that the record names, else the file that logged it; `undefined` where neither is known. */
  readonly askedBy: string | undefined
}

/** What a record tells. */
interface Failure {
  readonly error: ConnectionError
  readonly askedBy: string | undefined
}

export interface PartGroup extends Failure {
  readonly seen: Sighting
}

/** Groups told apart; a server has a dozen services. Later ones are counted without target and asker. */
const MOST_GROUPS = 500
const LONGEST_NAME = 100

const failing: ReadonlySet<string> = new Set(['warn', 'error', 'critical', 'fatal', 'panic'])
/** Files whose connections fail in silence at the usual levels: link previews, image proxies, shared clients. */
const quietClients = [
  'httpservice/',
  'app/post_metadata.go',
  'app/opengraph.go',
  'imageproxy/',
  'marketplace/',
  'remotecluster/',
  'telemetry/',
]

export const connections = defineTellingCollector<
  Failure,
  readonly PartGroup[],
  readonly ConnectionErrorGroup[]
>({
  kinds: ['mattermost-log', 'teleport-log'],
  wants: head => failing.has(head.level) || isQuietClient(head),
  startReading,
  startTally,
  startFold,
})

function isQuietClient({ level, caller }: CollectorHead): boolean {
  return level === 'debug' && caller !== undefined && quietClients.some(file => caller.startsWith(file))
}

function startReading(): (record: RecordText) => Failure | undefined {
  const errorOf = remembering(connectionErrorOf)
  return record => {
    const error = errorOf(errorTextOf(record))
    return error && { error, askedBy: askerOf(record) }
  }
}

function startTally(): PartTally<Failure, readonly PartGroup[]> {
  const failures = new Map<Failure, Sighting>()

  return {
    add(failure, timeMs, line) {
      let seen = failures.get(failure)
      if (seen === undefined) failures.set(failure, (seen = sightingAt(line)))
      sight(seen, timeMs)
    },
    take: () => (failures.size === 0 ? undefined : groupsOf(failures)),
  }
}

/** Of equal failures, which are in the order of the log. */
function groupsOf(failures: ReadonlyMap<Failure, Sighting>): readonly PartGroup[] {
  const groups = new Map<string, PartGroup>()
  for (const [{ error, askedBy }, seen] of failures) {
    const { key, of } = boundedKey(groups, error, askedBy)
    const known = groups.get(key)
    if (known) joinSightings(known.seen, seen)
    else groups.set(key, { ...of, seen })
  }
  return [...groups.values()]
}

function askerOf(record: RecordText): string | undefined {
  const plugin = record.field('plugin_id')
  if (plugin !== undefined && plugin !== '') return plugin.slice(0, LONGEST_NAME)
  return record.caller === undefined ? undefined : callerFile(record.caller).slice(0, LONGEST_NAME)
}

interface Bounded {
  readonly key: string
  readonly of: Failure
}

/** Where to count: without target and asker once there are too many. */
function boundedKey(
  groups: ReadonlyMap<string, unknown>,
  error: ConnectionError,
  askedBy: string | undefined,
): Bounded {
  const key = keyOf(error, askedBy)
  if (groups.has(key) || groups.size < MOST_GROUPS) return { key, of: { error, askedBy } }
  const rest = { ...error, target: undefined }
  return { key: keyOf(rest, undefined), of: { error: rest, askedBy: undefined } }
}

function keyOf({ kind, target, direction }: ConnectionError, askedBy: string | undefined): string {
  return `${kind}\0${direction}\0${target ?? ''}\0${askedBy ?? ''}`
}

function startFold(): CollectorFold<readonly PartGroup[], readonly ConnectionErrorGroup[]> {
  const groups = new Map<string, ConnectionErrorGroup>()

  function addGroup({ error, askedBy, seen }: PartGroup, place: PartPlace): void {
    const { key, of } = boundedKey(groups, error, askedBy)
    const joined = joinSeen(groups.get(key), seenIn(seen, place))
    groups.set(key, { ...of.error, askedBy: of.askedBy, ...joined })
  }

  return {
    add(part, place) {
      for (const group of part) addGroup(group, place)
    },
    result: () => (groups.size === 0 ? undefined : [...groups.values()].sort(bySeen)),
  }
}
