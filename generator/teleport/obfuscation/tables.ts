// Tables that tctl prints for people. Their columns are found by where they stand, so that a changed cell moves them all.
//
//   Token                            Type Labels Expiry Time (UTC)
//   -------------------------------- ---- ------ ---------------------------------
//   node-token-a3f1c97e5b2d4860      Node        01 Dec 26 08:47 UTC (239h12m29s)
import { changeLines } from './lines.js'

/** Rows that are set anew together; a longer table has another width from there on, under a ruler of its own. */
const rowsHeld = 20_000

/** Changes each cell and gives columns the width they need then. Lines outside of tables are changed as lines. */
export async function* changeTable(
  source: AsyncIterable<Buffer>,
  change: (text: string) => string | undefined,
): AsyncGenerator<Buffer> {
  let before: string | undefined
  let table: OpenTable | undefined
  const plain = (line: string | undefined): string | undefined =>
    line === undefined ? undefined : change(line)
  const closed = (): string | undefined => {
    const text = table && setTable(table, change)
    table = undefined
    return text
  }
  const onLine = (line: string): string | undefined => {
    if (/^-{2,}(?: +-{2,})*\s*$/.test(line) && before !== undefined) {
      table = { head: before, starts: [...line.matchAll(/-+/g)].map(found => found.index), rows: [] }
      before = undefined
      return undefined
    }
    if (table !== undefined && line.trim() !== '' && table.rows.length < rowsHeld) {
      table.rows.push(line)
      return undefined
    }
    const ready = [closed(), plain(before)]
    before = line
    return joined(ready)
  }
  yield* changeLines(source, onLine, () => joined([closed(), plain(before)]))
}

const joined = (texts: readonly (string | undefined)[]): string | undefined => {
  const some = texts.filter(text => text !== undefined)
  return some.length === 0 ? undefined : some.join('\n')
}

interface OpenTable {
  readonly head: string
  readonly starts: readonly number[]
  readonly rows: string[]
}

function setTable({ head, starts, rows }: OpenTable, change: (text: string) => string | undefined): string {
  const cells = rows.map(row => cut(row, starts).map(cell => change(cell) ?? ''))
  const heads = cut(head, starts)
  const widths = heads.map((name, column) =>
    cells.reduce((widest, row) => Math.max(widest, row[column]?.length ?? 0), Math.max(2, name.length)),
  )
  const line = (texts: readonly string[]): string =>
    texts.map((text, column) => `${text.padEnd(widths[column] ?? 0)} `).join('')
  const ruler = widths.map(width => `${'-'.repeat(width)} `).join('')
  return [line(heads), ruler, ...cells.map(line)].join('\n')
}

const cut = (line: string, starts: readonly number[]): readonly string[] =>
  starts.map((start, index) => line.slice(start, starts[index + 1]).trim())
