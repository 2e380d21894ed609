// What lies behind warnings and errors: records counted by the cause that their error field names, whatever noticed it. One
// database that is gone shows as dozens of messages with one cause.
import { type CollectorFold, defineTellingCollector, type PartTally, type RecordText } from '../collector.js'
import { callerFile, messageTemplate } from '../templates/template.js'
import { innermostOf, maskCause } from './cause-chain.js'

/** Records of one message that a cause stands behind. */
export interface CauseMessage {
  readonly level: string
  readonly message: string
  readonly caller: string | undefined
  readonly count: number
}

export interface ErrorCause {
  readonly cause: string
  readonly count: number
  /** Epoch milliseconds; `undefined` when none of the records has a readable time. */
  readonly firstSeenMs: number | undefined
  readonly lastSeenMs: number | undefined
  /** The first record in the order of the log. */
  readonly example: { readonly entry: string; readonly line: number; readonly text: string }
  /** The most frequent messages that carry it. */
  readonly messages: readonly CauseMessage[]
}

export interface ErrorCauses {
  /** Records of level warn and above. */
  readonly records: number
  /** Those that name a cause. */
  readonly withCause: number
  /** Most frequent first. */
  readonly causes: readonly ErrorCause[]
  /** Records whose cause came after so many others that it was not told apart. */
  readonly uncounted: number
}

const limits = {
  /** Causes told apart, and reported. */
  causes: 300,
  reported: 50,
  /** Messages told apart under one cause. */
  messages: 20,
  exampleLength: 300,
  /** Texts and messages whose answer is remembered; beyond it memory begins anew. */
  remembered: 2_000,
  rememberedLength: 2_048,
} as const

const levels: ReadonlySet<string> = new Set(['panic', 'fatal', 'critical', 'error', 'warn'])

interface MessageSum {
  readonly level: string
  readonly message: string
  readonly caller: string | undefined
  count: number
}

interface CauseSum {
  readonly cause: string
  count: number
  firstMs: number
  lastMs: number
  readonly line: number
  readonly text: string
  readonly messages: MessageSum[]
}

/** What a record tells: what stands behind it, if it says so. */
type CauseTold =
  | 'nothing'
  | {
      readonly cause: string
      readonly text: string
      readonly level: string
      readonly message: string
      readonly caller: string | undefined
    }

/** The sums of one part of a log. */
export interface CausesPart {
  readonly records: number
  readonly withCause: number
  readonly uncounted: number
  readonly causes: readonly Readonly<CauseSum>[]
}

export const causes = defineTellingCollector<CauseTold, CausesPart, ErrorCauses>({
  kinds: ['mattermost-log', 'teleport-log'],
  wants: ({ level }) => levels.has(level),
  startReading,
  startTally,
  startFold,
})

function startReading(): (record: RecordText) => CauseTold {
  const mask = remember(maskCause)
  const causeOf = remember(text => mask(innermostOf(text)))
  const templateOf = remember(textTemplate)
  return record => {
    const text = errorOf(record)
    const cause = text === undefined ? '' : causeOf(text)
    if (text === undefined || cause === '') return 'nothing'
    const { level, msg, caller } = record
    const file = caller === undefined ? undefined : callerFile(caller)
    const example = text.slice(0, limits.exampleLength)
    return { cause, text: example, level, message: templateOf(msg), caller: file }
  }
}

/** Records that tell the same. */
interface ToldSum {
  count: number
  firstMs: number
  lastMs: number
  readonly line: number
}

function startTally(): PartTally<CauseTold, CausesPart> {
  const sums = new Map<Exclude<CauseTold, 'nothing'>, ToldSum>()
  let records = 0

  function add(told: CauseTold, timeMs: number, line: number): void {
    records++
    if (told === 'nothing') return
    let sum = sums.get(told)
    if (sum === undefined) sums.set(told, (sum = { count: 0, firstMs: Infinity, lastMs: -Infinity, line }))
    sum.count++
    if (timeMs < sum.firstMs) sum.firstMs = timeMs
    if (timeMs > sum.lastMs) sum.lastMs = timeMs
  }

  return { add, take: () => (records === 0 ? undefined : { records, ...causesOf(sums) }) }
}

/** Of the same causes, which are in the order of the log. */
function causesOf(told: ReadonlyMap<Exclude<CauseTold, 'nothing'>, ToldSum>): Omit<CausesPart, 'records'> {
  const sums = new Map<string, CauseSum>()
  let withCause = 0
  let uncounted = 0
  for (const [{ cause, text, level, message, caller }, { line, count, ...times }] of told) {
    withCause += count
    const sum = sumOf(sums, cause, () => newSum(cause, line, text))
    const messages = [{ level, message, caller, count }]
    if (sum === undefined) uncounted += count
    else addSum(sum, { cause, text, line, count, messages, ...times })
  }
  return { withCause, uncounted, causes: [...sums.values()] }
}

