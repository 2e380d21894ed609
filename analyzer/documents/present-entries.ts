// What the inventory says of an entry that is in the packet: sound, empty, cut, damaged, masked, in the wrong place, unknown.
import type { ClassifiedEntry } from '../packet/classified.js'
import type { EntryStatus } from '../packet/layout-types.js'
import type { Problem } from '../packet/problem.js'
import type { ReadOutcome } from '../packet/types.js'
import { readingOf } from './parsers.js'
import { problem } from './problem-codes.js'
import type { WantedEntry } from './wanted-entries.js'

export interface Judged {
  readonly status: EntryStatus
  readonly reason: string | undefined
  readonly problems: readonly Problem[]
}

/** What is known of an entry besides its name. */
export interface EntryEvidence {
  readonly item: ClassifiedEntry
  readonly wanted: WantedEntry | undefined
  /** Why the layout does not have it, for an entry that is there all the same. */
  readonly notWritten: string | undefined
  readonly outcome: ReadOutcome | undefined
  /** Problems that parsing reported of this entry. */
  readonly parsing: readonly Problem[]
}

/** Problems of parsing that mean that content is lost. */
const lossCodes = new Set([
  'YAML_SYNTAX',
  'JSON_SYNTAX',
  'TEXT_ENCODING',
  'NESTED_TOO_DEEPLY',
  'DOCUMENT_SHAPE',
  'METRICS_DAMAGED',
])

/** The worst that is true of the entry, with the problems that this shows. */
export function judgePresent(evidence: EntryEvidence): Judged {
  return damaged(evidence) ?? empty(evidence) ?? unparsable(evidence) ?? placed(evidence)
}

function damaged({ item, outcome, parsing }: EntryEvidence): Judged | undefined {
  const read = outcome?.kind === 'partial' ? outcome.problem : undefined
  const found = read ?? item.entry.damage ?? parsing.find(one => isDamageCode(one.code))
  if (found === undefined || (found.severity !== 'error' && item.entry.readable)) return undefined
  const status = found.code.includes('TRUNCATED') ? 'truncated' : 'damaged'
  const problems = read === undefined ? [] : [{ ...read, ...placeOf(item) }]
  return { status, reason: found.message, problems }
}

/** Problems of reading have the packet stage's codes. */
function isDamageCode(code: string): boolean {
  return /^(ENTRY|ARCHIVE)_.*(TRUNCATED|DAMAGED|MISMATCH)$/.test(code)
}

function empty({ item, wanted, outcome }: EntryEvidence): Judged | undefined {
  const size = outcome?.kind === 'complete' ? outcome.sizeBytes : item.entry.sizeBytes
  if (size !== 0) return undefined
  const needsContent = wanted === undefined ? shouldHaveContent(item) : isDue(wanted)
  const found = problem('ENTRY_EMPTY', `${item.entry.name} is empty.`, {
    expected: 'content',
    found: '0 bytes',
    ...placeOf(item),
  })
  return { status: 'empty', reason: 'the entry has no content', problems: needsContent ? [found] : [] }
}

function shouldHaveContent({ kind, entry }: ClassifiedEntry): boolean {
  const reading = readingOf(kind, entry.name)
  return reading !== undefined && reading.mayBeEmpty !== true
}

/** A log without lines is nothing special; neither is an optional entry. */
function isDue(wanted: WantedEntry): boolean {
  return wanted.expectation !== 'optional' && wanted.group === undefined
}

function unparsable({ parsing }: EntryEvidence): Judged | undefined {
  const masked = parsing.find(one => one.code === 'ENTRY_BLANKED')
  if (masked !== undefined) return { status: 'masked', reason: masked.message, problems: [] }
  const blank = parsing.find(one => one.code === 'ENTRY_EMPTY')
  if (blank !== undefined) return { status: 'empty', reason: blank.message, problems: [] }
  const cut = parsing.find(one => one.code === 'DOCUMENT_CUT')
  if (cut !== undefined) return { status: 'truncated', reason: cut.message, problems: [] }
  const loss = parsing.find(one => lossCodes.has(one.code) && one.severity === 'error')
  return loss && { status: 'damaged', reason: loss.message, problems: [] }
}

function placed({ item, notWritten, parsing }: EntryEvidence): Judged {
  if (item.kind === 'unknown') return unknown(item)
  if (item.misplacedFrom !== undefined) return misplaced(item, item.misplacedFrom)
  return { status: 'present', reason: parsing[0]?.message ?? notWritten, problems: [] }
}

function unknown(item: ClassifiedEntry): Judged {
  const reason = 'no known layout has an entry of this name'
  const found = problem(
    'ENTRY_UNKNOWN',
    `${item.entry.name} is not known; it is listed, not analyzed.`,
    placeOf(item),
  )
  return { status: 'unknown', reason, problems: [found] }
}

function misplaced(item: ClassifiedEntry, expected: string): Judged {
  const found = problem(
    'ENTRY_MISPLACED',
    `${item.entry.name} was expected at ${expected}; it is used all the same.`,
    {
      expected,
      found: item.entry.name,
      ...placeOf(item),
    },
  )
  return { status: 'misplaced', reason: `expected at ${expected}`, problems: [found] }
}

function placeOf(item: ClassifiedEntry): { readonly entry: string; readonly node?: string } {
  return { entry: item.entry.name, ...(item.node ? { node: item.node } : {}) }
}
