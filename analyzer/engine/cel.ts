// Expressions: CEL by @marcbachmann/cel-js, with the numbers, `has()` and `matches()` that rules need. Parsed once, when first needed.
import { Environment } from '@marcbachmann/cel-js'
import type { ASTNode } from '@marcbachmann/cel-js'
import { serialize } from '@marcbachmann/cel-js/serialize'
import { asking } from './watch.js'
import { compilePattern } from './pattern.js'
import { DataMistake, ruleFunctions } from './cel-functions.js'

/** A parsed expression. `run` throws what `failureOf` explains. */
export interface Compiled {
  readonly source: string
  readonly ast: ASTNode
  run(variables: object): unknown
}

/** A mistake in an expression; offsets are UTF-16 units into its source. */
export interface ExpressionMistake {
  readonly message: string
  readonly start: number
  readonly end: number
}

/** Why an evaluation gave no value. `data`: the packet holds something of another type than the rule expects. */
export type Failure =
  | { readonly kind: 'missing' }
  | { readonly kind: 'data'; readonly message: string }
  | { readonly kind: 'bug'; readonly message: string }

const cache = new Map<string, Compiled>()

/** Throws a `ParseError` for a text that is no CEL. Rules that come this far were linted. */
export function compileExpression(source: string): Compiled {
  const known = cache.get(source)
  if (known !== undefined) return known
  const parsed = environment().parse(toOwnNames(source))
  const compiled = { source, ast: parsed.ast, run: (variables: object) => parsed(variables) as unknown }
  cache.set(source, compiled)
  return compiled
}

/** Syntax, unknown functions, and types that can never fit. Unknown variables are for the caller: they are dynamic here. */
export function checkExpression(source: string): ExpressionMistake | undefined {
  try {
    const result = environment().parse(toOwnNames(source)).check()
    return result.valid ? undefined : mistakeOf(result.error, source)
  } catch (error) {
    return mistakeOf(error, source)
  }
}

/** What went wrong, told by the stable codes of the library. */
export function failureOf(error: unknown): Failure {
  const code = codeOf(error)
  if (code === 'no_such_key' || code === 'unknown_variable' || code === 'index_out_of_bounds')
    return { kind: 'missing' }
  const message = toAuthorNames(summaryOf(error))
  if (error instanceof DataMistake || dataCodes.has(code)) return { kind: 'data', message }
  return { kind: 'bug', message }
}

/** Types are dynamic, and lint has refused what can never fit: at run time these come from the packet's values. */
const dataCodes = new Set([
  'no_such_overload',
  'no_matching_overload',
  'invalid_logical_operand',
  'invalid_condition_type',
  'invalid_comprehension_range',
  'invalid_timestamp',
  'invalid_duration',
  'int_conversion_error',
  'double_conversion_error',
  'bool_conversion_error',
  'variable_type_mismatch',
  'unsupported_type',
  'index_out_of_range',
])

interface CelFault {
  readonly code?: unknown
  readonly summary?: unknown
  readonly range?: { readonly start: number; readonly end: number }
}

function codeOf(error: unknown): string {
  const code = (error as CelFault | undefined)?.code
  return typeof code === 'string' ? code : ''
}

function summaryOf(error: unknown): string {
  const summary = (error as CelFault | undefined)?.summary
  if (typeof summary === 'string') return summary
  return error instanceof Error ? error.message : String(error)
}

function mistakeOf(error: unknown, source: string): ExpressionMistake {
  const range = (error as CelFault | undefined)?.range
  const start = Math.min(range?.start ?? 0, source.length)
  return { message: toAuthorNames(summaryOf(error)), start, end: Math.max(start, range?.end ?? start) }
}

/*
 * The library refuses to replace a function of its own, so ours have other names of the same length, put in before parsing:
 * every position stays true. Strings are stepped over.
 */
const literalOrName =
  /[rR]?"""[^]*?"""|[rR]?'''[^]*?'''|[rR]"[^"\n]*"|[rR]'[^'\n]*'|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|\bhas(?=\s*\()|(?<=\.\s*)matches(?=\s*\()/g
const ownNames: Readonly<Record<string, string>> = { has: 'HAS', matches: 'MATCHES' }

