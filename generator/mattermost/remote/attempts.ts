// Asks a server, and asks again while it is busy or cannot be reached.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Dispatcher } from 'undici'
import { ask, dropBody, type Response } from './api.js'
import { connectionRefusal } from './connection-failures.js'
import { refusalOf } from './refusals.js'
import type { Refusal, ServerGeneration } from './request-types.js'

export type Answer =
  | { readonly kind: 'response'; readonly response: Response }
  | { readonly kind: 'refused'; readonly refusal: Refusal }

/** Whoever says "in an hour" is not waited for. */
const longestWaitMs = 120_000
const firstWaitMs = 2_000

/** A response that looks like a packet, or why there is none. Rejects only when the signal was aborted. */
export async function askPatiently(
  url: URL,
  generation: ServerGeneration,
  dispatcher: Dispatcher,
): Promise<Answer> {
  for (let attempt = 1; ; attempt++) {
    generation.onEvent?.({ kind: 'asking', attempt })
    const answer = await askOnce(url, generation, dispatcher)
    if (answer.kind === 'response' || attempt > generation.retries) return answer
    const waitMs = waitFor(answer.refusal, attempt)
    if (waitMs === undefined) return answer
    generation.onEvent?.({ kind: 'retrying', reason: answer.refusal.message, waitMs })
    await (generation.wait ?? waitAbortably)(waitMs, generation.signal)
  }
}

/** For any request of the API: its response, or the refusal in words. */
export async function askOnce(
  url: URL,
  { source, signal }: Pick<ServerGeneration, 'source' | 'signal'>,
  dispatcher: Dispatcher,
): Promise<Answer> {
  try {
    const response = await ask(url, source, dispatcher, signal)
    const refusal = await refusalOf(response)
    if (refusal === undefined) return { kind: 'response', response }
    dropBody(response)
    return { kind: 'refused', refusal }
  } catch (error) {
    if (signal?.aborted === true) throw error
    return { kind: 'refused', refusal: connectionRefusal(error, url.origin, source.timeoutMs) }
  }
}

/** `undefined`: asking again would not help, or not soon. */
function waitFor(refusal: Refusal, attempt: number): number | undefined {
  if (refusal.passing !== true) return undefined
  const waitMs = refusal.retryAfterMs ?? firstWaitMs * 2 ** (attempt - 1)
  return waitMs > longestWaitMs ? undefined : waitMs
}

async function waitAbortably(ms: number, signal: AbortSignal | undefined): Promise<void> {
  await sleep(ms, undefined, signal === undefined ? {} : { signal })
}
