// Facts of the server's starts and stops, as its log tells them.
import type { LifecycleEvent } from '../documents/log/types.js'
import type { Derived, FactDefinition, FactInput } from './types.js'
import { defineFact } from './types.js'
import { serverLogsOf } from './logs.js'
import { sourceOfEntry } from './source.js'

/** Starts seen in the logs of a node; `undefined` when there is no log, and empty when it begins after the start. */
function startsOf(input: FactInput): readonly LifecycleEvent[] | undefined {
  const { logs, node } = input
  if (logs === undefined || serverLogsOf(input) === undefined) return undefined
  return logs.lifecycle.filter(event => event.kind === 'start' && (event.node ?? '') === node)
}

function ofStarts<T>(
  id: string,
  title: string,
  derive: (starts: readonly LifecycleEvent[], times: readonly number[]) => T | undefined,
): FactDefinition<T> {
  return defineFact({
    id,
    title,
    scope: 'node',
    reads: ['logs'],
    derive: (input): Derived<T> | undefined => {
      const starts = startsOf(input)
      if (starts === undefined) return undefined
      const times = starts.flatMap(({ timeMs }) => timeMs ?? []).sort((a, b) => a - b)
      const value = derive(starts, times)
      if (value === undefined) return undefined
      return { value, from: starts.map(({ entry, node, line }) => ({ ...sourceOfEntry(entry, node), line })) }
    },
  })
}

/** The first start in a log may be the first of all; each later one ended a run that the log shows. */
const isRestart = (start: LifecycleEvent): boolean => start.afterCleanStop !== undefined

/** A restart without `Server stopped` before it: the process was killed or crashed. */
const isUnclean = (start: LifecycleEvent): boolean => start.afterCleanStop === false

export const restartFacts = [
  ofStarts('logs.restarts.starts', 'Starts of the server in the log', starts => starts.length),
  ofStarts(
    'logs.restarts.count',
    'Restarts: starts after a run that the log shows',
    starts => starts.filter(isRestart).length,
  ),
  ofStarts(
    'logs.restarts.unclean',
    'Restarts after a run that did not end with a clean stop',
    starts => starts.filter(isUnclean).length,
  ),
  ofStarts('logs.restarts.times_ms', 'Times of the starts, in epoch milliseconds', (_starts, times) => times),
  ofStarts(
    'logs.restarts.within_seconds',
    'Time between the first and the last start, in seconds',
    (_starts, times) => {
      const [first, last] = [times[0], times.at(-1)]
      return times.length < 2 || first === undefined || last === undefined ? undefined : (last - first) / 1000
    },
  ),
  ofStarts('logs.restarts.versions', 'Server versions that were started, each once, in order', starts => [
    ...new Set(starts.flatMap(({ version }) => version ?? [])),
  ]),
]
