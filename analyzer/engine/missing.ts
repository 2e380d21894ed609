// Names what a rule asked for and the packet does not have.
import type { ASTNode, Compiled } from './cel.js'
import type { ValuePath } from '../documents/types.js'
import { pathText } from './watch.js'
import type { Reads } from './watch.js'

const namesLimit = 8

/**
 * Paths that were read in vain. `"a" in config.X` and map look-ups ask without needing an answer, so a path counts only when
 * its last name is written as `.name` in the expression, or when it is a variable.
 */
export function missingNames(reads: Reads, expressions: readonly Compiled[]): readonly string[] {
  const written = writtenPaths(expressions)
  const paths = [...reads.absent.values()]
  const needed = paths.flatMap(path => namesOf(path, written))
  const named = needed.length > 0 ? needed : paths.map(pathText)
  if (named.length > 0) return [...new Set(named)].slice(0, namesLimit)
  return [expressions[0]?.source ?? 'a value']
}

/** Paths as they stand in the expressions, each as long as it is written, without those that `has()` asks for. */
interface Written {
  /** From a variable on: `config.SqlSettings.MaxOpenConns`. */
  readonly chains: readonly string[]
  /** Last names after any dot: of items and other computed values too. */
  readonly fields: ReadonlySet<string>
}

function writtenPaths(expressions: readonly Compiled[]): Written {
  const chains: string[] = []
  const fields = new Set<string>()
  for (const { ast } of expressions) {
    walk(ast, node => {
      if (node.op === 'call' && node.args[0] === 'HAS') return false
      if (node.op === '.') fields.add(node.args[1])
      const chain = chainText(node)
      if (chain !== undefined) chains.push(chain)
      return true
    })
  }
  return { chains, fields }
}

/** A missing section is named with what was wanted from it; a missing variable is a missing entry, and named alone. */
function namesOf(path: ValuePath, { chains, fields }: Written): readonly string[] {
  const text = pathText(path)
  if (path.length === 1) return [text]
  const wanted = chains.filter(chain => chain === text || chain.startsWith(`${text}.`))
  const longest = wanted.filter(chain => !wanted.some(other => other.startsWith(`${chain}.`)))
  if (longest.length > 0) return longest
  return fields.has(String(path.at(-1))) ? [text] : []
}

function chainText(node: ASTNode): string | undefined {
  if (node.op === 'id') return node.args
  if (node.op !== '.') return undefined
  const before = chainText(node.args[0])
  return before === undefined ? undefined : `${before}.${node.args[1]}`
}

/** A value that is there but of no use: text where a number should be. */
export function unexpectedValue(name: string, expected: string): string {
  return `${name} (unexpected value: ${expected.replace(/dyn<(\w+)>/g, '$1')})`
}

/** Every node of an expression, outside in; `visit` gives false for a node whose parts are not to be visited. */
export function walk(node: ASTNode, visit: (node: ASTNode) => boolean): void {
  if (visit(node)) walkArguments(node.args, visit)
}

function walkArguments(args: unknown, visit: (node: ASTNode) => boolean): void {
  if (Array.isArray(args)) for (const item of args) walkArguments(item, visit)
  else if (isNode(args)) walk(args, visit)
}

function isNode(value: unknown): value is ASTNode {
  return typeof value === 'object' && value !== null && 'op' in value && 'args' in value
}
