// Several ways to one host as one: the first that gets there is kept for all that follows. An agent that has lost its tunnel is out of
// reach for tsh, and still there for ssh.
import { heldRun } from './held.js'
import type { Command, OutputSink, Runner, StreamOutcome, UnreachableReason } from './runner.js'

type Unreached = Extract<StreamOutcome, { kind: 'unreachable' | 'timed-out' }>

/** Asks `runners` in their order until one gets to the host. The time of a command is shared by those that are left. */
export function inTurn(runners: readonly [Runner, ...Runner[]]): Runner {
  let at = 0
  let isReached = false
  const current = (): Runner => runners[at] ?? runners[0]
  const stream = async (command: Command, sink: OutputSink): Promise<StreamOutcome> => {
    const failures: Failed[] = []
    const endsAt = performance.now() + command.timeoutMs
    for (;;) {
      const left = isReached ? 1 : runners.length - at
      const timeoutMs = Math.max(1, Math.round((endsAt - performance.now()) / left))
      const outcome = await current().stream({ ...command, timeoutMs }, sink)
      if (isReached || !isUnreached(outcome)) {
        isReached = true
        return outcome
      }
      failures.push({ way: current().way, outcome })
      if (left === 1) return together(failures)
      at++
    }
  }
  return {
    get way() {
      return current().way
    },
    get target() {
      return current().target
    },
    stream,
    run: command => heldRun(stream, command),
  }
}

interface Failed {
  readonly way: Runner['way']
  readonly outcome: Unreached
}

/** Once something came, another way would bring its beginning again. */
const isUnreached = (outcome: StreamOutcome): outcome is Unreached =>
  outcome.bytes === 0 && (outcome.kind === 'unreachable' || outcome.kind === 'timed-out')

/** The reason of the way that was wanted most, unless it could not even be tried; the words of all. */
function together(failures: readonly Failed[]): StreamOutcome {
  const reasons = failures.map(({ outcome }) => reasonOf(outcome))
  const message = failures.map(({ way, outcome }) => `${way}: ${wordsOf(outcome)}`).join('; ')
  const reason = reasons.find(some => some !== 'no client') ?? 'no client'
  return { kind: 'unreachable', reason, message, bytes: 0 }
}

const reasonOf = (outcome: Unreached): UnreachableReason =>
  outcome.kind === 'timed-out' ? 'timeout' : outcome.reason

const wordsOf = (outcome: Unreached): string =>
  outcome.kind === 'timed-out' ? `no answer within ${Math.round(outcome.afterMs / 1000)} s` : outcome.message
