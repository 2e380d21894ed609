// Comparing rows: what came, went and changed; what is masked is not known; nodes are told only where they differ.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareRows, type NodePairs, type Row } from '../../analyzer/diff/rows.js'
import { setOf, valueOf } from '../../analyzer/diff/values.js'

const single: NodePairs = { toFirst: new Map([['', '']]), nameOf: node => node }
const two: NodePairs = {
  toFirst: new Map([
    ['a', 'a'],
    ['b', 'b'],
  ]),
  nameOf: node => node,
}

const row = (key: string, value: unknown, rest: Partial<Row> = {}): Row => ({
  key,
  name: key,
  values: { '': valueOf(value, key.split('.').at(-1)) },
  ...rest,
})

const mask = '*'.repeat(32)

test('what came, what went and what is another is told with its values', () => {
  const { changes, same } = compareRows(
    [row('S.Gone', 1), row('S.Same', 'x'), row('S.Other', 20)],
    [row('S.Same', 'x'), row('S.Other', 10), row('S.Came', true)],
    single,
  )
  expect(same).toBe(1)
  expect(changes).toEqual([
    { kind: 'removed', name: 'S.Gone', before: 1 },
    { kind: 'changed', name: 'S.Other', before: 20, after: 10, ratio: 0.5 },
    { kind: 'added', name: 'S.Came', after: true },
  ])
})

test('maps with their keys in another order are the same, lists in another order are not', () => {
  const { changes } = compareRows(
    [row('S.Map', { a: 1, b: { c: 2, d: 3 } }), row('S.List', ['x', 'y'])],
    [row('S.Map', { b: { d: 3, c: 2 }, a: 1 }), row('S.List', ['y', 'x'])],
    single,
  )
  expect(changes.map(({ name }) => name)).toEqual(['S.List'])
})

test('permissions are sets: what is gained and lost is told, their order is nothing', () => {
  const role = (permissions: readonly string[]): Row => ({
    key: 'role editor',
    name: 'role editor',
    values: { permissions: setOf(permissions) },
  })
  expect(compareRows([role(['a', 'b'])], [role(['b', 'a'])], single).changes).toEqual([])
  expect(compareRows([role(['a', 'b'])], [role(['b', 'c'])], single).changes[0]).toMatchObject({
    property: 'permissions',
    gained: ['c'],
    lost: ['a'],
  })
})

describe('what the packet masks', () => {
  test('is not known to be the same, and not known to have changed', () => {
    const { changes, same, unknown } = compareRows(
      [row('S.Password', mask)],
      [row('S.Password', mask)],
      single,
    )
    expect([changes, same, unknown]).toEqual([[], 0, ['S.Password']])
  })

  test('did change where it was empty before', () => {
    const { changes } = compareRows([row('S.Password', '')], [row('S.Password', mask)], single)
    expect(changes).toEqual([{ kind: 'changed', name: 'S.Password', before: '', after: mask }])
  })

  test('says nothing where the server masks it even when it is empty', () => {
    const { changes, unknown } = compareRows(
      [row('S.Salt', '')],
      [row('S.Salt', mask, { saysNothing: true })],
      single,
    )
    expect([changes, unknown]).toEqual([[], ['S.Salt']])
  })

  test('is not known against a readable value', () => {
    const { changes, unknown } = compareRows([row('S.Note', 'text')], [row('S.Note', mask)], single)
    expect([changes, unknown]).toEqual([[], ['S.Note']])
  })
})

test('a readable secret that changed is told as changed, and neither value is shown', () => {
  const result = compareRows([row('S.Password', 'hunter2')], [row('S.Password', 'correct horse')], single)
  expect(result.changes).toMatchObject([{ kind: 'changed', name: 'S.Password', hidden: true }])
  expect(JSON.stringify(result)).not.toMatch(/hunter2|correct horse/)
})

describe('nodes', () => {
  const on = (node: string, value: unknown): Row => row('S.Key', value, { node })

  test('the same change on every node names none', () => {
    const { changes } = compareRows([on('a', 1), on('b', 1)], [on('a', 2), on('b', 2)], two)
    expect(changes).toEqual([{ kind: 'changed', name: 'S.Key', before: 1, after: 2, ratio: 2 }])
  })

  test('a change on one of them names it', () => {
    const { changes } = compareRows([on('a', 1), on('b', 1)], [on('a', 1), on('b', 2)], two)
    expect(changes).toEqual([{ kind: 'changed', name: 'S.Key', before: 1, after: 2, ratio: 2, nodes: ['b'] }])
  })

  test('what belongs to a node that only one packet has is left out', () => {
    const { changes } = compareRows([on('a', 1), on('old', 5)], [on('a', 1), on('new', 7)], two)
    expect(changes).toEqual([])
  })
})

