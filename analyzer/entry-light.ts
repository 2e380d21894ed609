// What the state of an entry means for the person who reads: one judgement for reports and viewer. Pure, so that pages can load it.
import type { EntryInfo } from './analysis.js'

export type Light = 'ok' | 'info' | 'warning' | 'error'

/** The colour; the word is the state itself. An entry that nobody expects may be empty or missing. */
export function lightOf({ status, expectation }: Pick<EntryInfo, 'status' | 'expectation'>): Light {
  switch (status) {
    case 'present':
      return 'ok'
    case 'truncated':
    case 'damaged':
      return 'error'
    case 'absent':
      return expectation === 'expected' ? 'error' : 'info'
    case 'empty':
      return expectation === 'expected' ? 'warning' : 'info'
    case 'failed':
      return 'warning'
    case 'masked':
    case 'misplaced':
    case 'unknown':
      return 'info'
    default:
      return unknownState(status)
  }
}

/** A page may be older than the analyzer whose states it shows. */
function unknownState(_status: never): Light {
  return 'info'
}

/** An entry whose content somebody misses: it is not what it should be. */
export function isLacking(entry: Pick<EntryInfo, 'status' | 'expectation'>): boolean {
  const light = lightOf(entry)
  return light === 'warning' || light === 'error'
}
