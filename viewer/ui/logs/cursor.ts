// The selected record: where it stands in the list, found out by the server when an address names it, and known when a
// person moves from row to row.
import { signal } from '@preact/signals'
import { logPaths, type LogPlace, type LogRow, type LogSelection } from '../../shared/logs.js'
import { route, updateQuery } from '../state.js'
import { addressOfPlace, placeOfAddress } from './log-address.js'
import { useLogAnswer } from './log-answers.js'

/** Of the address `at`, in the list that is shown. */
const moved = signal<{ readonly at: string; readonly list: string; readonly position: number } | undefined>(
  undefined,
)

/** Position of the selected record in a list; undefined while it is not known, or when none is selected. */
export function useCursor(
  packet: string,
  selection: LogSelection,
): { readonly position: number | undefined; readonly chosen: boolean } {
  const { at } = route.value.query
  const place = placeOfAddress(at)
  const known = moved.value
  const isKnown = known?.at === at && known?.list === listOf(packet, selection)
  const path =
    place === undefined || isKnown ? undefined : logPaths.place(packet, selection, place.entry, place.line)
  const answer = useLogAnswer<LogPlace>(path)
  if (isKnown) return { position: known?.position, chosen: true }
  if (path === undefined || answer.path !== path) return { position: undefined, chosen: true }
  return { position: answer.value?.position, chosen: answer.value?.chosen ?? true }
}

/** Where the person moved to last, also before it was drawn: keys come faster. */
export function movedTo(packet: string, selection: LogSelection): number | undefined {
  const known = moved.value
  const isHere = known?.at === route.value.query.at && known?.list === listOf(packet, selection)
  return isHere ? known?.position : undefined
}

/** Selects the record of a row. */
export function select(
  packet: string,
  selection: LogSelection,
  position: number,
  row: LogRow,
  entry: number,
  how: 'push' | 'replace',
): void {
  const at = addressOfPlace({ entry, line: row.line })
  moved.value = { at, list: listOf(packet, selection), position }
  updateQuery({ at }, how)
}

function listOf(packet: string, selection: LogSelection): string {
  return JSON.stringify([packet, selection])
}
