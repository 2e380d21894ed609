// The records that a query chooses. Searches of text are kept, so that choosing by level, node or time on top of one is a
// matter of milliseconds; so are the last selections, which pages of rows are cut from.
import type { LogSelection } from '../shared/logs.js'
import type { LogData } from './log-data.js'
import type { NamedColumn, NamedColumns } from './log-named.js'
import {
  type ColumnName,
  type ColumnTest,
  type ColumnTests,
  type CompiledQuery,
  compileQuery,
} from './log-query.js'
import { startSearch, type LogSearch } from './log-search.js'

export interface Selected {
  /** Ascending. */
  readonly records: Uint32Array
  /** Part of the logs that was searched, 0 to 1. */
  readonly searched: number
  readonly state: 'searching' | 'stopped' | 'ready'
  readonly query: CompiledQuery
  /** What would be chosen without the tests of one column; undefined when that is not known. */
  without(column: ColumnName): Uint32Array | undefined
}

export interface Selections {
  /** Waits up to `patienceMs` for a search to end, then gives what was found so far. `again` goes on after a stop. */
  select(selection: LogSelection, patienceMs: number, again?: boolean): Promise<Selected>
  /** Gives the whole selection, however long it takes. */
  selectAll(selection: LogSelection): Promise<Selected>
  /** Ends the search of this selection. */
  stop(selection: LogSelection): Promise<void>
  close(): Promise<void>
}

const kept = { searches: 12, selections: 4 } as const

export function createSelections(data: LogData, named: () => NamedColumns): Selections {
  const searches = createRecent<LogSearch>(kept.searches, search => search.stop())
  const selections = createRecent<Selected>(kept.selections)

  /** Decided by its columns alone, a record may be a candidate of the search. */
  function candidates(query: CompiledQuery): (record: number) => boolean {
    return query.text?.wanted.needles === undefined ? columnTest(data, named(), query) : () => true
  }

  function searchOf(query: CompiledQuery, key: string, again: boolean): LogSearch | undefined {
    if (query.text === undefined) return undefined
    // Where bytes lead the way, the columns are no part of the search: it serves all choices on top of it.
    const own = query.text.wanted.needles === undefined ? key : query.text.key
    const known = searches.get(own)
    const state = known?.state()
    const isUseless = state === 'abandoned' || state === 'failed' || (state === 'stopped' && again)
    if (known !== undefined && !isUseless) return known
    return searches.add(own, startSearch(data, query.text, candidates(query)))
  }

  async function start(selection: LogSelection, again: boolean) {
    const key = keyOf(selection)
    const query = await compileQuery(data.tools, selection)
    if (query.columns.route !== undefined || query.columns.user !== undefined) await named().ended
    return { key, query, search: searchOf(query, key, again) }
  }

  function result(key: string, query: CompiledQuery, search: LogSearch | undefined): Selected {
    const state = stateOf(search)
    const known = selections.get(key)
    if (known?.state === 'ready') return known
    const choose = (without?: ColumnName) => chosen(data, search, columnTest(data, named(), query, without))
    const coversAll = search === undefined || query.text?.wanted.needles !== undefined
    const selected: Selected = {
      records: choose(),
      searched: search?.searched() ?? 1,
      state,
      query,
      without: column => (coversAll ? choose(column) : undefined),
    }
    return selections.add(key, selected)
  }

  return {
    async select(selection, patienceMs, again = false) {
      const { key, query, search } = await start(selection, again)
      search?.keepOn(neededMs)
      if (search?.state() === 'running') await Promise.race([search.ended, patience(patienceMs)])
      return result(key, query, search)
    },
    async selectAll(selection) {
      const { key, query, search } = await start(selection, true)
      search?.keepOn(Infinity)
      await search?.ended
      return result(key, query, search)
    },
    async stop(selection) {
      const key = keyOf(selection)
      const { text } = await compileQuery(data.tools, selection)
      for (const own of [key, text?.key ?? '']) searches.get(own)?.stop()
    },
    async close() {
      const running = searches.all()
      searches.clear()
      await Promise.allSettled(running.map(({ ended }) => ended))
    },
  }
}

/** The page asks several times a second. */
const neededMs = 5_000

function stateOf(search: LogSearch | undefined): Selected['state'] {
  const state = search?.state() ?? 'done'
  if (state === 'done') return 'ready'
  return state === 'running' ? 'searching' : 'stopped'
}

function patience(ms: number): Promise<void> {
  return new Promise(resume => setTimeout(resume, ms))
}