function newSum(cause: string, line: number, text: string): CauseSum {
  const example = text.slice(0, limits.exampleLength)
  return { cause, count: 0, firstMs: Infinity, lastMs: -Infinity, line, text: example, messages: [] }
}

/** `undefined` when there are too many causes to tell this one apart. */
function sumOf<Sum>(sums: Map<string, Sum>, cause: string, create: () => Sum): Sum | undefined {
  const known = sums.get(cause)
  if (known !== undefined || sums.size >= limits.causes) return known
  const created = create()
  sums.set(cause, created)
  return created
}

/** The list is short and the message mostly one of its first. Messages beyond the bound count for the cause alone. */
function addMessage(messages: MessageSum[], added: Readonly<MessageSum>): void {
  const known = messages.find(
    ({ level, message, caller }) =>
      message === added.message && caller === added.caller && level === added.level,
  )
  if (known) known.count += added.count
  else if (messages.length < limits.messages) messages.push({ ...added })
}

interface FoldedCause extends CauseSum {
  readonly entry: string
}

function startFold(): CollectorFold<CausesPart, ErrorCauses> {
  const sums = new Map<string, FoldedCause>()
  let records = 0
  let withCause = 0
  let uncounted = 0
  return {
    add(part, { entry, firstLine }) {
      records += part.records
      withCause += part.withCause
      uncounted += part.uncounted
      for (const added of part.causes) {
        const { cause, line, text } = added
        const sum = sumOf(sums, cause, () => ({ ...newSum(cause, firstLine + line, text), entry }))
        if (sum === undefined) uncounted += added.count
        else addSum(sum, added)
      }
    },
    result: () =>
      records === 0 ? undefined : { records, withCause, causes: topCauses([...sums.values()]), uncounted },
  }
}

function addSum(sum: CauseSum, added: Readonly<CauseSum>): void {
  sum.count += added.count
  sum.firstMs = Math.min(sum.firstMs, added.firstMs)
  sum.lastMs = Math.max(sum.lastMs, added.lastMs)
  for (const message of added.messages) addMessage(sum.messages, message)
}

/** Of equally frequent ones, the one that the log has first. */
function topCauses(sums: FoldedCause[]): readonly ErrorCause[] {
  return sums
    .sort((a, b) => b.count - a.count)
    .slice(0, limits.reported)
    .map(toCause)
}

function toCause({ cause, count, firstMs, lastMs, entry, line, text, messages }: FoldedCause): ErrorCause {
  return {
    cause,
    count,
    firstSeenMs: Number.isFinite(firstMs) ? firstMs : undefined,
    lastSeenMs: Number.isFinite(lastMs) ? lastMs : undefined,
    example: { entry, line, text },
    messages: [...messages].sort((a, b) => b.count - a.count),
  }
}

/** Where a cause stands, by age of server and by who logs; `wrapped_extras` is what plugin processes say of their end. */
const errorFields = ['error', 'err', 'err_details', 'panic', 'wrapped_extras', 'set_error'] as const

/** The text of the error that a record carries. */
function errorOf(record: RecordText): string | undefined {
  for (const name of errorFields) {
    const text = errorText(record, name)
    if (text !== undefined) return text
  }
  return chainInMessage(record.msg)
}

function errorText(record: RecordText, name: string): string | undefined {
  const text = record.field(name)
  if (text === undefined || text === '') return undefined
  return name === 'wrapped_extras' ? unwrapExtras(text) : text
}

/** Keys and values run together: `errconnection is shut down`, `plugin/opt/…/pluginid24543errorexit status 2`. */
function unwrapExtras(text: string): string | undefined {
  if (/^err(?!or)/.test(text)) return text.slice(3)
  return /error(\S.*)$/s.exec(text)?.[1]
}

/** Errors of a start stand in the message itself: `failed to initialize platform: cannot create store: failed to …`. */
function chainInMessage(msg: string): string | undefined {
  return /: .+: /.test(msg.slice(0, limits.rememberedLength)) ? msg : undefined
}

function textTemplate(text: string): string {
  const bytes = Buffer.from(text, 'utf8')
  return messageTemplate(bytes, 0, bytes.length)
}

/** Logs repeat their errors, word by word. */
function remember<Answer>(answer: (text: string) => Answer): (text: string) => Answer {
  const known = new Map<string, { readonly answer: Answer }>()
  return text => {
    const found = known.get(text)
    if (found) return found.answer
    const created = { answer: answer(text) }
    if (known.size >= limits.remembered) known.clear()
    if (text.length <= limits.rememberedLength) known.set(text, created)
    return created.answer
  }
}
