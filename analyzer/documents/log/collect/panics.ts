// Panics and fatal errors of Go, of the server and of its plugins: what broke, where in the code, and whether it was survived.
// They come as text amid the records, as records with `panic` and `stack`, and, from a plugin, as one record a line:
//   panic: runtime error: index out of range [3] with length 3
//   {… "error","msg":"Unhandled panic in job","panic":"…","job":"…","stack":"goroutine 1 [running]:\n…"}
//   {… "error","msg":"http: panic serving 192.168.0.20:52106: …\ngoroutine 12 [running]:\n…","source":"httpserver"}
//   {… "debug","msg":"panic: assignment to entry in nil map",…,"plugin_id":"com.example","source":"plugin_stderr"}
import type { CollectorHead, CollectorRecord, PartPlace } from '../collector.js'
import { defineCollector } from '../collector.js'
import type { Frame } from './go-stack.js'
import { createStackReader, isStackLine, panicReason, telling, usualReason } from './go-stack.js'
import type { Seen, Sighting } from './sighting.js'
import { bySeen, joinSeen, seenIn, sight, sightingAt } from './sighting.js'

/** What panicked: the server's process, one of its jobs, a request, the websocket hub, or a plugin's process. */
export type PanicPlace = 'server' | 'job' | 'request' | 'hub' | 'plugin'

interface PanicFault {
  readonly place: PanicPlace
  readonly plugin?: string
  /** Numbers, addresses and quoted names are `<*>`. */
  readonly reason: string
  /** Whether the process went on; `undefined` for plugins, whose text does not say. */
  readonly survived: boolean | undefined
  readonly state?: string
  /** The frame where to look, of Mattermost's or the plugin's own code if there is one. */
  readonly cause?: Frame
  /** The stack of the first one. */
  readonly frames: readonly Frame[]
}

/** Panics for the same reason at the same place in the code. Text amid the records has no time. */
export interface PanicGroup extends PanicFault, Seen {}

export interface PanicsActivity {
  /** Most frequent first. */
  readonly groups: readonly PanicGroup[]
  /** Panics of further groups. */
  readonly dropped: number
}

interface PartGroup {
  readonly fault: PanicFault
  readonly seen: Sighting
}

/** A panic whose stack comes in further records. */
interface OpenPanic {
  /** Empty for the websocket hub. */
  readonly plugin: string
  readonly reason: string
  readonly timeMs: number
  readonly line: number
  readonly frames: readonly Frame[]
  readonly state: string | undefined
  readonly lines: number
}

export interface PanicsPart {
  readonly groups: readonly PartGroup[]
  /** Lines of stacks whose panic stands in an earlier part, by plugin. */
  readonly lead: ReadonlyMap<string, readonly string[]>
  readonly open: readonly OpenPanic[]
  readonly dropped: number
}

const MOST_GROUPS = 200
/** Plugins whose panics are put together from lines at one time. */
const MOST_OPEN = 50
/** Lines of one stack that are looked at; of all goroutines there may be tens of thousands. */
const MOST_LINES = 200
const LONGEST_LINE = 1_000
const LONGEST_ID = 190

/** In place of a plugin's id. */
const HUB = ''

/** Records that say that something panicked, whatever their form. */
const announcement = /^(?:A panic occurred|Unhandled panic in job|Recovering from Hub panic)/
const isHub = ({ msg }: CollectorHead): boolean => msg.startsWith('Recovering from Hub panic')
const panicText = /^(?:panic: |fatal error: |http: panic serving )/
/** What Go says before it gives up; the reason stands some lines below: `fatal error: stack overflow`. */
const prelude = /^(?:runtime: |unexpected fault address )/

/** Callers of records that are lines of a stack: what a plugin writes to its error output, and the websocket hub. */
const stackWriters = /^(?:plugin\/|mlog\/|log\/|app\/plugin|platform\/web_hub|app\/web_hub)/

function wants(head: CollectorHead): boolean {
  const { msg } = head
  return panicText.test(msg) || prelude.test(msg) || announcement.test(msg) || isStackText(head)
}