describe('numbers that never stand still', () => {
  const count = (value: number): Row => row('S.Count', value, { tolerance: { least: 10, factor: 1.5 } })

  test.each([
    [100, 109, 'less than the least'],
    [100, 140, 'less than the factor'],
    [0, 9, 'less than the least, from none'],
  ])('%d and %d count as the same: %s', (before, after) => {
    const { changes, same } = compareRows([count(before)], [count(after)], single)
    expect([changes, same]).toEqual([[], 1])
  })

  test.each([
    [100, 150],
    [150, 100],
    [0, 10],
  ])('%d and %d are different', (before, after) => {
    expect(compareRows([count(before)], [count(after)], single).changes).toMatchObject([{ before, after }])
  })
})

test('a number that one packet alone tells is not compared', () => {
  const measured = row('S.Measured', 5, { tolerance: { least: 1, factor: 1.5 } })
  expect(compareRows([measured], [], single)).toEqual({ changes: [], same: 0, unknown: [] })
  expect(compareRows([], [measured], single).changes).toEqual([])
})

describe('a list that leaves nothing out', () => {
  const part = (key: string, value: number, node = ''): Row =>
    row(key, value, { countedIn: 'parts', node, tolerance: { least: 1, factor: 1.1 } })

  test('has none of what it lacks', () => {
    const { changes } = compareRows([part('a', 1)], [part('a', 1), part('b', 7)], single)
    expect(changes).toEqual([{ kind: 'changed', name: 'b', before: 0, after: 7 }])
  })

  test('says nothing where the other packet has no such list', () => {
    expect(compareRows([row('S.Key', 1)], [row('S.Key', 1), part('b', 7)], single).changes).toEqual([])
    expect(compareRows([part('b', 7)], [], single).changes).toEqual([])
  })

  test('says nothing of a node without one', () => {
    const { changes } = compareRows([part('b', 7, 'a')], [part('b', 7, 'a'), part('c', 5, 'b')], two)
    expect(changes).toEqual([])
  })
})

test('twenty thousand nodes are joined in time that grows with them', () => {
  const names = Array.from({ length: 20_000 }, (_, index) => `n${index}`)
  const many: NodePairs = {
    toFirst: new Map([...names, 'other'].map(name => [name, name])),
    nameOf: name => name,
  }
  const rows = (value: number) => [
    ...names.map(node => row('S.Key', value, { node })),
    row('S.Key', 1, { node: 'other' }),
  ]
  const { changes } = compareRows(rows(1), rows(2), many)
  expect(changes.map(({ nodes }) => nodes?.length)).toEqual([20_000])
})

test('a default that another release has follows from the release; a default that somebody left does not', () => {
  const { changes } = compareRows(
    [row('S.A', 1, { isDefault: true }), row('S.B', 1, { isDefault: true })],
    [
      row('S.A', 2, { isDefault: true }),
      row('S.B', 2, { isDefault: false }),
      row('S.C', 3, { isDefault: true }),
    ],
    single,
  )
  expect(changes.map(({ name, ofRelease }) => [name, ofRelease])).toEqual([
    ['S.A', true],
    ['S.B', undefined],
    ['S.C', true],
  ])
})

test('names that every object has are names like others, and endless ones are cut', () => {
  const thing = (values: Row['values']): Row => ({ key: 'k', name: 'n'.repeat(5000), values })
  const { changes } = compareRows(
    [thing({ a: valueOf(1) })],
    [thing({ a: valueOf(1), constructor: valueOf(2), ['__proto__']: valueOf(3) })],
    single,
  )
  expect(changes.map(({ property, before, after }) => [property, before, after])).toEqual([
    ['constructor', undefined, 2],
    ['__proto__', undefined, 3],
  ])
  expect(changes[0]?.name).toHaveLength(301)
})

const anyRows = fc
  .uniqueArray(fc.tuple(fc.string({ maxLength: 3 }), fc.jsonValue({ maxDepth: 2 })), {
    selector: ([key]) => key,
  })
  .map(pairs => pairs.map(([key, value]) => row(key, value)))

test('whatever the rows, nothing differs from itself, and the other way round what came is gone', () => {
  fc.assert(
    fc.property(anyRows, anyRows, (before, after) => {
      expect(compareRows(before, before, single).changes).toEqual([])
      const names = (rows: readonly Row[], others: readonly Row[], kind: string) =>
        compareRows(rows, others, single)
          .changes.filter(change => change.kind === kind)
          .map(({ name }) => name)
          .sort()
      expect(names(before, after, 'added')).toEqual(names(after, before, 'removed'))
      expect(names(before, after, 'changed')).toEqual(names(after, before, 'changed'))
    }),
  )
})
