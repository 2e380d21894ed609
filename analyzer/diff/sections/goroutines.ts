// What the goroutines of each node were doing: how many there were, by what they did or waited for, and in which functions.
import { activityWords, telling } from '../../documents/profile/goroutines/activities.js'
import type { GoroutineDump } from '../../documents/profile/goroutines/types.js'
import type { Document } from '../../documents/types.js'
import type { Row } from '../rows.js'
import { notTold, type SectionDefinition } from './definition.js'
import { countedRow, measuredRows, whyNone } from './measured.js'

/** Fewer come and go with every request. */
const least = 10
/** Functions told of a node, those with most goroutines. Of a list with more, what is missing may be there. */
const mostFunctions = 2000

export const goroutines: SectionDefinition = {
  id: 'goroutines',
  title: 'Goroutines',
  product: 'mattermost',
  note: 'Goroutines are the tasks inside the server. A stack is told by its first function that is not of a library.',
  take(source) {
    const dumps = source.documents.of('goroutines') as readonly Document<GoroutineDump>[]
    if (dumps.length === 0) return notTold(whyNone(source, 'goroutines', 'list of goroutines'))
    return [
      ...measuredRows(source, [
        { fact: 'goroutines.total', name: 'goroutines', least },
        { fact: 'goroutines.stacks', name: 'distinct stacks', least },
        { fact: 'goroutines.longest_wait_minutes', name: 'longest wait of a request (minutes)', least: 1 },
      ]),
      ...dumps.filter(isWhole).flatMap(({ value, node }) => [
        ...value.activities.map(({ name, count }) =>
          countedRow('activities', {
            key: name,
            name: activityWords(name),
            node: node ?? '',
            value: count,
            least,
          }),
        ),
        ...functionRows(value, node ?? ''),
      ]),
    ]
  },
}

/** Of a list that ends early nobody knows what it lacks. */
const isWhole = ({ value: { cut, ungrouped } }: Document<GoroutineDump>): boolean => !cut && ungrouped === 0

function functionRows({ groups }: GoroutineDump, node: string): readonly Row[] {
  const counts = new Map<string, number>()
  for (const { frames, count } of groups) {
    const name = telling(frames)
    counts.set(name, (counts.get(name) ?? 0) + count)
  }
  if (counts.size > mostFunctions) return []
  return [...counts].map(([name, value]) =>
    countedRow('functions', { key: name, name: `in ${name}`, node, value, least }),
  )
}
