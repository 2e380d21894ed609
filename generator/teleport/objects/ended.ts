// How a run of tctl or kubectl is to be called, by its exit code and by what it printed to standard error.
import { parseErrorFile, type FailureReason } from '../../../analyzer/documents/teleport/error-file.js'
import { sourceText } from '../../../analyzer/documents/text.js'
import type { AttemptOutcome } from '../dump/index.js'
import { plainMessage, type StreamOutcome } from '../run/index.js'

export interface Ended {
  readonly outcome: AttemptOutcome
  /** Absent where everything went well. */
  readonly reason?: string
  /** As it would stand in a table: 124 for a run out of time, as of `timeout`; `undefined` when it never ran. */
  readonly exitCode: number | undefined
  /** What was printed to standard error, without colours; of a run that never ended, a sentence of ours. */
  readonly said: string
  /** Nobody answered, or did not let anybody in: the next question will not fare better. */
  readonly cutOff: boolean
  /** Who asked is known to nobody, and that is found out fast. */
  readonly isStranger?: boolean
}

export function endedAs(outcome: StreamOutcome, program: string): Ended {
  switch (outcome.kind) {
    case 'exited':
      return exited(outcome.code, outcome.stderr)
    case 'timed-out':
      return failed(`no answer within ${Math.round(outcome.afterMs / 1000)} s`, 124, true)
    case 'not-found':
      return failed(`${program} is not installed there`, 127, true)
    case 'unreachable':
      return failed(`${outcome.reason}: ${outcome.message}`, undefined, true)
    case 'aborted':
      return { ...failed('cancelled', undefined, true), outcome: 'skipped' }
  }
}

const failed = (reason: string, exitCode: number | undefined, cutOff: boolean): Ended => ({
  outcome: 'failed',
  reason,
  exitCode,
  said: `${reason}\n`,
  cutOff,
})

function exited(code: number, stderr: Buffer): Ended {
  const said = withoutColours(stderr.toString('utf8'))
  // Alerts and log lines come with success as well.
  if (code === 0) return { outcome: 'succeeded', exitCode: 0, said, cutOff: false }
  const absent = notInThisOne.find(([pattern]) => pattern.test(said))
  if (absent !== undefined)
    return { outcome: 'absent', reason: absent[1], exitCode: code, said, cutOff: false }
  const parsed = parseErrorFile(sourceText(said))
  if (parsed.kind !== 'ok') return { ...failed(`exit code ${code}, without a word`, code, false), said }
  const { reason, message } = parsed.value
  const [outcome, cutOff] = meanings[reason]
  const isStranger = reason === 'credentials'
  return { outcome, reason: plainMessage(message), exitCode: code, said, cutOff, isStranger }
}

/** What 13.3.8 says of what only another tctl or another edition has. */
const notInThisOne: readonly (readonly [RegExp, string])[] = [
  [/requires local tctl/, 'only tctl on an Auth Service host tells that'],
  [/code = Unimplemented|unknown service teleport\.\w+\.v\d/, 'this edition of Teleport has no such kind'],
]

const meanings: Readonly<Record<FailureReason, readonly [AttemptOutcome, boolean]>> = {
  denied: ['denied', false],
  unsupported: ['absent', false],
  // The one object of a kind, which nobody has set.
  'not-found': ['absent', false],
  credentials: ['failed', true],
  connection: ['failed', true],
  timeout: ['failed', true],
  'name-unknown': ['failed', true],
  certificate: ['failed', true],
  usage: ['failed', false],
  other: ['failed', false],
  note: ['failed', false],
}

export const withoutColours = (text: string): string => text.replace(/\u001b\[[0-9;?]*[A-Za-z]/g, '')
