// Questions about logs to the server, asked again while it still reads or searches. The last answer stays in sight until the
// next one is there, so that the page does not jump.
import { useEffect, useState } from 'preact/hooks'
import type { LogReading } from '../../shared/logs.js'
import { ask } from '../api.js'

export interface LogAnswer<T> {
  /** Undefined before the first. */
  readonly value: T | undefined
  /** The path it answers: an older one while the new answer is waited for. */
  readonly path: string | undefined
  readonly reading: LogReading | undefined
  /** A sentence; also for a query that cannot be run. */
  readonly failure: { readonly code: string; readonly message: string } | undefined
}

const empty: LogAnswer<never> = {
  value: undefined,
  path: undefined,
  reading: undefined,
  failure: undefined,
}

const readingPauseMs = 300
const searchPauseMs = 120
const countingPauseMs = 1_000

/** Asks nothing for undefined. */
export function useLogAnswer<T extends object>(path: string | undefined): LogAnswer<T> {
  const [answer, setAnswer] = useState<LogAnswer<T>>(empty)
  useEffect(() => {
    if (path === undefined) return
    const left = new AbortController()
    void keepAsking<T>(path, left.signal, change => setAnswer(before => ({ ...before, ...change })))
    return () => left.abort()
  }, [path])
  return answer
}

async function keepAsking<T extends object>(
  path: string,
  left: AbortSignal,
  change: (part: Partial<LogAnswer<T>>) => void,
): Promise<void> {
  for (let address = path; !left.aborted; address = path.replace('&again=1', '')) {
    const answer = await ask<T | LogReading>(address, { signal: left })
    if (left.aborted) return
    if (answer.kind === 'failed') return change({ failure: answer, reading: undefined })
    const { value } = answer
    if (isReading(value)) change({ reading: value, failure: undefined })
    else change({ value, path, reading: undefined, failure: undefined })
    const pause = pauseAfter(value)
    if (pause === undefined) return
    await new Promise(resume => setTimeout(resume, pause))
  }
}

function isReading(value: object): value is LogReading {
  return 'state' in value && value.state === 'reading'
}

/** When to ask again; undefined when the answer is final. */
function pauseAfter(value: object): number | undefined {
  const { state, facets } = value as {
    state?: string
    facets?: readonly { readonly complete: boolean }[]
  }
  if (state === 'reading') return readingPauseMs
  if (state === 'searching') return searchPauseMs
  return facets?.some(facet => !facet.complete) === true ? countingPauseMs : undefined
}
