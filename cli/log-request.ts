// Turns the options of `logs` into what is asked of the analyzer. Every mistake is told before a log is read.
import { levelName } from '../analyzer/documents/log/formats/levels.js'
import { isOrderedLevel, orderedLevels } from '../analyzer/documents/log-view/level-order.js'
import { isLiteral } from '../analyzer/documents/log-view/needles.js'
import { isQuantity } from '../analyzer/documents/log-view/text-test.js'
import { comparisons } from '../analyzer/documents/log-view/types.js'
import { visibleControls } from '../analyzer/lib/terminal-text.js'
import {
  type CountKey,
  type FieldChoice,
  isCalled,
  type LevelChoice,
  logEntries,
  nodeOf,
  type RecordFilter,
} from '../analyzer/log-records.js'
import type { ClassifiedEntry } from '../analyzer/packet/classified.js'
import type { Packet } from '../analyzer/packet/types.js'
import { failure } from './failure.js'
import type { Zone } from './log-zone.js'
import { needsPacketEnd, readDuration, readTime, type WrittenTime } from './log-time.js'
import { didYouMean } from './suggest.js'

export interface FilterOptions {
  readonly level: readonly string[]
  readonly since: string | undefined
  readonly until: string | undefined
  readonly around: string | undefined
  readonly context: string | undefined
  readonly grep: readonly string[]
  readonly exclude: readonly string[]
  readonly 'ignore-case': boolean
  readonly template: string | undefined
  readonly field: readonly string[]
  readonly 'follow-request': string | undefined
}

/** The logs that `--node` and `--file` choose. */
export function chooseLogs(
  packet: Packet,
  nodes: readonly string[],
  files: readonly string[],
): readonly ClassifiedEntry[] {
  const logs = logEntries(packet)
  if (logs.length === 0) throw failure(visibleControls(`${packet.source} has no logs.`))
  const known = [...new Set(logs.map(nodeOf))]
  for (const node of nodes) if (!known.includes(node)) throw unknown('node', node, known)
  for (const word of files) {
    if (!logs.some(log => isCalled(log, word)))
      throw unknown(
        'log',
        word,
        logs.map(({ entry }) => entry.name),
      )
  }
  const chosen = logs.filter(
    log =>
      (nodes.length === 0 || nodes.includes(nodeOf(log))) &&
      (files.length === 0 || files.some(word => isCalled(log, word))),
  )
  if (chosen.length > 0) return chosen
  throw failure(visibleControls(`${nodes.join(', ')} has no ${files.join(', ')}.`))
}

function unknown(what: string, word: string, known: readonly string[]): Error {
  const names = known.filter(name => name !== '')
  const listed =
    names.length === 0 ? 'This is a single server.' : `There are: ${names.slice(0, 20).join(', ')}`
  return failure(
    visibleControls(`The packet has no ${what} ${word}.${didYouMean(word, names)}`),
    visibleControls(listed),
  )
}

/** `packetEnd` is asked only for times that count from it; `zone` is that of times that name none. */
export async function readFilter(
  options: FilterOptions,
  zone: Zone,
  packetEnd: () => Promise<number | undefined>,
): Promise<RecordFilter> {
  const filter = {
    levels: options.level.flatMap(text => text.split(',')).map(readLevel),
    grep: await readPatterns('--grep', options.grep, options['ignore-case']),
    exclude: await readPatterns('--exclude', options.exclude, options['ignore-case']),
    template: readTemplate(options.template),
    fields: await Promise.all(options.field.map(readField)),
    requestId: options['follow-request'],
  }
  return { ...filter, ...(await readTimes(options, zone, packetEnd)) }
}

function readLevel(text: string): LevelChoice {
  const isExact = text.startsWith('=')
  const level = levelName(text.replace(/^=|\+$/g, ''))
  if (isExact || isOrderedLevel(level)) return { level, orAbove: !isExact }
  throw failure(
    `--level ${text}: only ${orderedLevels.join(', ')} have an order.${didYouMean(text, orderedLevels)}`,
    `For records of exactly this level: --level =${text}`,
  )
}

function readPatterns(option: string, patterns: readonly string[], ignoreCase: boolean): Promise<string[]> {
  return Promise.all(
    patterns.map(async pattern => {
      const source = ignoreCase ? `(?i)${pattern}` : pattern
      await checkPattern(`${option} ${pattern}`, source)
      return source
    }),
  )
}

