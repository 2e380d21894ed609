// Where a piece of evidence is best read: on the page that shows what its entry means, else at its line.
import type { PageName } from './pages.js'
import { entryRoute, viewRoute, type Route } from './route.js'
import { currentAnalysis, route } from './state.js'
import type { EntryInfo, Evidence } from './words.js'

interface Place {
  readonly packet: string
  readonly evidence: Evidence
  /** Position of its entry in the packet. */
  readonly index: number
}

/** The best place of evidence; the entry itself at the line where no page knows better. */
export function placeOf(packet: string, evidence: Evidence, index: number): Route {
  const kind = kindOf(evidence.entry)
  const best = kind === undefined ? undefined : bestPlaces[kind]?.({ packet, evidence, index })
  return best ?? entryRoute(packet, index, evidence.line, route.value.query)
}

type BestPlace = (place: Place) => Route | undefined

/** `undefined` where the evidence does not say enough for the page. */
const bestPlaces: Partial<Readonly<Record<EntryInfo['kind'], BestPlace>>> = {
  config: ({ packet, evidence: { pointer = '' } }) =>
    pointer.length > 1 ? viewRoute('config', packet, { part: 'all', key: dotted(pointer) }) : undefined,
  'cpu-profile': ({ packet, index }) => viewRoute('profiles', packet, { file: String(index) }),
  'heap-profile': ({ packet, index }) => viewRoute('profiles', packet, { file: String(index) }),
  'tsdb-dump': ({ packet, index }) => viewRoute('metrics', packet, { file: String(index) }),
  goroutines: rowAtLine('goroutines'),
  'database-schema': rowAtLine('schema'),
  'database-schema-sql': rowAtLine('schema'),
  jobs: rowAtLine('jobs'),
  permissions: rowAtLine('permissions'),
  'mattermost-log': logRecord,
  'notifications-log': logRecord,
  'ldap-log': logRecord,
  'audit-log': logRecord,
  'advanced-log': logRecord,
  'teleport-log': logRecord,
}

/** Tables find the row that a line belongs to. */
function rowAtLine(view: PageName): BestPlace {
  return ({ packet, evidence: { line } }) =>
    line === undefined ? undefined : viewRoute(view, packet, { row: `L${line}` })
}

/** The evidence stays in the panel: the next one is a key away. */
function logRecord({ packet, evidence: { line }, index }: Place): Route | undefined {
  const { ev } = route.value.query
  if (line === undefined) return undefined
  return viewRoute('logs', packet, { at: `${index}.${line}`, ...(ev === undefined ? {} : { ev }) })
}

function kindOf(entry: string): EntryInfo['kind'] | undefined {
  const analysis = currentAnalysis.value
  if (analysis.kind !== 'ready') return undefined
  return analysis.value.packet.entries.find(({ name }) => name === entry)?.kind
}

/** `/SqlSettings/MaxOpenConns` as people write it: `SqlSettings.MaxOpenConns`. */
export function dotted(pointer: string): string {
  return pointer
    .split('/')
    .slice(1)
    .map(part => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .join('.')
}