export function keyOf({ q, sinceMs, untilMs, ignoreCase }: LogSelection): string {
  return JSON.stringify([q, sinceMs, untilMs, ignoreCase])
}

/** Ids of the records that pass, and are found where a search found them. */
function chosen(
  { columns }: LogData,
  search: LogSearch | undefined,
  passes: (record: number) => boolean,
): Uint32Array {
  const found = search?.found
  const records = new Uint32Array(search?.count() ?? columns.records)
  let count = 0
  if (found === undefined) {
    for (let record = 0; record < columns.records; record++) if (passes(record)) records[count++] = record
    return records.slice(0, count)
  }
  for (let word = 0; word < found.length; word++) {
    for (let bits = found[word] as number; bits !== 0; bits &= bits - 1) {
      const record = word * 32 + 31 - Math.clz32(bits & -bits)
      if (passes(record)) records[count++] = record
    }
  }
  return records.slice(0, count)
}

/** Tests a record by its columns, leaving out the tests of one of them where asked to. */
function columnTest(
  data: LogData,
  named: NamedColumns,
  { columns, sinceMs, untilMs }: CompiledQuery,
  without?: ColumnName,
): (record: number) => boolean {
  const tests = { ...columns, ...(without === undefined ? {} : { [without]: undefined }) }
  const { timeMs, file, template } = data.columns
  const fileOk = allowedFiles(data, tests)
  const templateOk = allowedTemplates(data, tests)
  const isTimed = sinceMs !== -Infinity || untilMs !== Infinity
  const routeOk = allowedNames(named.route, tests.route)
  const userOk = allowedNames(named.user, tests.user)
  return record =>
    (templateOk === undefined || templateOk[template[record] as number] === 1) &&
    (fileOk === undefined || fileOk[file[record] as number] === 1) &&
    (!isTimed || ((timeMs[record] as number) >= sinceMs && (timeMs[record] as number) <= untilMs)) &&
    (routeOk === undefined || routeOk[named.route.value[record] as number] === 1) &&
    (userOk === undefined || userOk[named.user.value[record] as number] === 1)
}

type Tests = CompiledQuery['columns']

function allowedFiles({ files }: LogData, { node, file }: Tests): Uint8Array | undefined {
  if (node === undefined && file === undefined) return undefined
  return Uint8Array.from(files, ({ log }) => {
    const { entry, kind } = log
    const isCalled = (word: string) => entry.name === word || entry.name.endsWith(`/${word}`) || kind === word
    return passes(node, ({ value }) => (log.node ?? '') === value) &&
      passes(file, ({ value }) => isCalled(value))
      ? 1
      : 0
  })
}

function allowedTemplates(
  { templates, tools }: LogData,
  { level, caller, template }: Tests,
): Uint8Array | undefined {
  if (level === undefined && caller === undefined && template === undefined) return undefined
  const hasLevel = (own: string) => (test: ColumnTest) =>
    test.operator === '>=' ? tools.isAtLeast(own, test.value) : own === test.value
  return Uint8Array.from(templates, info =>
    passes(level, hasLevel(info.level)) &&
    passes(caller, ({ value }) => info.caller === value) &&
    passes(template, ({ value }) => info.id === value)
      ? 1
      : 0,
  )
}

function allowedNames({ values }: NamedColumn, tests: ColumnTests | undefined): Uint8Array | undefined {
  if (tests === undefined) return undefined
  const wanted = new Set(tests.wanted.map(({ value }) => value))
  const unwanted = new Set(tests.unwanted.map(({ value }) => value))
  return Uint8Array.from(values, text =>
    (wanted.size === 0 || wanted.has(text)) && !unwanted.has(text) ? 1 : 0,
  )
}

function passes(tests: ColumnTests | undefined, holds: (test: ColumnTest) => boolean): boolean {
  if (tests === undefined) return true
  return (tests.wanted.length === 0 || tests.wanted.some(holds)) && !tests.unwanted.some(holds)
}

/** The last few things by their keys; `drop` is told of one that has to go. */
export function createRecent<T>(most: number, drop: (gone: T) => void = () => undefined) {
  const items = new Map<string, T>()
  return {
    get(key: string): T | undefined {
      const found = items.get(key)
      if (found !== undefined) {
        items.delete(key)
        items.set(key, found)
      }
      return found
    },
    add(key: string, item: T): T {
      items.delete(key)
      items.set(key, item)
      for (const [oldest, gone] of items) {
        if (items.size <= most) break
        items.delete(oldest)
        drop(gone)
      }
      return item
    },
    all: () => [...items.values()],
    clear() {
      for (const gone of items.values()) drop(gone)
      items.clear()
    },
  }
}
