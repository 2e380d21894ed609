// Tests of texts, ready to be asked many times: patterns and what fields must hold.
import { goDurationNs } from '../log/collect/go-duration.js'
import { unreachable } from '../../lib/unreachable.js'
import { isLiteral } from './needles.js'
import type { Comparison, FieldTest } from './types.js'

export type TextTest = (text: string) => boolean

/**
 * RE2, in which `^` and `$` are ends of lines. Rejects for a pattern that is none. The engine is large, and a plain text
 * needs none: without it the command starts in half the time.
 */
export async function compilePattern(source: string): Promise<TextTest> {
  if (isLiteral(source)) return text => text.includes(source)
  const { RE2JS } = await import('re2js')
  const pattern = RE2JS.compile(source, RE2JS.MULTILINE)
  return text => pattern.test(text)
}

export async function compileFieldTest(test: FieldTest): Promise<TextTest> {
  switch (test.kind) {
    case 'exists':
      return () => true
    case 'is':
      return text => text === test.text
    case 'is-not':
      return text => text !== test.text
    case 'finds':
      return compilePattern(test.pattern)
    case 'compares':
      return compareWith(test.operator, test.than)
    default:
      return unreachable(test)
  }
}

const comparing: Readonly<Record<Comparison, (a: number, b: number) => boolean>> = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
}

/** A number is not compared with a duration: nobody knows its unit. */
function compareWith(operator: Comparison, than: string): TextTest {
  const holds = comparing[operator]
  const number = numberOf(than)
  const durationNs = number === undefined ? goDurationNs(than) : undefined
  return text => {
    const value = number === undefined ? goDurationNs(text) : numberOf(text)
    const bound = number ?? durationNs
    return value !== undefined && bound !== undefined && holds(value, bound)
  }
}

function numberOf(text: string): number | undefined {
  return /^[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?$/.test(text) ? Number(text) : undefined
}

/** Whether a text can be compared with. */
export function isQuantity(text: string): boolean {
  return numberOf(text) !== undefined || goDurationNs(text) !== undefined
}
