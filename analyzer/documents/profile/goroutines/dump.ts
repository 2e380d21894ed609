// A goroutine dump in any form → groups, waits and signs of trouble. Takes the bytes as they come and keeps little of them.
import { isGzip, parseProfile } from '../parse-profile.js'
import type { Profile } from '../types.js'
import { stackOf } from './activities.js'
import { count, countedList, grouping } from './groups.js'
import type { Grouping } from './groups.js'
import { lineFeed } from './lines.js'
import { lockWaits } from './locks.js'
import type { LockWaits } from './locks.js'
import { countReader, unstated } from './read-counts.js'
import { stackReader } from './read-stacks.js'
import { deadlocks, leakSuspects } from './suspects.js'
import type { Counted, DumpForm, Goroutine, GoroutineDump, GoroutineGroup } from './types.js'

export type ParsedDump =
  | { readonly kind: 'ok'; readonly dump: GoroutineDump }
  | { readonly kind: 'unreadable'; readonly message: string }

export interface DumpReader {
  add(chunk: Buffer): void
  end(): ParsedDump
}

/** Takes a dump in chunks; its first bytes tell the form. */
export function dumpReader(): DumpReader {
  let reader: DumpReader | undefined
  let first: Buffer = Buffer.alloc(0)
  return {
    add(chunk) {
      if (reader !== undefined) {
        reader.add(chunk)
        return
      }
      first = Buffer.concat([first, chunk])
      if (first.length < formBytes) return
      reader = readerFor(first)
      reader.add(first)
    },
    end() {
      if (reader !== undefined) return reader.end()
      if (first.length === 0) return { kind: 'unreadable', message: 'The list of goroutines is empty.' }
      const small = readerFor(first)
      small.add(first)
      return small.end()
    },
  }
}

/** A dump of a crash begins with what happened; the list follows within so much. */
const formBytes = 4096

export function parseDump(bytes: Buffer): ParsedDump {
  const reader = dumpReader()
  reader.add(bytes)
  return reader.end()
}

