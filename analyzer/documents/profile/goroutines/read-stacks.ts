// The text of debug=2, which servers write: every goroutine with its stack. Lines in, goroutines out, one at a time.
//
//   goroutine 3269 [sync.Mutex.Lock, 2 minutes, locked to thread]:
//   internal/sync.(*Mutex).lockSlow(0x35eefc393e8)
//   	internal/sync/mutex.go:149 +0x15d
//   created by net/http.(*conn).serve in goroutine 3265
//   	net/http/server.go:698 +0xb6
import { goroutineLimits } from '../limits.js'
import type { Frame, Goroutine } from './types.js'

export interface StackReader {
  line(text: string): void
  /** `cut`: the last line had no end. */
  end(cut: boolean): StackReaderEnd
}

export interface StackReaderEnd {
  readonly cut: boolean
  readonly fatal: string | undefined
  readonly strangeLines: number
}

interface Draft extends Head {
  readonly line: number
  readonly frames: Frame[]
  readonly arguments: string[]
  createdBy: string | undefined
  elided: boolean
  /** A function whose place, on the next line, has not come yet. */
  open: { readonly function: string; readonly arguments: string; readonly created: boolean } | undefined
}

export function stackReader(onGoroutine: (goroutine: Goroutine) => void): StackReader {
  let number = 0
  let draft: Draft | undefined
  let lastCut = false
  let fatal: string | undefined
  let strangeLines = 0

  function finish(): void {
    if (draft === undefined) return
    lastCut = draft.open !== undefined || endsEarly(draft)
    onGoroutine(goroutineOf(draft, lastCut))
    draft = undefined
  }

  return {
    line(text) {
      number++
      const head = text.startsWith('goroutine ') ? readHead(text) : undefined
      if (head !== undefined) {
        finish()
        draft = {
          ...head,
          line: number,
          frames: [],
          arguments: [],
          createdBy: undefined,
          elided: false,
          open: undefined,
        }
      } else if (text === '') finish()
      else if (draft === undefined) {
        fatal ??= /^(?:fatal error|panic): .{1,200}/.exec(text)?.[0]
        strangeLines++
      } else if (!readLine(text, draft)) strangeLines++
    },
    end(cut) {
      const inside = draft !== undefined
      finish()
      return { cut: inside && (cut || lastCut), fatal, strangeLines }
    },
  }
}

/** Every goroutine but the first was created by another; a list that ends without saying so was cut off. */
function endsEarly({ id, createdBy, frames }: Draft): boolean {
  const outermost = frames.at(-1)?.function
  return createdBy === undefined && id !== 1 && outermost !== 'main.main' && outermost !== 'runtime.main'
}

function goroutineOf({ open: _, ...draft }: Draft, cut: boolean): Goroutine {
  return { ...draft, count: 1, cut: cut && draft.createdBy === undefined }
}

interface Head {
  readonly id: number
  readonly state: string
  readonly waitMinutes: number
  readonly lockedToThread: boolean
}

/** `goroutine 1 gp=0xc… m=0 mp=0x… [chan receive, 5 minutes, locked to thread]:` */
function readHead(text: string): Head | undefined {
  const [, id, inside = ''] = /^goroutine (\d{1,15})\b[^[]{0,200}\[(.*?)\]/.exec(text) ?? []
  if (id === undefined) return undefined
  const [state = '', ...others] = inside.split(', ')
  return {
    id: Number(id),
    state: state.replace(/ \((?:scan|durable)\)$/, ''),
    waitMinutes: Number(/^(\d{1,9}) minutes$/m.exec(others.join('\n'))?.[1] ?? 0),
    lockedToThread: others.includes('locked to thread'),
  }
}

/** A line of a stack; `false` when it is none. */
function readLine(text: string, draft: Draft): boolean {
  if (text.startsWith('\t')) return readPlace(text, draft)
  if (text.startsWith('created by ')) {
    const name = text.slice('created by '.length).replace(/ in goroutine \d+$/, '')
    draft.open = { function: name, arguments: '', created: true }
    return true
  }
  if (/^\.\.\.(?:additional|\d+) frames elided\.\.\.$|^\.\.\.additional frames elided/.test(text)) {
    draft.elided = true
    return true
  }
  if (text.startsWith('[originating from goroutine ')) return true
  return readFunction(text, draft)
}

/** `database/sql.(*DB).conn(0x35ef1987170, {0x2fa8540, 0x1}, 0x1)`; inlined calls have `(...)`. */
function readFunction(text: string, draft: Draft): boolean {
  const end = text.lastIndexOf('(')
  if (!text.endsWith(')') || end <= 0) return false
  // The place of the call before was lost with its line.
  closeFrame(draft, '', 0)
  draft.open = { function: text.slice(0, end), arguments: text.slice(end + 1, -1), created: false }
  return true
}

/** `	net/http/server.go:698 +0xb6` */
function readPlace(text: string, draft: Draft): boolean {
  if (draft.open === undefined) return false
  const colon = text.lastIndexOf(':')
  if (colon < 0) return false
  const line = Number.parseInt(text.slice(colon + 1), 10)
  closeFrame(draft, text.slice(1, colon), Number.isNaN(line) ? 0 : line)
  return true
}

function closeFrame(draft: Draft, file: string, line: number): void {
  const { open } = draft
  if (open === undefined) return
  draft.open = undefined
  if (open.created) draft.createdBy = open.function
  else if (draft.frames.length >= goroutineLimits.frames) draft.elided = true
  else {
    draft.frames.push({ function: open.function, file, line })
    draft.arguments.push(open.arguments)
  }
}
