// Sources: where a value was read. Line and excerpt are worked out only when a finding shows them.
import type { Document, ValuePath } from '../documents/types.js'
import type { LogRecord } from '../documents/log/types.js'
import type { Source } from './types.js'

/** Longest excerpt of a line, in UTF-16 units; whoever shows it may cut further. */
const EXCERPT_LIMIT = 500

/** The place of a path in a document. */
export function sourceAt(document: Document, path: ValuePath): Source {
  const line = () => document.locate(path)?.line
  return {
    entry: document.entry,
    ...nodeOf(document.node),
    path,
    get line() {
      return line()
    },
    get excerpt() {
      const found = line()
      return found === undefined ? undefined : document.lineText(found)?.trim().slice(0, EXCERPT_LIMIT)
    },
  }
}

/** The place of a log record. */
export function sourceOfRecord(record: LogRecord): Source {
  return {
    entry: record.entry,
    ...nodeOf(record.node),
    line: record.line,
    excerpt: record.raw.slice(0, EXCERPT_LIMIT),
  }
}

/** A whole entry, where no line says more than another. */
export function sourceOfEntry(entry: string, node: string | undefined): Source {
  return { entry, ...nodeOf(node) }
}

/** `''` is the one node of a standalone server: nothing to tell a person. */
function nodeOf(node: string | undefined): { node?: string } {
  return node === undefined || node === '' ? {} : { node }
}
