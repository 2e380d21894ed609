// What `profile … goroutines` shows: how many, what they wait for, signs of trouble, and the stacks with how many have each.
import { activityWords } from '../analyzer/documents/profile/goroutines/activities.js'
import type {
  Counted,
  GoroutineDump,
  GoroutineGroup,
} from '../analyzer/documents/profile/goroutines/types.js'
import { visibleControls } from '../analyzer/lib/terminal-text.js'
import { stableJson } from '../analyzer/reports/stable-json.js'
import { counted } from '../analyzer/reports/text/words.js'

/** Enough of a stack to recognise it; the dump itself has the rest. */
const shownFrames = 8

export function goroutinesText(name: string, dump: GoroutineDump, limit: number): string {
  const groups = dump.groups.slice(0, limit)
  return [
    `${visibleControls(name)}: ${counted(dump.total, 'goroutine')}, ${counted(dump.groups.length, 'distinct stack')}`,
    ...(dump.fatal === undefined ? [] : [visibleControls(dump.fatal)]),
    ...section(
      'What they do',
      dump.activities.map(({ name: id, count }) => row(count, activityWords(id))),
    ),
    ...section(
      'States',
      dump.states.map(({ name: state, count }) => row(count, state)),
    ),
    ...section('Locks waited for', dump.locks.slice(0, 10).flatMap(lockLines)),
    ...section(
      'Possible deadlocks',
      dump.deadlocks.slice(0, 10).map(({ says, line }) => `  ${says} (line ${line})`),
    ),
    ...section('Possible leaks', dump.leakSuspects.slice(0, 10).map(leakLine)),
    ...section('Waiting for answers of other servers', callLines(dump.httpCallers)),
    ...section('Waiting for hooks of plugins', callLines(dump.pluginCalls)),
    ...section(stacksTitle(groups.length, dump.groups.length), groups.flatMap(groupLines)),
  ]
    .map(line => `${line}\n`)
    .join('')
}

function section(title: string, rows: readonly string[]): readonly string[] {
  return rows.length === 0 ? [] : ['', title, ...rows]
}

const row = (count: number, text: string): string => `${String(count).padStart(8)}  ${visibleControls(text)}`

function stacksTitle(shown: number, all: number): string {
  return shown < all ? `Stacks (${shown} of ${all}; --limit N shows more)` : 'Stacks'
}

function lockLines(lock: GoroutineDump['locks'][number]): readonly string[] {
  const holders = lock.possibleHolders.map(
    ({ id, function: name, line }) => `goroutine ${id} in ${visibleControls(name)} (line ${line})`,
  )
  const address = lock.address === '' ? '' : ` ${lock.address}`
  return [
    `${row(lock.waiters, `wait for the lock${address} in ${lock.function}`)}${waited(lock.longestWaitMinutes)}`,
    `          ${holders.length === 0 ? nobody(lock) : `may be held by ${holders.join(', ')}`}`,
  ]
}

const nobody = ({ holderUnclear }: GoroutineDump['locks'][number]): string =>
  holderUnclear ? 'who holds it is not to be seen' : 'nobody is seen to hold it'

const waited = (minutes: number): string => (minutes === 0 ? '' : `, longest ${counted(minutes, 'minute')}`)

function leakLine(suspect: GoroutineDump['leakSuspects'][number]): string {
  const origin = suspect.createdBy === undefined ? '' : `, created by ${suspect.createdBy}`
  return `${row(suspect.count, suspect.function + origin)}${waited(suspect.longestWaitMinutes)}`
}

function callLines(calls: readonly Counted[]): readonly string[] {
  return calls.slice(0, 10).map(({ name, count }) => row(count, name))
}

function groupLines(group: GoroutineGroup): readonly string[] {
  const states = group.states.filter(({ name }) => name !== '').map(({ name }) => name)
  const locked = group.lockedToThread === 0 ? '' : `, ${group.lockedToThread} locked to a thread`
  const kept = group.frames.slice(0, shownFrames)
  const more = group.frames.length - kept.length
  return [
    `${row(group.count, `${states.join(', ') || 'state not told'}: ${activityWords(group.activity)}`)}${waited(group.longestWaitMinutes)}${locked}${place(group)}`,
    ...kept.map(({ function: name, file, line }) =>
      visibleControls(`            ${name}${file === '' ? '' : `  ${file}:${line}`}`),
    ),
    ...(more > 0 ? [`            … ${counted(more, 'more call')}`] : []),
    ...(group.createdBy === undefined ? [] : [visibleControls(`            created by ${group.createdBy}`)]),
  ]
}

const place = ({ line, ids }: GoroutineGroup): string =>
  line === 0 ? '' : ` (line ${line}${ids[0] === undefined ? '' : `, goroutine ${ids[0]}`})`

export function goroutinesJson(dump: GoroutineDump, limit: number): string {
  return `${stableJson({ ...dump, groups: dump.groups.slice(0, limit) }, 2)}\n`
}
