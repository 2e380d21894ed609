// A pattern asked of records as their bytes stand in the log: by an automaton where that is certain to give RE2's answer, else
// by RE2 itself.
import { unescape } from '../../log/formats/field-table.js'
import { compilePattern, type TextTest } from '../text-test.js'
import { createAutomaton } from './automaton.js'
import { programOf } from './program.js'
import { readPatternTree } from './syntax.js'

/** In a record as it is written, and as its escapes read: `error: \"x\"` is found by `error: "x"` as well. */
export type RecordPattern = (bytes: Buffer, start: number, end: number) => boolean

/** Rejects for a pattern that is not RE2. */
export async function compileRecordPattern(source: string): Promise<RecordPattern> {
  const test = await compilePattern(source)
  const tree = readPatternTree(source)
  const program = tree && programOf(tree)
  if (program === undefined) return (bytes, start, end) => isFound(test, bytes, start, end)
  const automaton = createAutomaton(program)
  return (bytes, start, end) => {
    const answer = automaton.ask(bytes, start, end)
    return answer === 'unsure' ? isFound(test, bytes, start, end) : answer === 'found'
  }
}

function isFound(test: TextTest, bytes: Buffer, start: number, end: number): boolean {
  const raw = bytes.toString('utf8', start, end)
  return test(raw) || (raw.includes('\\') && test(unescape(raw)))
}
