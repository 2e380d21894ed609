// Lines of an entry with their numbers; only those in sight are in the page, however many there are.
import { useEffect } from 'preact/hooks'
import type { LineStore } from '../line-store.js'
import { barHeight } from '../scroll-map.js'
import { bytesWords, numberWords } from '../words.js'
import { useLongScroll } from './long-scroll.js'
import { PacketText } from './packet-text.js'

interface LineListProps {
  readonly lines: LineStore
  readonly label: string
  /** Marked, and brought into sight when it changes. */
  readonly selected: number | undefined
  readonly addressOf: (line: number) => string
  readonly onSelect: (line: number) => void
}

/** Pixels; the same as `--line-height` in the style sheet. */
const lineHeight = 20

export function LineList({ lines, label, selected, addressOf, onSelect }: LineListProps) {
  const { lineCount } = lines.status.value
  const { box, top, height, size, onScroll, bringIntoSight } = useLongScroll(lineCount, lineHeight)
  const first = Math.floor(top / lineHeight) + 1
  const last = Math.min(lineCount, first + Math.ceil(height / lineHeight))
  useEffect(() => lines.want(first, last), [lines, first, last])
  const known = selected !== undefined && selected <= lineCount
  useEffect(() => {
    if (known) bringIntoSight(selected - 1)
    // A line that is not known yet is waited for.
    else if (selected !== undefined) lines.want(selected, selected)
  }, [lines, selected, known])
  const numbers = Array.from({ length: Math.max(0, last - first + 1) }, (_, offset) => first + offset)
  return (
    <div class="lines" ref={box} tabIndex={0} role="region" aria-label={label} onScroll={onScroll}>
      <div class="lines-height" style={{ height: `${barHeight(size)}px` }}>
        <div class="lines-window" style={{ height: `${height}px` }}>
          <div style={{ transform: `translateY(${-(top % lineHeight)}px)` }}>
            {numbers.map(number => (
              <Line
                key={number}
                number={number}
                lines={lines}
                marked={number === selected}
                digits={String(lineCount).length}
                address={addressOf(number)}
                onSelect={onSelect}
              />
            ))}
          </div>
        </div>
      </div>
    </div>
  )
}

interface LineProps {
  readonly number: number
  readonly lines: LineStore
  readonly marked: boolean
  readonly digits: number
  readonly address: string
  readonly onSelect: (line: number) => void
}

function Line({ number, lines, marked, digits, address, onSelect }: LineProps) {
  const line = lines.line(number)
  const select = (event: MouseEvent) => {
    event.preventDefault()
    onSelect(number)
  }
  return (
    <div class={marked ? 'line is-marked' : 'line'} data-line={number}>
      <a
        class="line-number"
        href={address}
        tabIndex={-1}
        style={{ width: `${digits + 3}ch` }}
        aria-label={`Line ${number}`}
        aria-current={marked ? 'location' : undefined}
        onClick={select}
      >
        {number}
      </a>
      <code>
        {line === undefined ? '' : <PacketText text={line.text} />}
        {line?.cutFromBytes === undefined ? null : (
          <button type="button" class="button is-small" onClick={() => onSelect(number)}>
            cut; whole line: {bytesWords(line.cutFromBytes)}
          </button>
        )}
      </code>
    </div>
  )
}

export function lineCountWords(lineCount: number, complete: boolean): string {
  const words = lineCount === 1 ? '1 line' : `${numberWords(lineCount)} lines`
  return complete ? words : `${words} so far, still counting`
}