async function checkPattern(written: string, source: string): Promise<void> {
  if (isLiteral(source)) return
  const { patternMistake } = await import('../analyzer/engine/pattern-mistake.js')
  const mistake = patternMistake(source)
  if (mistake !== undefined) throw failure(visibleControls(`${written}: ${mistake}`))
}

function readTemplate(id: string | undefined): string | undefined {
  if (id === undefined || /^[0-9a-f]{16}$/.test(id)) return id
  throw failure(`--template needs the id of a template, not "${id}".`, 'Ids: logs PACKET --count-by template')
}

const fieldForm = /^([^=!~<>]+)(?:(!=|[<>]=?|[=~])(.*))?$/s

async function readField(text: string): Promise<FieldChoice> {
  const [, name, operator, value = ''] = fieldForm.exec(text) ?? []
  if (name === undefined)
    throw failure(
      visibleControls(`--field needs a name and a value, such as error.status_code=401, not "${text}".`),
      'Forms: NAME, NAME=TEXT, NAME!=TEXT, NAME~PATTERN, NAME>=NUMBER (also <, <=, >)',
    )
  if (operator === undefined) return { name, test: { kind: 'exists' } }
  if (operator === '=') return { name, test: { kind: 'is', text: value } }
  if (operator === '!=') return { name, test: { kind: 'is-not', text: value } }
  if (operator === '~') {
    await checkPattern(`--field ${text}`, value)
    return { name, test: { kind: 'finds', pattern: value } }
  }
  const comparison = comparisons.find(sign => sign === operator)
  if (comparison === undefined || !isQuantity(value))
    throw failure(
      visibleControls(`--field ${text}: ${operator} needs a number or a duration such as 500 or 1.5s.`),
    )
  return { name, test: { kind: 'compares', operator: comparison, than: value } }
}

async function readTimes(
  { since, until, around, context }: FilterOptions,
  zone: Zone,
  packetEnd: () => Promise<number | undefined>,
): Promise<Pick<RecordFilter, 'sinceMs' | 'untilMs'>> {
  if (around !== undefined && (since ?? until) !== undefined)
    throw failure('--around is a window of its own: leave out --since and --until.')
  if (context !== undefined && around === undefined) throw failure('--context needs --around TIME.')
  const contextMs = readDuration('--context', context ?? '1m')
  const given = [since, until, around].filter(text => text !== undefined)
  const packetEndMs = given.some(needsPacketEnd) ? await packetEnd() : undefined
  const time = (option: string, text: string | undefined): WrittenTime | undefined =>
    text === undefined ? undefined : readTime(option, text, { packetEndMs, zone })
  const from = time('--since', since) ?? time('--around', around)
  const to = time('--until', until) ?? time('--around', around)
  const extraMs = around === undefined ? 0 : contextMs
  const sinceMs = from && from.ms - extraMs
  const untilMs = to && to.ms + to.spanMs - 1 + extraMs
  if (sinceMs !== undefined && untilMs !== undefined && sinceMs > untilMs)
    throw failure('--since is later than --until.')
  return { sinceMs, untilMs }
}

export const countKeys = [
  'template',
  'level',
  'caller',
  'route',
  'day',
  'hour',
  'minute',
  'node',
  'file',
] as const

/** One or several, separated by commas. */
export function readCountKeys(text: string): readonly CountKey[] {
  return text.split(',').map(readCountKey)
}

function readCountKey(text: string): CountKey {
  const kind = countKeys.find(key => key === text)
  if (kind !== undefined) return { kind }
  if (text.startsWith('field:') && text.length > 6) return { kind: 'field', name: text.slice(6) }
  throw failure(
    visibleControls(
      `--count-by must be one of ${countKeys.join(', ')} or field:NAME, not "${text}".${didYouMean(text, countKeys)}`,
    ),
  )
}

/** `--limit 100` is a number of records here; `--limit NAME=VALUE` is a limit of packets as everywhere. */
export function readMost(texts: readonly string[]): number {
  const odd = texts.find(text => !/^\d+$|=/.test(text))
  if (odd !== undefined) throw failure(`--limit needs a number of records, or NAME=VALUE, not "${odd}".`)
  const numbers = texts.filter(text => /^\d+$/.test(text))
  if (numbers.length > 1) throw failure('--limit N is given twice.')
  return numbers[0] === undefined ? Infinity : Number(numbers[0])
}
