// The keys of the list of records, seen before those of every page; and what they do.
import { useEffect } from 'preact/hooks'
import { logPaths, type LogRecordView } from '../../shared/logs.js'
import { ask } from '../api.js'
import { copyText } from '../clipboard.js'
import { paletteOpen, route, updateQuery } from '../state.js'
import { placeOfAddress } from './log-address.js'

interface KeyParts {
  readonly packet: string
  readonly cursor: () => number
  readonly go: (position: number) => void
  readonly open: () => void
  readonly page: number
  readonly last: number
}

/** Keys of the list, before those of the page see them. */
export function useRowKeys({ packet, cursor, go, open, page, last }: KeyParts): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const { target } = event
      if (event.ctrlKey || event.metaKey || event.altKey || paletteOpen.value) return
      if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) return
      const isOnList = target instanceof HTMLElement && target.matches('.record-list')
      const isFree = isOnList || target === document.body || (target as HTMLElement).id === 'main'
      const to = targetOf(event.key, cursor(), page, last, isOnList)
      if (to !== undefined) go(to)
      else if (event.key === 'Enter' && isFree) open()
      else if (event.key === 'c' && route.value.query.at !== undefined) void copyRecord(packet)
      else if (event.key === 'a' && route.value.query.at !== undefined) showAll()
      else return
      event.preventDefault()
      event.stopImmediatePropagation()
    }
    addEventListener('keydown', onKey, true)
    return () => removeEventListener('keydown', onKey, true)
  })
}

function targetOf(
  key: string,
  cursor: number,
  page: number,
  last: number,
  isOnList: boolean,
): number | undefined {
  if (key === 'j') return cursor + 1
  if (key === 'k') return Math.max(0, cursor - 1)
  if (!isOnList) return undefined
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: cursor + 1,
    ArrowUp: cursor - 1,
    PageDown: cursor + page,
    PageUp: cursor - page,
    Home: 0,
    End: last,
  }
  return steps[key]
}

/** The record in the panel. */
export function openRecord(): void {
  if (route.value.query.at !== undefined) updateQuery({ show: 'line', ev: undefined })
}

/** The line as it was, whole. */
async function copyRecord(packet: string): Promise<void> {
  const place = placeOfAddress(route.value.query.at)
  if (place === undefined) return
  const answer = await ask<LogRecordView>(logPaths.record(packet, place.entry, place.line))
  if (answer.kind === 'ok') await copyText(answer.value.raw, 'the line')
}

/** Nothing chosen, nothing left out: the record among those around it on all nodes. */
export function showAll(): void {
  updateQuery({ q: undefined, since: undefined, until: undefined, tab: undefined })
}
