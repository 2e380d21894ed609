// Background jobs by type: how the newest run ended, how many of those listed failed, how long they took.
import { jobTables } from '../../views/jobs.js'
import type { TableRow } from '../../views/types.js'
import type { Row } from '../rows.js'
import { valueOf } from '../values.js'
import { notTold, type SectionDefinition } from './definition.js'

export const jobs: SectionDefinition = {
  id: 'jobs',
  title: 'Jobs',
  product: 'mattermost',
  take(source) {
    const { documents } = source
    if (documents.of('jobs').length + documents.of('support-packet').length === 0)
      return notTold('it has no jobs.yaml that could be read')
    const byType = new Map<string, TableRow[]>()
    for (const row of jobTables(source).tables.flatMap(table => table.rows)) {
      const type = String(row.cells[0])
      byType.set(type, [...(byType.get(type) ?? []), row])
    }
    return [...byType].map(([type, runs]) => rowOf(type, runs))
  },
}

/** The server lists the newest five runs; cells are type, status, progress, created, started, last activity, took, … */
function rowOf(type: string, runs: readonly TableRow[]): Row {
  const newest = [...runs].sort((a, b) => timeOf(b) - timeOf(a))[0]
  const failed = runs.filter(({ cells }) => cells[1] === 'error').length
  const took = runs.map(({ cells }) => cells[6]).filter(ms => typeof ms === 'number')
  const longest = took.length === 0 ? undefined : Math.max(...took)
  return {
    key: type,
    name: type,
    values: {
      'newest run': valueOf(newest?.cells[1] ?? null),
      'failed runs': valueOf(failed),
      ...(longest === undefined ? {} : { 'longest run (ms)': valueOf(longest) }),
    },
  }
}

const timeOf = ({ cells }: TableRow): number => (typeof cells[3] === 'number' ? cells[3] : 0)
