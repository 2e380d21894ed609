// What rules cost where logs are long: the commonest records have to be settled by level, message and caller alone. One rule
// that reads their fields has every such record of a log searched, which once took two fifths more time.
import { describe, expect, test } from 'vitest'
import { appliesTo, compileQueries } from '../../analyzer/documents/log/queries/compile-queries.js'
import { searchText } from '../../analyzer/documents/log/queries/multi-search.js'
import { createDecider } from '../../analyzer/documents/log/queries/plan.js'
import { builtInRules } from '../../analyzer/engine/load.js'
import { logQueries } from '../../analyzer/engine/queries.js'
import type { Rule } from '../../analyzer/engine/rule.js'

const rules = (await builtInRules()).filter(({ product }) => product === 'mattermost')

type Head = readonly [level: string, msg: string, caller: string]

/** Ids of the rules that read the fields of each record with this head. */
function readersOf(asked: readonly Rule[], [level, msg, caller]: Head): readonly string[] {
  const queries = logQueries(asked)
  const compiled = compileQueries(queries)
  const ofServerLog = compiled.matchers.filter(matcher => appliesTo(matcher, 'mattermost-log', true))
  const decide = createDecider(ofServerLog, compiled.index)
  const bytes = Buffer.from(msg)
  const { pending } = decide({
    level,
    msgText: searchText(bytes),
    msgFrom: 0,
    msgEnd: bytes.length,
    msg: () => msg,
    caller: () => caller,
  })
  return [...new Set(pending.map(({ matcher }) => queries[matcher.query]?.id ?? ''))]
}

/** Nine tenths of the lines of a server that logs at debug. */
const commonest: readonly Head[] = [
  ['debug', 'Received HTTP request', 'web/handlers.go:135'],
  ['debug', 'SELECT Id FROM Posts WHERE (CreateAt > $1 AND Posts.ChannelId = $2)', 'sqlstore/sqlx_wrapper.go:357'],
  ['debug', 'INSERT INTO Posts (Id,CreateAt,UpdateAt,EditAt) VALUES ($1,$2,$3,$4)', 'sqlstore/sqlx_wrapper.go:357'],
  ['debug', 'Push notifications are disabled - server config', 'app/notification.go:19'],
]

describe('no rule reads the fields of', () => {
  test.each(commonest)('%s "%s" from %s', (...head) => {
    expect(readersOf(rules, head)).toEqual([])
  })
})

test('a rule that does is told', () => {
  const [rule] = rules.filter(({ id }) => id === 'requests-too-large')
  const greedy = { ...rule, id: 'greedy', logs: { match: { level: 'debug', fields: { url: 'websocket' } } } }
  expect(readersOf([greedy as unknown as Rule], commonest[0] as Head)).toEqual(['greedy'])
})
