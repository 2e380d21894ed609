// How a step of a node dump ended, in the words of a report.
import type { Attempt, Kept } from '../dump/index.js'
import type { StreamOutcome } from '../run/index.js'
import type { Step } from './script/steps.js'
import type { PartEnd } from './session.js'

export type Verdict = Pick<Attempt, 'outcome'> & { readonly reason?: string }

const noEntries = '-- No entries --'

export interface Judged {
  readonly step: Step
  readonly part: PartEnd | undefined
  readonly kept: Kept | undefined
  /** The first bytes of what came. */
  readonly head: string
  readonly commandSeconds: number
  readonly session: StreamOutcome
}

/** First that says something. */
export function verdictOf(judged: Judged): Verdict {
  return brokeOff(judged) ?? refused(judged) ?? journalVerdict(judged) ?? ended(judged)
}

function brokeOff({ part, kept, session, commandSeconds }: Judged): Verdict | undefined {
  if (part === undefined) return { outcome: 'skipped', reason: sessionReason(session) }
  if (kept?.error !== undefined) return { outcome: 'failed', reason: reasonOf(kept.error) }
  if (part.exit === undefined) return { outcome: some(kept), reason: sessionReason(session) }
  const isLate = part.exit === 124 || part.exit === 143
  return isLate ? { outcome: some(kept), reason: `not done within ${commandSeconds} s` } : undefined
}

/** What is not there, and what may not be read. */
function refused({ part, kept }: Judged): Verdict | undefined {
  const { exit = 0, said = '' } = part ?? {}
  if (isDenied(said)) {
    const isSome = kept !== undefined && kept.bytes > noEntries.length + 1
    return { outcome: isSome ? 'cut' : 'denied', reason: said }
  }
  const isAbsent = exit === 66 || exit === 127 || /No such file or directory/.test(said)
  if (!isAbsent) return undefined
  return { outcome: 'absent', reason: said === '' ? 'the host has no program for it' : said }
}

/** A journal without entries of a unit ends with 0 as one with does. */
function journalVerdict({ step, part, kept, head }: Judged): Verdict | undefined {
  if (!step.part.startsWith('journal') || part?.exit !== 0) return undefined
  const isEmpty = kept === undefined || kept.bytes === 0 || head.startsWith(noEntries)
  return isEmpty ? { outcome: 'absent', reason: 'the journal has no entries of the unit' } : undefined
}

function ended({ part, kept, step }: Judged): Verdict {
  const { exit = 0, said = '' } = part ?? {}
  if (exit !== 0) return { outcome: some(kept), reason: said === '' ? `exit code ${exit}` : said }
  return kept?.cut === undefined
    ? { outcome: 'succeeded' }
    : { outcome: 'cut', reason: cutReason(kept, step) }
}

const isDenied = (said: string): boolean =>
  /permission denied|insufficient permissions|operation not permitted|not seeing messages from other users/i.test(
    said,
  )

const some = (kept: Kept | undefined): 'cut' | 'failed' =>
  kept !== undefined && kept.bytes > 0 ? 'cut' : 'failed'

const cutReason = ({ cut }: Kept, { keep }: Step): string =>
  `only the ${keep === 'tail' ? 'newest' : 'first'} part: ${cut === 'total' ? 'the dump is full' : 'the limit of a file'}`

/** Why a session did not come to its end. */
export function sessionReason(outcome: StreamOutcome): string {
  switch (outcome.kind) {
    case 'exited':
      return 'the session broke off'
    case 'timed-out':
      return `no answer within ${Math.round(outcome.afterMs / 1000)} s`
    case 'not-found':
      return `the host has no ${outcome.program}`
    case 'unreachable':
      return outcome.message
    case 'aborted':
      return 'cancelled'
  }
}

export const reasonOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replace(/\p{Cc}+/gu, ' ').slice(0, 300)
