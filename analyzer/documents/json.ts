// JSON text → plain value, with the place of every value. Fast path first; broken text is read as far as it goes.
import { parseTree, printParseErrorCode } from 'jsonc-parser'
import type { Node, ParseError } from 'jsonc-parser'
import type { Problem } from '../packet/problem.js'
import { surveyJson } from './json-survey.js'
import { maxProblems, problem } from './problem-codes.js'
import { locateIn, spot } from './spots.js'
import type { Spot } from './spots.js'
import type { SourceText } from './text.js'
import type { Parsed } from './types.js'

/** Deepest nesting read; the server's files nest below 15, and readers of the value recurse. */
const maxDepth = 100

/**
 * Parses JSON. Broken text gives the value as far as it can be read and a problem with line and column; a key that
 * occurs twice and an integer beyond 2^53 are problems too.
 */
export function parseJson(source: SourceText): Parsed<unknown> {
  const { text } = source
  if (text.trim() === '') return { kind: 'unreadable', problem: emptyDocument() }
  const survey = surveyJson(text)
  if (survey.depth > maxDepth)
    return { kind: 'unreadable', problem: tooDeep(source, survey.depth, survey.deepestAt) }
  const strict = tryParse(text)
  if (strict === undefined) return readBroken(source)
  const locate = locateIn(source, () => spotsOfJson(treeOf(text)))
  const large = survey.largeNumbers.slice(0, maxProblems).map(at => largeNumber(source, at))
  // The survey counts keys in the text; fewer in the value means that some occur twice.
  const doubled = survey.keys > countKeys(strict.value) ? duplicateKeys(source) : []
  return { kind: 'ok', value: strict.value, locate, problems: [...source.problems, ...large, ...doubled] }
}

function tryParse(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown }
  } catch {
    return undefined
  }
}

function readBroken(source: SourceText): Parsed<unknown> {
  const errors: ParseError[] = []
  const tree = treeOf(source.text, errors)
  const problems = errors.slice(0, maxProblems).map(error => syntaxProblem(source, error))
  const first = problems[0] ?? problem('JSON_SYNTAX', 'Broken JSON.', { line: 1, column: 1 })
  if (tree === undefined || (tree.type !== 'object' && tree.type !== 'array')) {
    return { kind: 'unreadable', problem: first }
  }
  const found = [...source.problems, ...(problems.length > 0 ? problems : [first])]
  return {
    kind: 'ok',
    value: valueOf(tree),
    locate: locateIn(source, () => spotsOfJson(tree)),
    problems: found,
  }
}

function treeOf(text: string, errors: ParseError[] = []): Node | undefined {
  return parseTree(text, errors, { disallowComments: true, allowTrailingComma: false })
}

/** Made with `fromEntries`, which stores a key named `__proto__` like any other. */
function valueOf(node: Node): unknown {
  switch (node.type) {
    case 'array':
      return (node.children ?? []).map(valueOf)
    case 'object':
      return Object.fromEntries(pairsOf(node).map(([key, value]) => [key.value as string, valueOf(value)]))
    default:
      return node.value as unknown
  }
}

function spotsOfJson(node: Node | undefined): Spot | undefined {
  return node && spotOf(node, node.offset)
}

function spotOf(node: Node, at: number): Spot {
  if (node.type === 'array') {
    return spot(at, new Map((node.children ?? []).map((item, index) => [index, spotOf(item, item.offset)])))
  }
  if (node.type !== 'object') return spot(at)
  return spot(
    at,
    new Map(pairsOf(node).map(([key, value]) => [key.value as string, spotOf(value, key.offset)])),
  )
}

/** Properties that have both key and value; a cut one has no value. */
function pairsOf(node: Node): (readonly [Node, Node])[] {
  return (node.children ?? []).flatMap(property => {
    const [key, value] = property.children ?? []
    return key === undefined || value === undefined ? [] : [[key, value] as const]
  })
}

function countKeys(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  const inner = Object.values(value)
  return inner.reduce<number>((sum, item) => sum + countKeys(item), Array.isArray(value) ? 0 : inner.length)
}

function duplicateKeys(source: SourceText): Problem[] {
  const found: Problem[] = []
  const visit = (node: Node): void => {
    const seen = new Set<unknown>()
    for (const child of node.children ?? []) {
      const key = node.type === 'object' ? child.children?.[0] : undefined
      if (key !== undefined && seen.has(key.value)) found.push(duplicateKey(source, key))
      if (key !== undefined) seen.add(key.value)
      visit(child)
    }
  }
  const tree = treeOf(source.text)
  if (tree !== undefined) visit(tree)
  return found.slice(0, maxProblems)
}

function duplicateKey(source: SourceText, key: Node): Problem {
  const place = source.placeOf(key.offset)
  const name = String(key.value)
  return problem(
    'JSON_DUPLICATE_KEY',
    `The key "${name}" occurs again in line ${place.line}; this value is used.`,
    {
      ...place,
    },
  )
}

function largeNumber(source: SourceText, at: number): Problem {
  const place = source.placeOf(at)
  return problem('NUMBER_TOO_LARGE', `The number in line ${place.line} is beyond 2^53 and is read rounded.`, {
    ...place,
  })
}

function syntaxProblem(source: SourceText, error: ParseError): Problem {
  const place = source.placeOf(error.offset)
  const reason = words(printParseErrorCode(error.error))
  return problem('JSON_SYNTAX', `Broken JSON in line ${place.line}, column ${place.column}: ${reason}.`, {
    ...place,
  })
}

/** `CloseBraceExpected` → `close brace expected`. */
function words(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase()
}

function tooDeep(source: SourceText, depth: number, at: number): Problem {
  return problem(
    'NESTED_TOO_DEEPLY',
    `The document is nested ${depth} levels deep; at most ${maxDepth} are read.`,
    {
      expected: `at most ${maxDepth} levels`,
      found: `${depth} levels`,
      ...source.placeOf(at),
    },
  )
}

function emptyDocument(): Problem {
  return problem('ENTRY_EMPTY', 'The document is empty.', { expected: 'a JSON document', found: 'nothing' })
}
