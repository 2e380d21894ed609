// The rows of a selection as far as somebody looked at them: pages of 100, the least recently seen dropped.
import { signal, type ReadonlySignal } from '@preact/signals'
import { logPaths, type LogReading, type LogRow, type LogRows, type LogSelection } from '../../shared/logs.js'
import { ask } from '../api.js'

export interface RowStore {
  /** Undefined while it is not here. */
  row(position: number): LogRow | undefined
  /** Fetches what is missing of these rows. */
  want(from: number, to: number): void
  /** More was found: what was fetched may no longer be in its place. */
  refresh(): void
  /** Changes with every page that comes. */
  readonly status: ReadonlySignal<{ readonly version: number; readonly failure: string | undefined }>
  close(): void
}

const pageRows = 100
const pagesKept = 60

export function createRowStore(
  packet: string,
  selection: LogSelection,
  columns: readonly string[],
): RowStore {
  const pages = new Map<number, readonly LogRow[]>()
  const stale = new Set<number>()
  const pending = new Set<number>()
  const left = new AbortController()
  const status = signal<{ version: number; failure: string | undefined }>({ version: 0, failure: undefined })

  async function load(page: number): Promise<void> {
    pending.add(page)
    stale.delete(page)
    const path = logPaths.rows(packet, selection, page * pageRows, pageRows, columns)
    const answer = await ask<LogRows | LogReading>(path, { signal: left.signal })
    pending.delete(page)
    if (left.signal.aborted) return
    if (answer.kind === 'failed') status.value = { ...status.value, failure: answer.message }
    else if (answer.value.state !== 'reading') keep(page, answer.value.rows)
  }

  function keep(page: number, rows: readonly LogRow[]): void {
    pages.delete(page)
    pages.set(page, rows)
    for (const oldest of pages.keys()) {
      if (pages.size <= pagesKept) break
      pages.delete(oldest)
    }
    status.value = { version: status.value.version + 1, failure: undefined }
  }

  return {
    status,
    row: position => pages.get(Math.floor(position / pageRows))?.[position % pageRows],
    want(from, to) {
      for (let page = Math.floor(from / pageRows); page * pageRows <= to; page++) {
        const known = pages.get(page)
        if ((known === undefined || stale.has(page)) && !pending.has(page)) void load(page)
        // Seen again: goes to the end of the line of those to drop.
        if (known !== undefined && pages.delete(page)) pages.set(page, known)
      }
    },
    refresh() {
      for (const page of pages.keys()) stale.add(page)
    },
    close: () => left.abort(),
  }
}