/** One or more lines of a stack without the panic's first. */
function isStackText({ msg, caller }: CollectorHead): boolean {
  if (caller === undefined || !stackWriters.test(caller)) return false
  return isStackLine(firstLine(msg))
}

function firstLine(text: string): string {
  const end = text.indexOf('\n')
  return text.slice(0, Math.min(end === -1 ? text.length : end, LONGEST_LINE))
}

export const panics = defineCollector<PanicsPart, PanicsActivity>({
  kinds: ['mattermost-log'],
  wants,
  startPart,
  startFold,
})

function startPart() {
  const groups = new Map<string, PartGroup>()
  const lead = new Map<string, string[]>()
  const open = new Map<string, OpenPanic>()
  let dropped = 0

  function add(record: CollectorRecord): void {
    const plugin = record.field('plugin_id')?.slice(0, LONGEST_ID)
    if (plugin !== undefined) addText(record, plugin)
    else if (isHub(record)) begin(record, HUB, usualReason(record.field('panic') ?? ''))
    else if (isStackText(record)) addText(record, HUB)
    else addWhole(record)
  }

  /** A panic of the server: all of it stands in one record. */
  function addWhole(record: CollectorRecord): void {
    const fault = faultOf(record)
    if (fault !== undefined) count(fault, record.line, record.timeMs)
  }

  function addText(record: CollectorRecord, plugin: string): void {
    const [first = '', ...rest] = record.msg.split('\n', MOST_LINES)
    const said = panicReason(first)
    if (said !== undefined) begin(record, plugin, said.reason)
    for (const line of said === undefined ? [first, ...rest] : rest) extend(plugin, line)
  }

  function begin({ timeMs, line }: CollectorRecord, plugin: string, reason: string): void {
    close(plugin)
    if (open.size >= MOST_OPEN) dropped++
    else open.set(plugin, { plugin, reason, timeMs, line, frames: [], state: undefined, lines: 0 })
  }

  function extend(plugin: string, line: string): void {
    const panic = open.get(plugin)
    if (panic !== undefined) open.set(plugin, extended(panic, [line]))
    else addLead(plugin, line)
  }

  function addLead(plugin: string, line: string): void {
    const known = lead.get(plugin)
    if (known === undefined) {
      if (lead.size < MOST_OPEN) lead.set(plugin, [line.slice(0, LONGEST_LINE)])
    } else if (known.length < MOST_LINES) known.push(line.slice(0, LONGEST_LINE))
  }

  function close(plugin: string): void {
    const panic = open.get(plugin)
    open.delete(plugin)
    if (panic !== undefined) count(openFault(panic), panic.line, panic.timeMs)
  }

  function count(fault: PanicFault, line: number, timeMs: number): void {
    const key = keyOf(fault)
    const group = groups.get(key) ?? { fault, seen: sightingAt(line) }
    if (groups.size >= MOST_GROUPS && !groups.has(key)) {
      dropped++
      return
    }
    groups.set(key, group)
    sight(group.seen, timeMs)
  }

  function take(): PanicsPart | undefined {
    if (groups.size + lead.size + open.size + dropped === 0) return undefined
    return { groups: [...groups.values()], lead, open: [...open.values()], dropped }
  }

  return { add, take }
}

/** The open panic with more lines of its stack. */
function extended(panic: OpenPanic, lines: readonly string[]): OpenPanic {
  if (panic.lines >= MOST_LINES) return panic
  const reader = createStackReader(panic.frames, panic.state)
  for (const line of lines) reader.line(line)
  return { ...panic, frames: reader.frames, state: reader.state, lines: panic.lines + lines.length }
}

function keyOf({ place, plugin, reason, cause }: PanicFault): string {
  return [place, plugin ?? '', reason, cause?.function ?? ''].join('\n')
}

