// Every signature's own line, as servers write it, is seen by the rules that the catalogue names for it.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { LogQuery } from '../../analyzer/documents/log/types.js'
import { readExampleLogs } from '../../analyzer/engine/example-logs.js'
import { builtInRules } from '../../analyzer/engine/load.js'
import { logQueries } from '../../analyzer/engine/queries.js'
import { crashShapes, logSignatures } from './catalogue.js'

const linesOf = JSON.parse(
  readFileSync(new URL('../fixtures/rules/signatures.json', import.meta.url), 'utf8'),
) as Readonly<Record<string, readonly string[]>>

const all = Object.entries({ ...logSignatures, ...crashShapes })
const rules = await builtInRules()

/** What a rule looks for in a single record, however many it wants. */
function queriesOf(ids: readonly string[]): readonly LogQuery[] {
  return logQueries(rules.filter(({ id }) => ids.includes(id))).map(({ id, match, by }) => ({
    id,
    match,
    min: 1,
    ...(by === undefined ? {} : { by }),
  }))
}

async function seenBy(lines: readonly string[], queries: readonly LogQuery[]): Promise<readonly string[]> {
  const logs = await readExampleLogs({ logs: [...lines] }, { product: 'mattermost' }, queries)
  return queries.map(({ id }) => id).filter(id => (logs?.matches.get(id) ?? []).length > 0)
}

/** JSON records stand alone; the lines of a crash report belong together. */
const recordsOf = (lines: readonly string[]): readonly (readonly string[])[] =>
  lines.every(line => line.startsWith('{')) ? lines.map(line => [line]) : [lines]

/** Those that some rule tells by its lines; others are told by facts. */
const shown = all.flatMap(([name, entry]) => {
  const queries = queriesOf(entry.rules ?? [])
  return queries.length === 0 ? [] : [{ name, queries, lines: linesOf[name.split(' ')[0] ?? ''] ?? [] }]
})

test.each(shown)('$name', async ({ lines, queries }) => {
  expect(lines).not.toEqual([])
  const unseen: string[] = []
  for (const record of recordsOf(lines)) {
    if ((await seenBy(record, queries)).length === 0) unseen.push(record[0] ?? '')
  }
  expect(unseen).toEqual([])
})
