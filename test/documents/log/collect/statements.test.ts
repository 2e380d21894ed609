// Statements and errors of the database, from lines as servers write them.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { databaseErrorOf } from '../../../../analyzer/documents/log/collect/database-errors.js'
import { isStatement, statementShape } from '../../../../analyzer/documents/log/collect/statement-shape.js'
import { statements } from '../../../../analyzer/documents/log/collect/statements.js'
import { collect, lineAt } from './drive.js'
import type { Line } from './drive.js'

const trace = (second: number, msg: string, duration: string | undefined, more: Line = {}): Line =>
  lineAt(second, {
    level: 'debug',
    msg,
    caller: 'sqlstore/sqlx_wrapper.go:357',
    ...(duration === undefined ? {} : { duration }),
    arg0: ['kwn1kpnbipgcfcezze5ueojkrr'],
    ...more,
  })

describe('the shape of a statement', () => {
  test.each([
    ['SELECT a FROM T WHERE b IN ($1,$2, $3) AND c = $4', 'SELECT a FROM T WHERE b IN (?, …) AND c = ?'],
    ['SELECT a FROM T WHERE b IN ($1)', 'SELECT a FROM T WHERE b IN (?)'],
    ["SELECT a FROM T WHERE b = 'it''s' AND c = 17", 'SELECT a FROM T WHERE b = ? AND c = ?'],
    ['INSERT INTO T (a,b) VALUES ($1,$2),($3,$4), ($5,$6)', 'INSERT INTO T (a,b) VALUES (?, …), …'],
    ['SELECT  q2.Id\n\tFROM   Posts q2', 'SELECT q2.Id FROM Posts q2'],
    ['UPDATE ChannelsSET a = ?', 'UPDATE ChannelsSET a = ?'],
    ["SELECT 'never closed", 'SELECT ?'],
    ['SELECT t1.c2 FROM x9 LIMIT 10', 'SELECT t1.c2 FROM x9 LIMIT ?'],
  ])('of %s', (statement, shape) => {
    expect(statementShape(statement)).toBe(shape)
  })

  test('statements that differ in their values alone have one shape', () => {
    const value = fc.oneof(
      fc.nat().map(String),
      fc.nat(99).map(n => `$${n}`),
      fc.string().map(text => `'${text.replaceAll("'", "''")}'`),
    )
    fc.assert(
      fc.property(fc.array(value, { minLength: 2, maxLength: 5 }), values => {
        expect(statementShape(`SELECT a FROM T WHERE b IN (${values.join(',')}) LIMIT 3`)).toBe(
          'SELECT a FROM T WHERE b IN (?, …) LIMIT ?',
        )
      }),
    )
  })

  test('hostile statements take no long time', () => {
    for (const text of [
      "'".repeat(1e6),
      '$1,'.repeat(1e6),
      '((?,'.repeat(1e6),
      ' '.repeat(1e6),
      '1'.repeat(1e6),
    ]) {
      expect(statementShape(`SELECT ${text}`).length).toBeLessThanOrEqual(600)
    }
  })

  test('what is no SQL is no statement', () => {
    expect(['Hub is starting', 'selected nothing', ''].map(isStatement)).toEqual([false, false, false])
    const statements = ['select 1', ' WITH c AS (', '(SELECT 1)', 'SELECTCOALESCE(a, 1)']
    expect(statements.map(isStatement)).toEqual([true, true, true, true])
  })
})

