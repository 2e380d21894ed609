// What the address says of the page of logs: which records are looked at, which one is selected, which columns are shown.
import { withChoice, type Choice } from '../../shared/log-query.js'
import type { LogSelection } from '../../shared/logs.js'
import { listed, type Query } from '../route.js'
import { route, updateQuery } from '../state.js'

export function selectionOf({ q = '', since, until, ic }: Query): LogSelection {
  const sinceMs = timeOf(since)
  const untilMs = timeOf(until)
  return {
    q,
    ignoreCase: ic === '1',
    ...(sinceMs === undefined ? {} : { sinceMs }),
    ...(untilMs === undefined ? {} : { untilMs }),
  }
}

function timeOf(iso: string | undefined): number | undefined {
  const ms = Date.parse(iso ?? '')
  return Number.isNaN(ms) ? undefined : ms
}

/** A record by its place in the packet: the same in every address, whatever else is looked at. */
export interface RecordPlace {
  readonly entry: number
  /** 1-based; any line of the record. */
  readonly line: number
}

export function placeOfAddress(at: string | undefined): RecordPlace | undefined {
  const found = /^(\d{1,9})\.([1-9]\d{0,9})$/.exec(at ?? '')
  return found === null ? undefined : { entry: Number(found[1]), line: Number(found[2]) }
}

export function addressOfPlace({ entry, line }: RecordPlace): string {
  return `${entry}.${line}`
}

/** Columns that every record has; others are names of fields. */
export const usualColumns = ['time', 'level', 'node', 'file', 'line', 'caller', 'message'] as const
export type UsualColumn = (typeof usualColumns)[number]

export function isUsual(column: string): column is UsualColumn {
  return (usualColumns as readonly string[]).includes(column)
}

/** Where few columns fit, as in the style sheet. */
const narrow = '(max-width: 720px)'

/** Those that were chosen; else the usual ones, the node only where there are several, fewer where there is no room. */
export function columnsOf({ cols }: Query, nodes: number): readonly string[] {
  const chosen = listed(cols)
  if (chosen.length > 0) return chosen
  if (matchMedia(narrow).matches) return ['time', 'level', 'message']
  return nodes > 1 ? ['time', 'level', 'node', 'caller', 'message'] : ['time', 'level', 'caller', 'message']
}

/** Chooses `name:value`, or takes the choice back when it is made already. */
export function choose(name: string, value: string, choice: Choice): void {
  updateQuery({ q: withChoice(route.value.query.q ?? '', name, value, choice) })
}

/** Looks at a window of time; undefined for all. */
export function lookAt(window: { readonly fromMs: number; readonly untilMs: number } | undefined): void {
  updateQuery({
    since: window === undefined ? undefined : new Date(window.fromMs).toISOString(),
    until: window === undefined ? undefined : new Date(window.untilMs).toISOString(),
  })
}