function readerFor(first: Buffer): DumpReader {
  const text = first.toString('latin1', 0, formBytes)
  if (/^goroutine profile: total \d/.test(text)) return countsReader()
  if (/^goroutine \d+\b.*\[/m.test(text)) return stacksReader()
  return profileReader()
}

function stacksReader(): DumpReader {
  const summary = newSummary()
  const reader = stackReader(goroutine => {
    add(summary, goroutine)
  })
  return lineReader(reader, cut => dumpOf(summary, 'stacks', reader.end(cut)))
}

function countsReader(): DumpReader {
  const summary = newSummary()
  const reader = countReader(goroutine => {
    add(summary, goroutine)
  })
  return lineReader(reader, cut => dumpOf(summary, 'counts', { ...reader.end(cut), fatal: undefined }))
}

/** Gives the lines of a text to a reader; `finish` learns whether the text ends inside of one. */
function lineReader(
  reader: { line(text: string): void },
  finish: (cut: boolean) => GoroutineDump,
): DumpReader {
  const lines = lineFeed(text => {
    reader.line(text)
  })
  return { add: lines.add, end: () => ({ kind: 'ok', dump: finish(lines.end().cut) }) }
}

/** The binary form is a profile and read as one, whole: it has counts, and is small for that. */
function profileReader(): DumpReader {
  const chunks: Buffer[] = []
  return {
    add(chunk) {
      chunks.push(Buffer.from(chunk))
    },
    end() {
      const bytes = Buffer.concat(chunks)
      const parsed = parseProfile(bytes)
      const index = parsed.kind === 'ok' ? countIndex(parsed.profile) : -1
      if (parsed.kind === 'ok' && index >= 0)
        return { kind: 'ok', dump: dumpOf(ofProfile(parsed.profile, index), 'profile', ended) }
      const why = parsed.kind === 'unreadable' && isGzip(bytes) ? ` ${parsed.message}` : ''
      return { kind: 'unreadable', message: `The file is not a list of goroutines.${why}` }
    },
  }
}

const ended = { cut: false, fatal: undefined, strangeLines: 0 } as const

function countIndex({ sampleTypes, periodType }: Profile): number {
  const index = sampleTypes.findIndex(({ type }) => type === 'goroutine' || type === 'goroutines')
  return index < 0 && periodType.type === 'goroutine' ? 0 : index
}

function ofProfile(profile: Profile, typeIndex: number): Summary {
  const summary = newSummary()
  const { samples, locations, functions, sampleTypes } = profile
  for (let sample = 0; sample < samples.count; sample++) {
    const frames = [...samples.frames.subarray(samples.frameStart[sample], samples.frameEnd[sample])].flatMap(
      location => {
        const [start, end] = [locations.lineStart[location] ?? 0, locations.lineEnd[location] ?? 0]
        return [...locations.lineFunction.subarray(start, end)].map((index, line) => ({
          function: functions.names[index] ?? '',
          file: functions.files[index] ?? '',
          line: locations.lineNumber[start + line] ?? 0,
        }))
      },
    )
    const value = samples.values[sample * sampleTypes.length + typeIndex] ?? 0
    add(summary, { ...unstated, count: Math.max(0, value), frames, arguments: frames.map(() => ''), line: 0 })
  }
  return summary
}

interface Summary {
  readonly groups: Grouping
  readonly locks: LockWaits
}

function newSummary(): Summary {
  return { groups: grouping(), locks: lockWaits() }
}

/** Only locks are told apart by more than the stack: by their address. */
function add({ groups, locks }: Summary, goroutine: Goroutine): void {
  if (groups.add(goroutine) === 'lock') locks.add(goroutine)
}

/** Sums over groups of what `nameOf` finds in their stacks. */
function countBy(
  groups: readonly GoroutineGroup[],
  nameOf: (functions: readonly string[]) => string | undefined,
): readonly Counted[] {
  const counts = new Map<string, number>()
  for (const { frames, count: many } of groups) {
    const name = nameOf(stackOf('', frames).functions)
    if (name !== undefined) count(counts, name, many)
  }
  return countedList(counts)
}

const hookCall = /\/plugin\.\(\*hooksRPCClient\)\.(\w+)$/

/** The hook of a plugin that is waited for. */
function awaitedHook(functions: readonly string[]): string | undefined {
  if (functions[0] !== 'net/rpc.(*Client).Call') return undefined
  return functions.map(name => hookCall.exec(name)?.[1]).find(hook => hook !== undefined)
}

/** Who asked another server: the first function outside Go's own client. Addresses are not in dumps, only numbers. */
function httpCaller(functions: readonly string[]): string | undefined {
  const asked = functions.findIndex(name => /^net\/http\.\(\*(?:persistConn|Transport|Client)\)\./.test(name))
  if (asked < 0 || /Loop$/.test(functions[asked] ?? '')) return undefined
  return functions.slice(asked).find(name => !/^net\/http\.|httpservice\./.test(name))
}

interface Ending {
  readonly cut: boolean
  readonly fatal: string | undefined
  readonly strangeLines: number
}

function dumpOf({ groups, locks }: Summary, form: DumpForm, ending: Ending): GoroutineDump {
  const list = groups.groups()
  const waits = locks.list(list)
  const byActivity = new Map<string, number>()
  for (const { activity, count: many } of list) count(byActivity, activity, many)
  return {
    form,
    total: groups.total,
    groups: list.map(({ receivers: _, ...group }) => group),
    ungrouped: groups.ungrouped,
    states: groups.states().filter(({ name }) => name !== ''),
    activities: countedList(byActivity),
    longestWaitMinutes: list.reduce((most, group) => Math.max(most, group.longestWaitMinutes), 0),
    locks: waits.map(({ asked: _, ...wait }) => wait),
    leakSuspects: leakSuspects(list),
    httpCallers: countBy(list, httpCaller),
    pluginCalls: countBy(list, awaitedHook),
    deadlocks: deadlocks(waits, ending.fatal),
    ...ending,
  }
}
