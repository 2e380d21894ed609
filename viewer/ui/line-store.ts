// The lines of one entry as far as somebody looked at them: pages of 200, the least recently seen dropped.
import { signal, type ReadonlySignal } from '@preact/signals'
import type { LinePage, PacketId, TextLine } from '../shared/wire.js'
import { api } from './api.js'

export interface LineStore {
  /** Undefined while it is not here. */
  line(number: number): TextLine | undefined
  /** Fetches what is missing of these lines. */
  want(from: number, to: number): void
  /** Changes with every page that comes. */
  readonly status: ReadonlySignal<LineStatus>
  close(): void
}

export interface LineStatus {
  readonly lineCount: number
  /** False while the server still counts. */
  readonly complete: boolean
  readonly binary: boolean
  readonly problem: string | undefined
  readonly failure: string | undefined
  readonly pagesLoaded: number
}

const pageLines = 200
const pagesKept = 50
const recountMs = 400

export function createLineStore(packet: PacketId, entry: number): LineStore {
  const pages = new Map<number, readonly TextLine[]>()
  const pending = new Set<number>()
  let closed = false
  const status = signal<LineStatus>({
    lineCount: 0,
    complete: false,
    binary: false,
    problem: undefined,
    failure: undefined,
    pagesLoaded: 0,
  })

  async function load(page: number): Promise<void> {
    pending.add(page)
    const answer = await api.lines(packet, entry, page * pageLines + 1, pageLines)
    pending.delete(page)
    if (closed) return
    if (answer.kind === 'failed') status.value = { ...status.value, failure: answer.message }
    else keep(page, answer.value)
  }

  function keep(page: number, { lines, lineCount, complete, binary, problem }: LinePage): void {
    // A page that the server has not read to its end yet is asked for again.
    if (complete || lines.length === pageLines) pages.set(page, lines)
    for (const oldest of pages.keys()) {
      if (pages.size <= pagesKept) break
      pages.delete(oldest)
    }
    const pagesLoaded = status.value.pagesLoaded + 1
    status.value = { lineCount, complete, binary, problem, failure: undefined, pagesLoaded }
    if (!complete) setTimeout(() => void recount(), recountMs)
  }

  /** Asks how many lines there are by now; answered at once, since line 1 is long there. */
  let recounting = false
  async function recount(): Promise<void> {
    if (closed || recounting || status.value.complete) return
    recounting = true
    const answer = await api.lines(packet, entry, 1, 1)
    recounting = false
    if (closed || answer.kind === 'failed') return
    const { lineCount, complete, binary, problem } = answer.value
    status.value = { ...status.value, lineCount, complete, binary, problem }
    if (!complete) setTimeout(() => void recount(), recountMs)
  }

  return {
    status,
    line: number => pages.get(pageOf(number))?.[(number - 1) % pageLines],
    want(from, to) {
      for (let page = pageOf(from); page <= pageOf(Math.max(from, to)); page++) {
        const known = pages.get(page)
        if (known === undefined && !pending.has(page)) void load(page)
        // Seen again: goes to the end of the line of those to drop.
        if (known !== undefined && pages.delete(page)) pages.set(page, known)
      }
    },
    close() {
      closed = true
    },
  }
}

function pageOf(line: number): number {
  return Math.floor((line - 1) / pageLines)
}
