// Where a piece of evidence is best read: on the page that shows what its entry means, else at its line.
import { entryRoute, viewRoute, type Route } from './route.js'
import { currentAnalysis, route } from './state.js'
import type { EntryInfo, Evidence } from './words.js'

/** `index` is the position of the evidence's entry in the packet. */
export function placeOf(packet: string, evidence: Evidence, index: number): Route {
  const { line, pointer } = evidence
  const place = kindOf(evidence.entry)
  switch (place) {
    case 'config':
      if (pointer !== undefined && pointer.length > 1)
        return viewRoute('config', packet, { part: 'all', key: dotted(pointer) })
      break
    case 'cpu-profile':
    case 'heap-profile':
      return viewRoute('profiles', packet, { file: String(index) })
    case 'database-schema':
    case 'database-schema-sql':
      if (line !== undefined) return viewRoute('schema', packet, { row: `L${line}` })
      break
    case 'jobs':
    case 'permissions':
      if (line !== undefined) return viewRoute(place, packet, { row: `L${line}` })
      break
    case 'tsdb-dump':
      return viewRoute('metrics', packet, { file: String(index) })
  }
  return entryRoute(packet, index, line, route.value.query)
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