/** What a record of the server says; `undefined` when it only looks like a panic. */
function faultOf(record: CollectorRecord): PanicFault | undefined {
  const [first = '', ...rest] = record.msg.split('\n', MOST_LINES)
  const stack = record.field('stack') ?? record.field('stacktrace') ?? ''
  const lines = [...rest, ...stack.split('\n', MOST_LINES)]
  const reason = prelude.test(first) ? (lines.find(line => panicText.test(line)) ?? first) : first
  const said = announcement.test(first) ? announced(record, first) : fromText(reason)
  return said === undefined ? undefined : fault(said, lines)
}

type Said = Pick<PanicFault, 'place' | 'reason' | 'survived'>

function announced(record: CollectorRecord, msg: string): Said {
  const reason = usualReason(record.field('panic') ?? record.field('error') ?? '')
  return { place: msg.startsWith('Unhandled') ? 'job' : 'server', reason, survived: false }
}

function fromText(line: string): Said | undefined {
  const said = panicReason(line)
  if (said === undefined) return undefined
  const { kind, reason } = said
  return kind === 'request'
    ? { place: 'request', reason, survived: true }
    : { place: 'server', reason, survived: false }
}

function fault(said: Said, lines: readonly string[]): PanicFault {
  const reader = createStackReader()
  for (const line of lines) reader.line(line)
  return withStack(said, reader.frames, reader.state)
}

function withStack(
  said: Said & Pick<PanicFault, 'plugin'>,
  frames: readonly Frame[],
  state: string | undefined,
): PanicFault {
  const cause = telling(frames)
  return {
    ...said,
    ...(state === undefined ? {} : { state }),
    ...(cause === undefined ? {} : { cause }),
    frames,
  }
}

function openFault({ plugin, reason, frames, state }: OpenPanic): PanicFault {
  return plugin === HUB
    ? withStack({ place: 'hub', reason, survived: true }, frames, state)
    : withStack({ place: 'plugin', plugin, reason, survived: undefined }, frames, state)
}

/** Whose records the stack came in, when it came in several. */
function writerOf({ place, plugin }: PanicFault): string | undefined {
  return place === 'hub' ? HUB : plugin
}

function startFold() {
  const groups = new Map<string, PanicGroup>()
  const open = new Map<string, { readonly panic: OpenPanic; readonly place: PartPlace }>()
  let dropped = 0

  function add(part: PanicsPart, place: PartPlace): void {
    dropped += part.dropped
    for (const [plugin, lines] of part.lead) extendOpen(plugin, lines)
    // Whatever else the part has of a plugin comes after its leading lines.
    for (const group of part.groups) {
      const writer = writerOf(group.fault)
      if (writer !== undefined) close(writer)
      join(group.fault, seenIn(group.seen, place))
    }
    for (const panic of part.open) {
      close(panic.plugin)
      if (open.size < MOST_OPEN) open.set(panic.plugin, { panic, place })
      else dropped++
    }
  }

  function extendOpen(plugin: string, lines: readonly string[]): void {
    const known = open.get(plugin)
    if (known !== undefined) open.set(plugin, { ...known, panic: extended(known.panic, lines) })
  }

  function close(plugin: string): void {
    const known = open.get(plugin)
    open.delete(plugin)
    if (known !== undefined) join(openFault(known.panic), seenOpen(known.panic, known.place))
  }

  function join(fault: PanicFault, seen: Seen): void {
    const key = keyOf(fault)
    const before = groups.get(key)
    if (before === undefined && groups.size >= MOST_GROUPS) dropped += seen.count
    else groups.set(key, { ...(before ?? fault), ...joinSeen(before, seen) })
  }

  function result(): PanicsActivity | undefined {
    for (const plugin of [...open.keys()]) close(plugin)
    if (groups.size + dropped === 0) return undefined
    return { groups: [...groups.values()].sort(bySeen), dropped }
  }

  return { add, result }
}

function seenOpen({ line, timeMs }: OpenPanic, place: PartPlace): Seen {
  const sighting = sightingAt(line)
  sight(sighting, timeMs)
  return seenIn(sighting, place)
}
