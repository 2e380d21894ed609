// Runs the first session with a host and reads what it told.
import { inMemory, runSession, type SessionEnd, type SessionRequest } from '../session.js'
import { surveyBody } from '../script/survey.js'
import { readSurvey, type Survey } from './read.js'

/** A configuration has some kilobytes. */
const largestPart = 1024 * 1024
/** All parts together: a host is not to fill our memory. */
const largestSurvey = 8 * 1024 * 1024

export interface TakenSurvey {
  /** `undefined` when the host did not run the script. */
  readonly survey: Survey | undefined
  readonly end: SessionEnd
  /** Our clock in the middle of the session's start, in epoch milliseconds. */
  readonly askedAtMs: number
}

export async function takeSurvey(request: Omit<SessionRequest, 'body' | 'onPart'>): Promise<TakenSurvey> {
  const takers = new Map<string, ReturnType<typeof inMemory>>()
  let left = largestSurvey
  let askedAtMs = Date.now()
  const end = await runSession({
    ...request,
    body: surveyBody,
    onPart(name) {
      if (takers.size === 0) askedAtMs = Date.now()
      const taker = inMemory(Math.min(largestPart, left))
      takers.set(name, taker)
      return { ...taker, data: chunk => ((left -= Math.min(left, chunk.length)), taker.data(chunk)) }
    },
  })
  const parts = [...end.parts].map(([name, part]) => ({
    ...part,
    name,
    output: takers.get(name)?.bytes() ?? Buffer.alloc(0),
  }))
  return { survey: parts.length === 0 ? undefined : readSurvey(parts), end, askedAtMs }
}
