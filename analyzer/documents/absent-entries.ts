// What the inventory says of an entry that should be in the packet and is not: left out for a reason, failed, or missing.
import type { Problem } from '../packet/problem.js'
import type { Documents } from './index.js'
import type { Judged } from './present-entries.js'
import { problem } from './problem-codes.js'
import type { ProblemCode } from './problem-codes.js'
import type { Warning, WarningPoint } from './warning.js'
import type { WantedEntry } from './wanted-entries.js'

/** What explains absences, gathered once for a packet. */
export interface Explanations {
  /** Points of warning.txt with the entry they stand in. */
  readonly points: readonly (WarningPoint & { readonly entry: string })[]
  /** Groups of which the packet has no entry at all. */
  readonly groupsLeftOut: ReadonlySet<string>
  /** The archive ends too early: what is not there may lie behind the cut. */
  readonly cutOff: boolean
}

export function warningPoints(documents: Documents): Explanations['points'] {
  return documents.of('warning').flatMap(document => {
    const { points } = document.value as Warning
    return points.map(point => ({ ...point, entry: document.entry }))
  })
}

export function judgeAbsent(wanted: WantedEntry, explanations: Explanations): Judged {
  const point = explanations.points.find(one => speaksOf(one.text, wanted))
  if (point !== undefined) return explained(wanted, point)
  if (wanted.due.kind === 'no') return quiet(`not included: ${wanted.due.reason}`)
  if (explanations.cutOff && wanted.expectation !== 'optional' && !wanted.createdLate)
    return behindCut(wanted)
  if (wanted.group !== undefined && explanations.groupsLeftOut.has(wanted.group)) {
    return quiet(`not included: ${wanted.group} were deselected, or the server does not write them to files`)
  }
  if (wanted.due.kind === 'unknown') return quiet(`not in the packet; ${wanted.due.reason}`)
  if (wanted.createdLate) return notCreated(wanted)
  return missing(wanted)
}

/** A point speaks of an entry by its file name, with or without a folder before it, or in the server's own words. */
function speaksOf(text: string, wanted: WantedEntry): boolean {
  const words = text.split(/[\s"'(),;]+/).flatMap(
    word =>
      word
        .replace(/[:.]+$/, '')
        .split(/[\\/]/)
        .at(-1) ?? [],
  )
  return wanted.baseNames.some(base => words.includes(base)) || (wanted.failure?.test(text) ?? false)
}

function explained(wanted: WantedEntry, point: WarningPoint & { readonly entry: string }): Judged {
  const reason = `${point.entry} says: ${point.text}`
  // A log without its first line yet is how a healthy server looks; a deliberate setting is no failure either.
  const harmless =
    wanted.due.kind === 'no' || (wanted.createdLate && /no such file|cannot find the file/i.test(point.text))
  const code: ProblemCode = harmless ? 'ENTRY_NOT_CREATED' : 'ENTRY_MISSING_EXPLAINED'
  const found = problem(code, `${wanted.name} is not in the packet: ${point.text}`, {
    ...placeOf(wanted),
    expected: wanted.name,
    found: `a point in ${point.entry}, line ${point.line}`,
  })
  return { status: 'failed', reason, problems: [found] }
}

function notCreated(wanted: WantedEntry): Judged {
  const reason = 'not in the packet: the server creates it with its first line, or it was left out'
  const found = problem(
    'ENTRY_NOT_CREATED',
    `${wanted.name} is not in the packet; nothing may have been logged to it yet.`,
    {
      ...placeOf(wanted),
      expected: wanted.name,
      found: 'nothing',
    },
  )
  return { status: 'absent', reason, problems: [found] }
}

function missing(wanted: WantedEntry): Judged {
  const code = wanted.kind === 'metadata' ? 'METADATA_MISSING' : 'ENTRY_MISSING'
  const found: Problem = problem(code, `${wanted.name} is missing, and nothing in the packet says why.`, {
    ...placeOf(wanted),
    expected: wanted.name,
    found: 'nothing',
  })
  return { status: 'absent', reason: 'missing without a word', problems: [found] }
}

function behindCut(wanted: WantedEntry): Judged {
  const message = `${wanted.name} is missing; the archive ends too early, so it may lie behind the cut.`
  const found = problem('ENTRY_MISSING', message, {
    ...placeOf(wanted),
    expected: wanted.name,
    found: 'nothing',
  })
  return { status: 'absent', reason: 'may lie behind the cut of the archive', problems: [found] }
}

function quiet(reason: string): Judged {
  return { status: 'absent', reason, problems: [] }
}

function placeOf(wanted: WantedEntry): { readonly entry: string; readonly node?: string } {
  return { entry: wanted.name, ...(wanted.node ? { node: wanted.node } : {}) }
}
