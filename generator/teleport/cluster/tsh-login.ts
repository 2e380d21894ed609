// Whether tsh is logged in, asked once and before any agent: a tsh that is not would start a login of its own for each of them, which
// nobody can answer here.
import type { Dump } from '../dump/index.js'
import { plainMessage } from '../run/index.js'
import type { TshListRequest } from './tsh-list.js'

const enough = 64 * 1024

/** Why sessions would be refused, as `Not logged in.`; `undefined` when they would not, or that cannot be told. Never throws. */
export async function tshRefusal(request: TshListRequest, dump: Dump): Promise<string | undefined> {
  const { runner, tsh, options, timeoutMs, signal } = request
  const began = performance.now()
  const argv = [tsh, ...options, 'status']
  const outcome = await runner.run({ argv, timeoutMs, signal, maxBytes: enough })
  if (outcome.kind !== 'exited' || outcome.code === 0) return undefined
  const said = plainMessage(outcome.stderr).replace(/^ERROR: /, '')
  if (!/not logged in|expired|not found on disk|no such file/i.test(said)) return undefined
  const reason = `tsh is not logged in: ${said}`
  dump.attempted({
    scope: 'cluster',
    what: 'tsh status',
    outcome: 'failed',
    reason: dump.transform.text(reason),
    ms: Math.round(performance.now() - began),
    bytes: 0,
  })
  return reason
}