function toOwnNames(source: string): string {
  return source.replace(literalOrName, text => ownNames[text] ?? text)
}

function toAuthorNames(message: string): string {
  return message
    .replace(/\bHAS\b/g, 'has')
    .replace(/\bMATCHES\b/g, 'matches')
    .replace(/(?<=Unexpected token: |Expected |got )[A-Z]+\b/g, name => tokenTexts[name] ?? name)
}

/** A part of an expression as text, as an author would write it. */
export function sourceOf(node: ASTNode): string {
  return toAuthorNames(serialize(node))
}

/** How the library's tokens look in a rule. */
const tokenTexts: Readonly<Record<string, string>> = {
  ...{
    EOF: 'the end',
    AND: '&&',
    OR: '||',
    NOT: '!',
    EQ: '==',
    NE: '!=',
    LT: '<',
    LE: '<=',
    GT: '>',
    GE: '>=',
  },
  ...{
    PLUS: '+',
    MINUS: '-',
    MULTIPLY: '*',
    DIVIDE: '/',
    MODULO: '%',
    IN: 'in',
    DOT: '.',
    COMMA: ',',
    COLON: ':',
  },
  ...{ LPAREN: '(', RPAREN: ')', LBRACKET: '[', RBRACKET: ']', LBRACE: '{', RBRACE: '}', QUESTION: '?' },
}

let made: Environment | undefined

/** Made when the first rule needs it: commands without rules do not pay for it. */
function environment(): Environment {
  made ??= createEnvironment()
  return made
}

function createEnvironment(): Environment {
  const created = new Environment({
    unlistedVariablesAreDyn: true,
    enableOptionalTypes: true,
    homogeneousAggregateLiterals: false,
    limits: { maxDepth: 100, maxAstNodes: 2000 },
  })
  addMixedArithmetic(created)
  addHas(created)
  created.registerFunction('string.MATCHES(string): bool', matches, { async: false })
  for (const { signature, run } of ruleFunctions) {
    created.registerFunction(signature, run as never, { async: false })
  }
  return created
}

function matches(text: string, pattern: string): boolean {
  return compilePattern(pattern).test(text)
}

const arithmetic: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
}

/** Numbers of a packet are doubles, those of an expression are ints: CEL itself would refuse to mix them. */
function addMixedArithmetic(created: Environment): void {
  for (const [operator, compute] of Object.entries(arithmetic)) {
    const run = (a: unknown, b: unknown): number => compute(Number(a), Number(b))
    created.registerOperator(`int ${operator} double: double`, run)
    created.registerOperator(`double ${operator} int: double`, run)
    if (operator === '%') created.registerOperator('double % double: double', run)
  }
}

/** The part of the library's macro protocol that `has()` uses (README, "Custom macros"). */
interface MacroParts {
  readonly args: readonly ASTNode[]
}
interface MacroChecker {
  check(node: ASTNode, context: unknown): unknown
  getType(name: string): unknown
  createError(code: string, message: string, node: ASTNode): Error
}
interface MacroEvaluator {
  run(node: ASTNode, context: unknown): unknown
}

/** `has(a.b.c)`: false when any step is missing, where CEL's own fails unless only the last one is. */
function addHas(created: Environment): void {
  const expand = ({ args }: MacroParts) => {
    const asked = args[0] as ASTNode
    return {
      async: false,
      typeCheck(checker: MacroChecker, _macro: unknown, context: unknown) {
        if (!isPath(asked)) {
          throw checker.createError('invalid_macro_argument', 'has() takes a path such as config.A.B', asked)
        }
        checker.check(asked, context)
        return checker.getType('bool')
      },
      evaluate: (evaluator: MacroEvaluator, _macro: unknown, context: unknown) =>
        asking(() => exists(() => evaluator.run(asked, context))),
    }
  }
  created.registerFunction('HAS(ast): bool', expand as never, { async: false })
}

function exists(read: () => unknown): boolean {
  try {
    read()
    return true
  } catch (error) {
    if (failureOf(error).kind === 'missing') return false
    throw error
  }
}

function isPath(node: ASTNode): boolean {
  switch (node.op) {
    case 'id':
      return true
    case '.':
    case '[]':
      return isPath(node.args[0])
    default:
      return false
  }
}

export type { ASTNode }
