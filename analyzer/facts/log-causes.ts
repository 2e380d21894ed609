// Facts of what lies behind the warnings and errors of one node: the causes that their error fields name.
import { logsOfNode } from '../documents/log/of-node.js'
import type { ErrorCause, ErrorCauses } from '../documents/log/collect/causes.js'
import { serverLogsOf } from './logs.js'
import type { Derived, FactInput, Source } from './types.js'
import { defineFact } from './types.js'

/** Most causes that a fact lists, and messages of each. */
const TOP = 10
const TOP_MESSAGES = 5

/** A cause with the messages it stands behind. */
export interface CauseFact {
  readonly cause: string
  readonly count: number
  /** Share of the warnings and errors that name a cause, 0 to 1. */
  readonly share: number
  readonly first_seen_ms?: number
  readonly last_seen_ms?: number
  /** Messages told apart; more than are listed. */
  readonly message_count: number
  readonly messages: readonly {
    readonly level: string
    readonly message: string
    readonly caller?: string
    readonly count: number
  }[]
}

/** A log without warnings has no causes, and that is known; `undefined` without a log. */
function causesOf(input: FactInput): Pick<ErrorCauses, 'causes' | 'withCause'> | undefined {
  const activity = input.logs && logsOfNode(input.logs, input.node).activity
  if (activity === undefined || serverLogsOf(input) === undefined) return undefined
  return activity.collected.causes ?? { causes: [], withCause: 0 }
}

function causeFact(
  { cause, count, firstSeenMs, lastSeenMs, messages }: ErrorCause,
  withCause: number,
): CauseFact {
  return {
    cause,
    count,
    share: count / withCause,
    ...(firstSeenMs === undefined ? {} : { first_seen_ms: firstSeenMs }),
    ...(lastSeenMs === undefined ? {} : { last_seen_ms: lastSeenMs }),
    message_count: messages.length,
    messages: messages.slice(0, TOP_MESSAGES).map(({ caller, ...message }) => {
      return caller === undefined ? message : { ...message, caller }
    }),
  }
}

function sourceOfCause({ example }: ErrorCause, node: string): Source {
  const { entry, line, text } = example
  return { entry, ...(node === '' ? {} : { node }), line, excerpt: text }
}

export const logCauseFacts = [
  defineFact({
    id: 'logs.causes',
    title:
      'The ten most frequent causes of warnings and errors, as the innermost part of their error names them, each {cause, count, share, first_seen_ms, last_seen_ms, message_count, messages: {level, message, caller, count}}',
    scope: 'node',
    reads: ['logs'],
    derive: (input): Derived<readonly CauseFact[]> | undefined => {
      const collected = causesOf(input)
      if (collected === undefined) return undefined
      const top = collected.causes.slice(0, TOP)
      return {
        value: top.map(cause => causeFact(cause, collected.withCause)),
        from: top.map(cause => sourceOfCause(cause, input.node)),
      }
    },
  }),
]
