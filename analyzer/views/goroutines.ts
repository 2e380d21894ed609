// What the goroutines of all nodes were doing, as tables: stacks by how many have each, locks and who may hold them, trouble.
import { activityWords, telling } from '../documents/profile/goroutines/activities.js'
import type { GoroutineDump, GoroutineGroup } from '../documents/profile/goroutines/types.js'
import { readProfiles } from '../documents/profile/read-profiles.js'
import type { Document } from '../documents/types.js'
import type { ViewedPacket } from './read.js'
import { blockedLocks, lockRowId } from './blocked.js'
import type { TableColumn, TableRow, TablesView, TableView } from './types.js'

const nodeColumn: TableColumn = { id: 'node', title: 'Node', kind: 'text', choices: true }

const groupColumns: readonly TableColumn[] = [
  { id: 'function', title: 'Function', kind: 'code', main: true },
  { id: 'count', title: 'Goroutines', kind: 'number', main: true },
  { id: 'doing', title: 'Doing', kind: 'text', choices: true, main: true },
  { id: 'state', title: 'State', kind: 'text', choices: true },
  { id: 'wait', title: 'Longest wait', kind: 'minutes' },
  { id: 'created', title: 'Created by', kind: 'code' },
  nodeColumn,
  { id: 'ids', title: 'Numbers', kind: 'code', hidden: true },
  { id: 'stack', title: 'Stack', kind: 'code', hidden: true },
]

const lockColumns: readonly TableColumn[] = [
  { id: 'function', title: 'Asked for in', kind: 'code', main: true },
  { id: 'waiters', title: 'Waiting', kind: 'number', main: true },
  { id: 'wait', title: 'Longest wait', kind: 'minutes', main: true },
  { id: 'holder', title: 'May be held by', kind: 'code' },
  { id: 'lock', title: 'Lock', kind: 'code' },
  nodeColumn,
]

const signColumns: readonly TableColumn[] = [
  { id: 'sign', title: 'Sign', kind: 'text', choices: true, main: true },
  { id: 'says', title: 'What is seen', kind: 'text', main: true },
  { id: 'wait', title: 'For', kind: 'minutes' },
  nodeColumn,
]

const workColumns: readonly TableColumn[] = [
  { id: 'doing', title: 'Doing', kind: 'text', main: true },
  { id: 'count', title: 'Goroutines', kind: 'number', main: true },
  nodeColumn,
]

const mostRows = 5000
const mostFrames = 100

export async function goroutineTables({ packet, classified }: ViewedPacket): Promise<TablesView> {
  const items = classified.filter(({ kind }) => kind === 'goroutines')
  const { documents, problems } = await readProfiles(packet, items)
  const dumps = documents as readonly Document<GoroutineDump>[]
  const rows = (make: (dump: GoroutineDump, document: Document) => readonly TableRow[]) =>
    dumps.flatMap(document => make(document.value, document)).slice(0, mostRows)
  const locks = rows(lockRows)
  const signs = rows(signRows)
  return {
    tables: [
      {
        id: 'groups',
        title: 'Stacks',
        says: 'Goroutines with the same stack are one row. Go tells waits in whole minutes.',
        columns: groupColumns,
        rows: rows(groupRows),
        empty: 'No list of goroutines could be read in this packet.',
      },
      {
        id: 'work',
        title: 'What they do',
        columns: workColumns,
        rows: rows(workRows),
        empty: 'Nothing is known.',
      },
      {
        id: 'locks',
        title: 'Blocked on locks',
        says: 'Who holds a lock is nowhere written: those who are further inside the same function or object may.',
        columns: lockColumns,
        rows: locks,
        ...(locks.length === 0 ? {} : { blocked: dumps.flatMap(blockedLocks) }),
        empty: 'No goroutine waits for a lock.',
      },
      ...(signs.length === 0 ? [] : [signTable(signs)]),
    ],
    notes: [...dumps.flatMap(remarks), ...problems.map(({ message }) => message).slice(0, 10)],
  }
}

