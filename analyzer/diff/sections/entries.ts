// What is in the packets: entries that came or went, and those whose state is another.
import type { EntryInfo } from '../../analysis.js'
import type { Row } from '../rows.js'
import { valueOf } from '../values.js'
import type { SectionDefinition } from './definition.js'

export const entries: SectionDefinition = {
  id: 'entries',
  title: 'Entries',
  take: ({ analysis }) => analysis.packet.entries.filter(({ status }) => status !== 'absent').map(rowOf),
}

/** An entry of a node is the same entry on each of them: that all lost it is one change. */
function rowOf({ name, node, status, kind }: EntryInfo): Row {
  const common = node === undefined ? name : name.replace(`${node}/`, '*/')
  return {
    key: common,
    name: common,
    told: status,
    ...(node === undefined ? {} : { node }),
    values: { state: valueOf(status), kind: valueOf(kind) },
  }
}
