// warning.txt: what the server could not put into the packet. A healthy server may write one.
//
//   2 errors occurred:
//   	* failed read notifcation log file at path /opt/mattermost/logs/notifications.log: open …: no such file or directory
//   	* plugin not found: com.mattermost.none
//
// Before 10.0 the messages are plain lines; single messages can hold a list of the form above.
import type { Problem } from '../packet/problem.js'
import { problem } from './problem-codes.js'
import type { SourceText } from './text.js'
import type { Parsed } from './types.js'

export interface Warning {
  readonly points: readonly WarningPoint[]
  /** How many points there are. */
  readonly count: number
}

export interface WarningPoint {
  /** One message, lines joined by a space. */
  readonly text: string
  /** 1-based line it starts in. */
  readonly line: number
}

/** Points kept; the longest list a server could write has a few dozen. */
const maxPoints = 1000

const header = /^(.*?)\b\d+ errors? occurred:\s*$/
const item = /^\s*\*\s+(.*)$/

export function parseWarning(source: SourceText): Parsed<Warning> {
  if (source.text.trim() === '') return { kind: 'unreadable', problem: empty() }
  const points = pointsOf(source)
  return {
    kind: 'ok',
    value: { points, count: points.length },
    locate: ([list, index]) => ({ line: (list === 'points' && points[Number(index)]?.line) || 1, column: 1 }),
    problems: source.problems,
  }
}

interface Open {
  text: string
  readonly line: number
}

function pointsOf(source: SourceText): readonly WarningPoint[] {
  const points: Open[] = []
  // Inside a list, lines without a star continue the point before.
  let inList = false
  for (let number = 1; points.length < maxPoints; number++) {
    const line = source.line(number)
    if (line === undefined) break
    const text = line.trim()
    if (text === '') continue
    const starred = item.exec(line)?.[1]
    const head = headerOf(starred ?? line)
    const last = points.at(-1)
    if (head !== null) {
      inList = true
      const wrapping = head[1]?.replace(/[\s:*]+$/, '') ?? ''
      if (wrapping !== '') points.push({ text: wrapping, line: number })
    } else if (starred !== undefined) points.push({ text: starred.trim(), line: number })
    else if (inList && last !== undefined) last.text += ` ${text}`
    else points.push({ text, line: number })
  }
  return points
}

/** A header is short; searching a line of megabytes for one would take long. */
function headerOf(line: string): RegExpExecArray | null {
  return line.length > 10_000 ? null : header.exec(line)
}

function empty(): Problem {
  return problem('ENTRY_EMPTY', 'warning.txt is empty.')
}
