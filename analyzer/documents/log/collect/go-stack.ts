// Reads the text of a Go panic: why, which goroutine, and the functions on its stack, without what differs each time.
//   panic: runtime error: invalid memory address or nil pointer dereference [recovered]
//   [signal SIGSEGV: segmentation violation code=0x1 addr=0x48 pc=0x981c76]
//   goroutine 1919477 [running]:
//   github.com/mattermost/mattermost/server/v8/channels/app.(*App).CreatePost(0xc000a1, {0x2e2f, 0xc0})
//   	/home/build/server/channels/app/post.go:73 +0x26
//   created by net/http.(*Server).Serve in goroutine 1
import { messageTemplate } from '../templates/template.js'

export interface Frame {
  readonly function: string
  /** `app/post.go:73`: last folder, file and line. */
  readonly at?: string
}

/** Frames kept of one stack: the cause is near its top. */
const MOST_FRAMES = 20
const LONGEST_NAME = 200
/** Longest line that is taken apart; a stack's own are far shorter. */
const LONGEST_LINE = 4_096

/** `panic: `, `fatal error: ` or `http: panic serving 192.168.0.20:52106: ` and the reason behind it. */
const reasonLine =
  /^(?<kind>panic|fatal error|http: panic serving [^ ]*): (?<reason>.*?)(?: \[recovered(?:, repanicked)?\])?$/

export type PanicKind = 'panic' | 'fatal' | 'request'

export interface PanicReason {
  readonly kind: PanicKind
  /** Numbers, addresses and quoted names are `<*>`. */
  readonly reason: string
}

/** What the first line of a panic says; `undefined` when the line begins none. */
export function panicReason(line: string): PanicReason | undefined {
  const groups = reasonLine.exec(line.slice(0, LONGEST_LINE))?.groups
  if (groups === undefined) return undefined
  const kind = groups.kind === 'panic' ? 'panic' : groups.kind === 'fatal error' ? 'fatal' : 'request'
  return { kind, reason: usualReason(groups.reason ?? '') }
}

/** A reason that is the same for the same fault. */
export function usualReason(text: string): string {
  const bytes = Buffer.from(text.slice(0, LONGEST_LINE).trim(), 'utf8')
  return messageTemplate(bytes, 0, bytes.length)
}

const goroutineLine = /^goroutine \d+ (?:gp=\S+ m=\S+ (?:mp=\S+ )?)?\[(?<state>[^\]]{1,80})\]:?/

/** `running`, `chan receive`: what the goroutine did; waiting times are left out. */
export function goroutineState(line: string): string | undefined {
  return goroutineLine.exec(line)?.groups?.state?.split(',', 1)[0]
}

/** The name of the function that a line of a stack shows, without addresses and arguments. */
export function frameFunction(line: string): string | undefined {
  if (line.length > LONGEST_LINE || /^\s/.test(line)) return undefined
  const created = line.startsWith('created by ')
  const name = created
    ? line.slice('created by '.length).replace(/ in goroutine \d+$/, '')
    : calledFunction(line)
  if (name === undefined || !/^[\w./*()\-·{}\[\]$@%~,]+$/.test(name) || !name.includes('.')) return undefined
  return created ? undefined : name.slice(0, LONGEST_NAME)
}

/** `main.(*Plugin).Hook(0xc0, {0x1, 0x2})` → `main.(*Plugin).Hook`: all before the last group of brackets. */
function calledFunction(line: string): string | undefined {
  if (!line.endsWith(')')) return undefined
  let depth = 0
  for (let at = line.length - 1; at > 0; at--) {
    if (line[at] === ')') depth++
    else if (line[at] === '(' && --depth === 0) return line.slice(0, at)
  }
  return undefined
}

const placeLine = /^\s+(?<path>\S+\.(?:go|s)):(?<line>\d+)(?: \+0x[0-9a-f]+)?/

/** `app/post.go:73` of the line below a function. */
export function framePlace(line: string): string | undefined {
  const groups = placeLine.exec(line.slice(0, LONGEST_LINE))?.groups
  if (groups?.path === undefined) return undefined
  return `${groups.path.split(/[/\\]/).slice(-2).join('/')}:${groups.line ?? ''}`.slice(-LONGEST_NAME)
}

/** Whether a line on its own can only be part of a stack. */
export function isStackLine(line: string): boolean {
  return (
    goroutineState(line) !== undefined ||
    line.startsWith('[signal ') ||
    line.startsWith('created by ') ||
    framePlace(line) !== undefined ||
    frameFunction(line) !== undefined
  )
}

export interface StackReader {
  readonly frames: readonly Frame[]
  readonly state: string | undefined
  line(text: string): void
}

/** Takes the lines of a stack one by one; only the first goroutine counts, which is the one that failed. */
export function createStackReader(known: readonly Frame[] = [], knownState?: string): StackReader {
  const frames: Frame[] = [...known]
  let state = knownState
  let ended = false

  function line(written: string): void {
    const text = written.endsWith('\r') ? written.slice(0, -1) : written
    const next = goroutineState(text)
    if (next !== undefined) {
      ended ||= state !== undefined
      state ??= next
    }
    if (ended || next !== undefined) return
    const name = frameFunction(text)
    if (name !== undefined) {
      if (frames.length < MOST_FRAMES) frames.push({ function: name })
      return
    }
    addPlace(text)
  }

  function addPlace(text: string): void {
    const place = framePlace(text)
    const last = frames.at(-1)
    if (place === undefined || last === undefined || last.at !== undefined) return
    frames[frames.length - 1] = { ...last, at: place }
  }

  return {
    frames,
    get state() {
      return state
    },
    line,
  }
}

/** Functions that are on every stack of a panic and say nothing of its cause. */
const machinery = /^(?:panic$|runtime[./]|log\.|testing\.|runtime\/debug\.)/

/** Mattermost's own code, or a plugin's: `main` is the package of every plugin's own. */
const own = /^(?:main\.|.*mattermost)/

/** The frame where to look: the first of Mattermost's or a plugin's own code, else the first that is no machinery. */
export function telling(frames: readonly Frame[]): Frame | undefined {
  const causes = frames.filter(frame => !machinery.test(frame.function) && !isRecovery(frame))
  return causes.find(frame => own.test(frame.function)) ?? causes[0]
}

/** The function that caught the panic stands above the one that caused it. */
function isRecovery(frame: Frame): boolean {
  return /(?:HandleJobPanic|[Rr]ecover\w*|debug\.Stack)(?:\.func\d+)*$/.test(frame.function)
}
