// What the packet tells of a node at work: processors, memory, tasks, and the hours before as metrics have them.
import type { OverviewLine } from '../analysis.js'
import { counted, grouped } from '../reports/text/words.js'
import { countIn, nameIn, numberIn, type Item, type Values } from './values.js'
import { joined, spanText } from './sentence.js'

type Line = OverviewLine | undefined

export function runningLines(values: Values): readonly OverviewLine[] {
  const lines: readonly Line[] = [processors(values), memory(values), tasks(values), metrics(values)]
  return lines.filter(line => line !== undefined)
}

/** From so much of one processor on, shares of a profile mean something; rules ask the same. */
const busyPercent = 60

function processors(values: Values): Line {
  const percent = values.number('profile.cpu.percent')
  const seconds = values.number('profile.cpu.window_seconds')
  if (percent === undefined || seconds === undefined) return undefined
  const used = `${grouped(Math.round(percent))} % of one processor in ${grouped(Math.round(seconds * 10) / 10)} seconds`
  if (percent < busyPercent) {
    return { topic: 'processors', notable: false, text: `idle while the packet was made: ${used}` }
  }
  const parts = (values.list('profile.cpu.subsystems') ?? []).filter(part => countIn(part, 'percent') >= 5)
  return { topic: 'processors', notable: true, text: joined([used, shares(parts)], ': ') }
}

/** `84 % checking passwords, 5 % collecting unused memory`; shares overlap. */
function shares(parts: readonly Item[]): string {
  const said = parts.slice(0, 3)
  return said
    .map(part => `${grouped(Math.round(countIn(part, 'percent')))} % ${nameIn(part, 'words')}`)
    .join(', ')
}

const muchMib = 500
const muchPercent = 50

function memory(values: Values): Line {
  const mib = values.number('profile.heap.inuse_mb')
  if (mib === undefined) return undefined
  const percent = values.number('profile.heap.percent_of_memory')
  const share = (percent ?? 0) < 1 ? '' : ` (${grouped(Math.round(percent ?? 0))} % of what it may use)`
  const holders = (values.list('profile.heap.subsystems') ?? []).filter(one => countIn(one, 'percent') >= 5)
  const text = joined([`${grouped(Math.round(mib))} MiB in use${share}`, shares(holders)], ': ')
  return { topic: 'memory', notable: mib >= muchMib || (percent ?? 0) >= muchPercent, text }
}

/** Fewer are the tasks that a server starts with, and a few hundred clients. */
const manyTasks = 2_000

function tasks(values: Values): Line {
  const total = values.number('goroutines.total')
  if (total === undefined) return undefined
  const stuck = values.list('goroutines.stuck_requests') ?? []
  const waiting = values.number('goroutines.waiting_for_connection') ?? 0
  const activities = (values.list('goroutines.activities') ?? []).slice(0, 3)
  const said = activities.map(one => `${grouped(countIn(one, 'count'))} ${nameIn(one, 'words')}`)
  const held = stuck.reduce((sum, one) => sum + countIn(one, 'count'), 0)
  const text = joined([
    joined([counted(total, 'task'), said.join(', ')], ': '),
    held === 0 ? undefined : `${counted(held, 'request')} waiting for a minute or more`,
  ])
  return { topic: 'tasks', notable: total >= manyTasks || held > 0 || waiting > 0, text }
}

function metrics(values: Values): Line {
  const window = values.record('metrics.window')
  if (window === undefined) return undefined
  const text = joined([
    spanOf(window),
    requests(values),
    pool(values.list('metrics.pools') ?? []),
    memoryOverTime(values),
  ])
  return { topic: 'metrics', notable: true, text }
}

function spanOf(window: Item): string {
  const span = spanText(numberIn(window['from_ms']), numberIn(window['to_ms']))
  return joined([counted(countIn(window, 'scrapes'), 'scrape'), span], ' from ')
}

function requests(values: Values): string | undefined {
  const count = values.number('metrics.api.requests')
  if (count === undefined) return undefined
  const p95 = values.number('metrics.api.p95_ms')
  const failed = values.number('metrics.api.error_percent')
  return joined(
    [
      counted(Math.round(count), 'API request'),
      p95 === undefined ? undefined : `95 % within ${grouped(p95)} ms`,
      failed === undefined ? undefined : `${grouped(failed)} % failed`,
    ],
    ', ',
  )
}

/** The pool that came closest to its limit. */
function pool(pools: readonly Item[]): string | undefined {
  const [fullest] = pools
    .filter(one => countIn(one, 'max_open') > 0)
    .toSorted((a, b) => fullness(b) - fullness(a))
  if (fullest === undefined) return undefined
  return `at most ${grouped(countIn(fullest, 'most_in_use'))} of ${grouped(countIn(fullest, 'max_open'))} database connections in use`
}

const fullness = (one: Item): number => countIn(one, 'most_in_use') / countIn(one, 'max_open')

function memoryOverTime(values: Values): string | undefined {
  const most = values.number('metrics.memory.most_resident_mb')
  return most === undefined ? undefined : `at most ${grouped(most)} MiB of memory`
}
