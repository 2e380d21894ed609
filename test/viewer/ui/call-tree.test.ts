// Flame graphs: blocks that fill the width, zooming, and a function with those who call it and those it calls.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  calleesOf,
  callersOf,
  firstLevel,
  layOut,
  nameOf,
  openTree,
  pathTo,
  selfOf,
  type CallTree,
} from '../../../viewer/ui/profile/call-tree.js'
import { packageOf, profileValueWords, shareWords, shortName } from '../../../viewer/ui/profile/values.js'

/** `main` calls `work` and `idle`; `work` calls itself and `hash`. */
const tree = openTree({
  names: ['all', 'main', 'work', 'hash', 'idle'],
  name: [0, 1, 2, 2, 3, 3, 4],
  parent: [-1, 0, 1, 2, 3, 2, 1],
  total: [100, 100, 80, 30, 20, 10, 15],
})

test('what a call spent itself is what those it called did not', () => {
  expect(selfOf(tree, 2)).toBe(40)
  expect(selfOf(tree, 4)).toBe(20)
})

test('blocks lie beside each other by their share, and narrow ones are left out', () => {
  const blocks = layOut(tree, 0, 1000, 120)
  expect(blocks.map(({ node, depth, x, width }) => [nameOf(tree, node), depth, x, width])).toEqual([
    ['all', 0, 0, 1000],
    ['main', 1, 0, 1000],
    ['idle', 2, 800, 150],
    ['work', 2, 0, 800],
    ['work', 3, 0, 300],
    ['hash', 4, 0, 200],
  ])
})

test('a zoomed call fills the width below those it was called by', () => {
  const blocks = layOut(tree, 3, 600, 1)
  expect(blocks.map(({ node, depth, width }) => [node, depth, width])).toEqual([
    [0, 0, 600],
    [1, 1, 600],
    [2, 2, 600],
    [3, 3, 600],
    [4, 4, 400],
  ])
  expect(pathTo(tree, 4)).toEqual([0, 1, 2, 3, 4])
})

test('a function that calls itself counts once', () => {
  const callees = calleesOf(tree, 2)
  expect(callees.total[0]).toBe(80)
  expect(firstLevel(callees)).toEqual([
    { name: 'work', value: 30 },
    { name: 'hash', value: 10 },
  ])
  const callers = callersOf(tree, 2)
  expect(callers.total[0]).toBe(80)
  expect(firstLevel(callers)).toEqual([{ name: 'main', value: 80 }])
})

test('a function that two call has both as callers', () => {
  expect(firstLevel(callersOf(tree, 3))).toEqual([{ name: 'work', value: 30 }])
  expect(callersOf(tree, 3).total[0]).toBe(30)
})

test('blocks of one depth never overlap nor leave the width', () => {
  const node = fc.record({ above: fc.nat(), share: fc.double({ min: 0, max: 1, noNaN: true }) })
  fc.assert(
    fc.property(fc.array(node, { maxLength: 30 }), fc.nat(), (nodes, zoomed) => {
      const made = grown(nodes)
      const blocks = layOut(made, zoomed % made.name.length, 500, 0.1)
      for (const block of blocks) {
        expect(block.x + block.width).toBeLessThanOrEqual(500.001)
        const sameRow = blocks.filter(other => other !== block && other.depth === block.depth)
        for (const other of sameRow)
          expect(block.x + block.width <= other.x + 1e-6 || other.x + other.width <= block.x + 1e-6).toBe(
            true,
          )
      }
    }),
  )
})

/** Each node takes a share of what its parent has left. */
function grown(nodes: readonly { readonly above: number; readonly share: number }[]): CallTree {
  const [name, parent, total, left] = [[0], [-1], [1000], [1000]]
  nodes.forEach(({ above, share }, at) => {
    const under = above % name.length
    const value = Math.floor((left[under] ?? 0) * share)
    left[under] = (left[under] ?? 0) - value
    name.push(at + 1)
    parent.push(under)
    total.push(value)
    left.push(value)
  })
  const tree = openTree({ names: name.map(String), name, parent, total })
  const children = tree.children.map(list => [...list].sort((a, b) => (total[b] ?? 0) - (total[a] ?? 0)))
  return { ...tree, children }
}

test.each([
  [
    'github.com/mattermost/mattermost/server/v8/channels/app.(*App).CreatePost',
    'app.(*App).CreatePost',
    'app',
  ],
  ['net/http.(*conn).serve', 'http.(*conn).serve', 'http'],
  ['main', 'main', 'main'],
  ['pbkdf2.Key[go.shape.interface { a/b.C }]', 'pbkdf2.Key[go.shape.interface { a/b.C }]', 'pbkdf2'],
])('%s is %s of %s', (name, short, own) => {
  expect(shortName(name)).toBe(short)
  expect(packageOf(name)).toBe(own)
})

test('values are told in their unit, shares without false digits', () => {
  expect(profileValueWords(5_030_000_000, 'nanoseconds')).toBe('5.0 s')
  expect(profileValueWords(-1500, 'bytes')).toBe('−1.5 kB')
  expect(profileValueWords(1234, 'count')).toBe('1,234')
  expect([shareWords(1, 3), shareWords(41, 100), shareWords(1, 1e6), shareWords(0, 0)]).toEqual([
    '33 %',
    '41 %',
    'under 0.1 %',
    '0 %',
  ])
})
