// An entry that is no text, byte by byte: 16 a row, as hexadecimal digits and as the letters among them.
import { useEffect, useMemo, useReducer } from 'preact/hooks'
import { bytesPerPage, pagePaths, type BytePage } from '../../../shared/pages.js'
import { ask } from '../../api.js'
import { barHeight } from '../../scroll-map.js'
import { useLongScroll } from '../../widgets/long-scroll.js'
import { Failure, Waiting } from '../../widgets/notes.js'
import { bytesWords } from '../../words.js'

interface HexProps {
  readonly packet: string
  readonly entry: number
}

const rowBytes = 16
/** Pixels; the same as `--line-height` in the style sheet. */
const lineHeight = 20
const pagesKept = 64

/** The pages of an entry that somebody looked at; `onChange` is told when one comes. */
function bytePages(packet: string, entry: number, onChange: () => void) {
  const pages = new Map<number, BytePage | 'asked'>()
  const state: { total: number; complete: boolean; failure: string | undefined; known: boolean } = {
    total: 0,
    complete: false,
    failure: undefined,
    known: false,
  }
  async function load(page: number): Promise<void> {
    pages.set(page, 'asked')
    const answer = await ask<BytePage>(pagePaths.bytes(packet, entry, page * bytesPerPage))
    if (answer.kind === 'failed') {
      pages.delete(page)
      state.failure = answer.message
    } else {
      pages.set(page, answer.value)
      Object.assign(state, { total: answer.value.totalBytes, complete: answer.value.complete, known: true })
    }
    for (const oldest of pages.keys()) {
      if (pages.size <= pagesKept) break
      pages.delete(oldest)
    }
    onChange()
  }
  return {
    state,
    want(row: number) {
      const page = Math.floor((row * rowBytes) / bytesPerPage)
      if (!pages.has(page) && state.failure === undefined) void load(page)
    },
    /** Digits of a row; undefined while they are not here. */
    row(row: number): string | undefined {
      const page = pages.get(Math.floor((row * rowBytes) / bytesPerPage))
      if (page === undefined || page === 'asked') return undefined
      const start = (row * rowBytes - page.from) * 2
      return page.hex.slice(start, start + rowBytes * 2)
    },
  }
}

export function Hex({ packet, entry }: HexProps) {
  const [version, redraw] = useReducer((count: number) => count + 1, 0)
  const pages = useMemo(() => bytePages(packet, entry, () => redraw(undefined)), [packet, entry])
  useEffect(() => pages.want(0), [pages])
  const { known, failure, total, complete } = pages.state
  if (failure !== undefined) return <Failure>{failure}</Failure>
  if (!known) return <Waiting>Reading the bytes…</Waiting>
  return (
    <>
      <p class="note quiet">
        This entry is not text: its bytes are shown.
        {complete ? '' : ` ${bytesWords(total)} so far, still unpacking.`}
      </p>
      <HexRows pages={pages} count={Math.ceil(total / rowBytes)} version={version} />
    </>
  )
}

interface RowsProps {
  readonly pages: ReturnType<typeof bytePages>
  readonly count: number
  /** Rises with every page that comes: without it, nothing here would seem to have changed. */
  readonly version: number
}

function HexRows({ pages, count }: RowsProps) {
  const { box, top, height, size, onScroll } = useLongScroll(count, lineHeight)
  const first = Math.floor(top / lineHeight)
  const last = Math.min(count, first + Math.ceil(height / lineHeight) + 1)
  useEffect(() => {
    pages.want(first)
    if (last > first) pages.want(last - 1)
  }, [pages, first, last])
  const rows = Array.from({ length: Math.max(0, last - first) }, (_, at) => first + at)
  const digits = Math.max(4, (count * rowBytes).toString(16).length)
  return (
    <div class="lines hex" ref={box} tabIndex={0} role="region" aria-label="Bytes" onScroll={onScroll}>
      <div class="lines-height" style={{ height: `${barHeight(size)}px` }}>
        <div class="lines-window" style={{ height: `${height}px` }}>
          <div style={{ transform: `translateY(${-(top % lineHeight)}px)` }}>
            {rows.map(row => (
              <div class="line" key={row}>
                <code class="quiet">{(row * rowBytes).toString(16).padStart(digits, '0')}</code>
                <code>{spaced(pages.row(row) ?? '')}</code>
                <code>{letters(pages.row(row) ?? '')}</code>
              </div>
            ))}
          </div>
        </div>
      </div>
    </div>
  )
}

/** `7f454c46 …` → `7f 45 4c 46 …`, padded to the width of a whole row. */
function spaced(hex: string): string {
  return (hex.match(/../g) ?? []).join(' ').padEnd(rowBytes * 3 - 1)
}

function letters(hex: string): string {
  return (hex.match(/../g) ?? [])
    .map(pair => {
      const code = parseInt(pair, 16)
      return code >= 0x20 && code < 0x7f ? String.fromCharCode(code) : '·'
    })
    .join('')
}
