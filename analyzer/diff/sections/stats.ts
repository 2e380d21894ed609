// How much of everything the installation has, by the names the viewer gives the counts.
import { statsTables } from '../../views/stats.js'
import type { Row } from '../rows.js'
import { valueOf } from '../values.js'
import { notTold, type SectionDefinition } from './definition.js'

export const stats: SectionDefinition = {
  id: 'stats',
  title: 'Stats',
  product: 'mattermost',
  take(source) {
    const rows = statsTables(source).tables.flatMap(table => table.rows)
    if (rows.length === 0) return notTold('it says nothing of how many users, posts and channels there are')
    return rows.map(({ cells: [name, count] }): Row => {
      const title = String(name)
      return { key: title, name: title, values: { '': valueOf(count) } }
    })
  },
}