describe('statements', () => {
  test('are counted by shape, the shape that took most time first', () => {
    const activity = collect(statements, [
      trace(0, 'SELECT a FROM T WHERE b = $1', '2ms'),
      trace(1, 'UPDATE T SET a = $1', '1.5s'),
      trace(2, 'SELECT a FROM T WHERE b = $1', '4ms'),
      trace(3, 'SELECT a FROM T WHERE b = $1', undefined),
    ])
    expect(activity?.statements).toMatchObject([
      { shape: 'UPDATE T SET a = ?', count: 1, times: { max: 1.5e9 }, slowest: { line: 2 } },
      {
        shape: 'SELECT a FROM T WHERE b = ?',
        count: 3,
        times: { count: 2, total: 6e6 },
        slowest: { entry: 'mattermost.log', line: 3 },
        line: 1,
      },
    ])
  })

  test('without a duration have no slowest one', () => {
    const [group] =
      collect(statements, [trace(0, 'SELECT 1', undefined), trace(1, 'SELECT 1', '-5ms')])?.statements ?? []
    expect(group).toMatchObject({ count: 2, times: { count: 0 }, slowest: undefined })
  })

  test('are looked for where servers trace them: not in what a plugin says', () => {
    expect(
      collect(statements, [trace(0, 'SELECT 1', '1ms', { caller: 'app/plugin_api.go:1' })]),
    ).toBeUndefined()
  })

  test('of any number of shapes are a bounded number of groups', () => {
    const many = [...Array(3_000).keys()].map(n => trace(n, `SELECT a${n} FROM T`, '1ms'))
    const groups = collect(statements, many, [1_000])?.statements ?? []
    expect(groups.length).toBe(501)
    expect(groups.reduce((sum, { count }) => sum + count, 0)).toBe(3_000)
  })

  test('are the same however the log is cut', () => {
    const line = fc
      .tuple(fc.nat(999), fc.constantFrom('SELECT a', 'SELECT b', 'DELETE FROM c'), fc.nat(5_000))
      .map(([at, msg, us]) => trace(at, msg, `${us}µs`))
    fc.assert(
      fc.property(fc.array(line, { maxLength: 40 }), fc.array(fc.nat(40)), (lines, cuts) => {
        expect(collect(statements, lines, cuts)).toEqual(collect(statements, lines))
      }),
    )
  })
})

describe('errors of the database', () => {
  test.each([
    ['failed to save Post: pq: canceling statement due to user request', '57014', 'cancelled-by-server'],
    ['pq: canceling statement due to statement timeout', '57014', 'statement-timeout'],
    ['pq: deadlock detected', '40P01', 'deadlock'],
    ['ERROR: deadlock detected (SQLSTATE 40P01)', '40P01', 'deadlock'],
    [
      'Error 1213 (40001): Deadlock found when trying to get lock; try restarting transaction',
      '40001',
      'deadlock',
    ],
    ['Error 1213: Deadlock found when trying to get lock', '40001', 'deadlock'],
    ['pq: sorry, too many clients already', '53300', 'too-many-connections'],
    ['Error 1040: Too many connections', '08004', 'too-many-connections'],
    ['pq: could not serialize access due to concurrent update', '40001', 'serialization-failure'],
    ['pq: cannot execute UPDATE in a read-only transaction', '25006', 'read-only'],
    ['pq: relation "posts" does not exist', '42P01', 'table-missing'],
    ['pq: column "x" of relation "posts" does not exist', '42703', 'column-missing'],
    ['pq: the database system is shutting down', '57P03', 'shutting-down'],
    ['begin_transaction: driver: bad connection', undefined, 'connection-lost'],
    ['ERROR: something new (SQLSTATE 12345)', '12345', 'ERROR: something new (SQLSTATE <*>'],
    ['x: pq: something "secret" new 17', undefined, 'something <*> new <*>'],
  ])('%s', (text, sqlState, reason) => {
    expect(databaseErrorOf(text)).toEqual({ sqlState, reason })
  })

  test.each(['context deadline exceeded', 'out of memory', 'Error 1: broken', 'Error 12 apples', ''])(
    '%j is not said by a database',
    text => {
      expect(databaseErrorOf(text)).toBeUndefined()
    },
  )

  test('are counted by reason, from warnings on', () => {
    const error = (second: number, text: string, more: Line = {}) => lineAt(second, { error: text, ...more })
    const activity = collect(
      statements,
      [
        error(0, 'pq: deadlock detected'),
        error(1, 'CreatePost: x, pq: deadlock detected', { level: 'warn' }),
        error(2, 'pq: deadlock detected', { level: 'info' }),
        lineAt(3, { err: 'pq: sorry, too many clients already' }),
      ],
      [1],
    )
    expect(activity).toMatchObject({
      statements: [],
      errors: [
        {
          reason: 'deadlock',
          sqlState: '40P01',
          count: 2,
          line: 1,
          lastSeenMs: Date.UTC(2026, 10, 21, 8, 0, 1),
        },
        { reason: 'too-many-connections', count: 1, line: 4 },
      ],
    })
  })

  test('of any number of reasons are a bounded number of groups', () => {
    const many = [...Array(2_000).keys()].map(n => lineAt(n, { error: `pq: reason ${letters(n)}` }))
    const errors = collect(statements, many, [700])?.errors ?? []
    expect(errors.length).toBe(201)
    expect(errors.reduce((sum, { count }) => sum + count, 0)).toBe(2_000)
  })
})

const letters = (n: number): string => [...String(n)].map(digit => 'abcdefghij'[Number(digit)]).join('')
