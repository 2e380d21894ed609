// An agent that brought nothing: why, and its folder with node.error alone. RFD 77 wants those shown that were tried in vain.
import type { Attempt, Dump } from '../dump/index.js'
import { plainMessage } from '../run/index.js'
import type { CollectedNode, NodeFailure, NodeRequest } from './options.js'
import { sessionReason } from './outcome.js'
import type { SessionEnd } from './session.js'

export interface Failure {
  readonly reason: NodeFailure
  readonly message: string
}

/** Why a session brought nothing, or not all. */
export function failureOf({ outcome }: SessionEnd): Failure {
  const message = sessionReason(outcome)
  switch (outcome.kind) {
    case 'unreachable':
      return { reason: outcome.reason, message }
    case 'timed-out':
      return { reason: 'timeout', message }
    case 'not-found':
      return { reason: 'no shell', message }
    case 'aborted':
      return { reason: 'aborted', message }
    case 'exited': {
      const said = plainMessage(outcome.stderr)
      const denied =
        /password is required|not allowed|not in the sudoers|permission denied|not available/i.test(said)
      const text = said === '' ? `exit code ${outcome.code}` : said
      return {
        reason: denied ? 'access denied' : 'unknown',
        message: `the host did not run the script: ${text}`,
      }
    }
  }
}

export async function failedNode(
  request: NodeRequest,
  { reason, message }: Failure,
  ms: number,
): Promise<CollectedNode> {
  const { dump, name, uuid } = request
  const folder = dump.claimFolder(`nodes/${folderName(uuid, name, dump)}`)
  const entry = `${folder}/node.error`
  const { bytes } = await dump.add(
    { name: entry, content: 'error' },
    `${reason === 'unknown' ? '' : `${reason}: `}${message}\n`,
  )
  dump.attempted({
    scope: 'node',
    node: dump.transform.text(name),
    what: 'session',
    entry,
    outcome: outcomeOf(reason),
    reason: dump.transform.text(message),
    ms: Math.round(ms),
    bytes,
  })
  return {
    name,
    uuid,
    folder,
    version: undefined,
    roles: [],
    running: undefined,
    clockAheadMs: undefined,
    outcome: { kind: 'failed', reason, message },
  }
}

function outcomeOf(reason: NodeFailure): Attempt['outcome'] {
  if (reason === 'access denied' || reason === 'lock in force') return 'denied'
  return reason === 'aborted' ? 'skipped' : 'failed'
}

const uuidName = /^[\w-]{1,64}$/

/** A host that has no UUID keeps its name. */
export const folderName = (uuid: string | undefined, name: string, dump: Dump): string =>
  uuid !== undefined && uuidName.test(uuid)
    ? uuid
    : `unknown-${dump.transform
        .text(name)
        .replace(/[^\w.-]/g, '_')
        .slice(0, 100)}`
