// PostgreSQL's own parser (libpg-query, compiled to WebAssembly), loaded when the first dump comes: it takes 0.1 s and 1 MB.
import type * as Library from 'libpg-query'
import type { Fields } from './tree.js'
import { listAt } from './tree.js'
import { isMap, valueAt } from '../shape.js'

let library: typeof Library | undefined

/** To be awaited before the first call of `parseStatement`. */
export async function loadSqlParser(): Promise<void> {
  if (library !== undefined) return
  const loading = await import('libpg-query')
  await loading.loadModule()
  library = loading
}

/** A statement, or the parser's words for why it is none. */
export type ParsedStatement =
  | { readonly kind: 'statement'; readonly statement: Fields }
  | { readonly kind: 'broken'; readonly reason: string; readonly at: number }

/** One statement of PostgreSQL as a tree. `at` of a broken one is a UTF-16 offset in its text. */
export function parseStatement(text: string): ParsedStatement {
  if (library === undefined) throw new Error('the SQL parser is not loaded yet')
  try {
    const statement = valueAt(listAt(library.parseSync(text), 'stmts')[0], ['stmt'])
    return isMap(statement)
      ? { kind: 'statement', statement }
      : { kind: 'broken', reason: 'it says nothing', at: 0 }
  } catch (error) {
    return broken(error)
  }
}

/** An expression nested too deeply overflows the parser's stack, which is no syntax error and does it no harm. */
function broken(error: unknown): ParsedStatement {
  if (error instanceof RangeError) return { kind: 'broken', reason: 'it is nested too deeply', at: 0 }
  const at = valueAt(error, ['sqlDetails', 'cursorPosition'])
  const reason = error instanceof Error ? error.message : String(error)
  return { kind: 'broken', reason, at: typeof at === 'number' && at > 0 ? at : 0 }
}