function signTable(rows: readonly TableRow[]): TableView {
  return { id: 'signs', title: 'Signs of trouble', columns: signColumns, rows, empty: '' }
}

function remarks({ entry, value }: Document<GoroutineDump>): readonly string[] {
  const { total, groups, ungrouped, fatal } = value
  return [
    `${entry}: ${total.toLocaleString('en-US')} goroutines with ${groups.length.toLocaleString('en-US')} different stacks.`,
    ...(ungrouped > 0 ? [`${ungrouped} goroutines have further stacks, which are only counted.`] : []),
    ...(fatal === undefined ? [] : [`The runtime said before the list: ${fatal.slice(0, 300)}`]),
  ]
}

function groupRows(dump: GoroutineDump, document: Document): readonly TableRow[] {
  return dump.groups.slice(0, mostRows).map((group, index) => ({
    id: `${document.entry} ${index}`,
    cells: [
      telling(group.frames) || group.frames[0]?.function || '<unknown>',
      group.count,
      activityWords(group.activity),
      stateWords(group),
      // Only this form tells how long they wait.
      dump.form === 'stacks' ? group.longestWaitMinutes : null,
      group.createdBy ?? null,
      document.node || null,
      group.ids.join(', ') || null,
      stackText(group),
    ],
    ...placeOf(document, group.line),
  }))
}

function stateWords({ states }: GoroutineGroup): string | null {
  const named = states.filter(({ name }) => name !== '')
  return named.length === 0 ? null : named.map(({ name }) => name).join(', ')
}

function stackText({ frames, createdBy }: GoroutineGroup): string {
  const lines = frames
    .slice(0, mostFrames)
    .map(({ function: name, file, line }) => (file === '' ? name : `${name}\n${file}:${line}`))
  const more = frames.length > mostFrames ? [`… ${frames.length - mostFrames} more calls`] : []
  return [...lines, ...more, ...(createdBy === undefined ? [] : [`created by ${createdBy}`])].join('\n')
}

function workRows({ activities }: GoroutineDump, document: Document): readonly TableRow[] {
  return activities.map(({ name, count }) => ({
    id: `${document.entry} ${name}`,
    cells: [activityWords(name), count, document.node || null],
  }))
}

function lockRows({ locks }: GoroutineDump, document: Document): readonly TableRow[] {
  return locks.map((lock, index) => ({
    id: lockRowId(document, index),
    cells: [
      lock.function,
      lock.waiters,
      lock.longestWaitMinutes,
      lock.possibleHolders.length > 0
        ? lock.possibleHolders.map(({ id, function: name }) => `goroutine ${id} in ${name}`).join('\n')
        : lock.holderUnclear
          ? 'not to be seen'
          : 'nobody is seen to hold it',
      lock.address || null,
      document.node || null,
    ],
    ...(lock.longestWaitMinutes > 0 ? { light: 'warning' as const } : {}),
    ...placeOf(document, lock.line),
  }))
}

function signRows({ deadlocks, leakSuspects }: GoroutineDump, document: Document): readonly TableRow[] {
  const node = document.node || null
  return [
    ...deadlocks.map(({ kind, says, minutes, line }, index) => ({
      id: `${document.entry} deadlock ${index}`,
      cells: [kind, says, minutes, node],
      light: 'warning' as const,
      ...placeOf(document, line),
    })),
    ...leakSuspects.map((suspect, index) => ({
      id: `${document.entry} leak ${index}`,
      cells: [
        'possible leak',
        `${suspect.count} goroutines in ${suspect.function}, ${suspect.longWaits} of which have waited a minute or more.`,
        suspect.longestWaitMinutes,
        node,
      ],
      light: 'warning' as const,
      ...placeOf(document, suspect.line),
    })),
  ]
}

function placeOf({ entry }: Document, line: number): Pick<TableRow, 'place'> {
  return line > 0 ? { place: { entry, line } } : { place: { entry } }
}
