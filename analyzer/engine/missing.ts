// Names what a rule asked for and the packet does not have.
import type { ASTNode, Compiled } from './cel.js'
import { pathText } from './watch.js'
import type { Reads } from './watch.js'

const namesLimit = 8

/**
 * Paths that were read in vain. `"a" in config.X` and map look-ups ask without needing an answer, so a path counts only when
 * its last name is written as `.name` in the expression, or when it is a variable.
 */
export function missingNames(reads: Reads, expressions: readonly Compiled[]): readonly string[] {
  const written = new Set<string>()
  let indexed = expressions.length === 0
  for (const { ast } of expressions) {
    walk(ast, node => {
      if (node.op === '.') written.add(node.args[1])
      if (node.op === '[]') indexed = true
    })
  }
  const paths = [...reads.absent.values()]
  const needed = paths.filter(path => path.length === 1 || written.has(String(path.at(-1))))
  const named = (needed.length > 0 || !indexed ? needed : paths).map(pathText)
  if (named.length > 0) return [...new Set(named)].slice(0, namesLimit)
  return [expressions[0]?.source ?? 'a value']
}

/** A value that is there but of no use: text where a number should be. */
export function unexpectedValue(name: string, expected: string): string {
  return `${name} (unexpected value: ${expected.replace(/dyn<(\w+)>/g, '$1')})`
}

/** Every node of an expression, outside in. */
export function walk(node: ASTNode, visit: (node: ASTNode) => void): void {
  visit(node)
  walkArguments(node.args, visit)
}

function walkArguments(args: unknown, visit: (node: ASTNode) => void): void {
  if (Array.isArray(args)) for (const item of args) walkArguments(item, visit)
  else if (isNode(args)) walk(args, visit)
}

function isNode(value: unknown): value is ASTNode {
  return typeof value === 'object' && value !== null && 'op' in value && 'args' in value
}
