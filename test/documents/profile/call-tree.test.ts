// Stacks merged into a tree of calls: every value is in it once, parents before children, largest first.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { callTree, type CallTree } from '../../../analyzer/documents/profile/call-tree.js'
import { buildGraph, totalOf } from '../../../analyzer/documents/profile/graph.js'
import { parsed, sampleEntry, writeProfile, type GivenSample } from './sample-profile.js'

function treeOf(samples: readonly GivenSample[]): CallTree {
  return callTree(parsed(writeProfile(samples)), 0)
}

/** `main 30 | main/work 20`, in order of nodes. */
function words({ names, name, parent, total }: CallTree): readonly string[] {
  const path = (node: number): string =>
    node <= 0 ? '' : `${path(parent[node] ?? -1)}/${names[name[node] ?? 0] ?? ''}`
  return name.map((_, node) => `${path(node) || 'all'} ${total[node] ?? 0}`)
}

test('stacks that begin alike share their calls, and the widest stand first', () => {
  const tree = treeOf([
    { stack: ['idle', 'main'], value: 5 },
    { stack: ['hash', 'work', 'main'], value: 20 },
    { stack: ['work', 'main'], value: 10 },
    { stack: ['gc'], value: 40 },
  ])
  expect(words(tree)).toEqual([
    'all 75',
    '/gc 40',
    '/main 35',
    '/main/work 30',
    '/main/work/hash 20',
    '/main/idle 5',
  ])
})

test('inlined calls are calls of their own', () => {
  expect(words(treeOf([{ stack: ['(min)', 'sort', 'main'], value: 1 }]))).toEqual([
    'all 1',
    '/main 1',
    '/main/sort 1',
    '/main/sort/min 1',
  ])
})

test('a tree is whole: children follow their parent and have no more than it', () => {
  const sample = fc.record({
    stack: fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 8 }),
    value: fc.nat(1000),
  })
  fc.assert(
    fc.property(fc.array(sample, { minLength: 1, maxLength: 40 }), samples => {
      const { parent, total, leftOut } = treeOf(samples)
      const inside = new Map<number, number>()
      parent.forEach((above, node) => {
        expect(above).toBeLessThan(node)
        inside.set(above, (inside.get(above) ?? 0) + (total[node] ?? 0))
      })
      for (const [node, sum] of inside) if (node >= 0) expect(sum).toBeLessThanOrEqual(total[node] ?? 0)
      expect(total[0]).toBe(samples.reduce((sum, { value }) => sum + value, 0))
      expect(leftOut).toBe(0)
    }),
  )
})

test('of a real profile the tree says the same of each function as the table does', async () => {
  const profile = parsed(await sampleEntry('login-storm', 'cpu.prof'))
  const typeIndex = 1
  const { names, name, parent, total } = callTree(profile, typeIndex)
  expect(total[0]).toBe(totalOf(profile, typeIndex))
  const isInside = (node: number, of: number): boolean =>
    node > 0 && (name[node] === of || isInside(parent[node] ?? -1, of))
  for (const { name: text, cum } of buildGraph(profile, { typeIndex }).nodes.slice(0, 20)) {
    const of = names.indexOf(text)
    const sum = name.reduce(
      (found, own, node) =>
        own === of && !isInside(parent[node] ?? -1, of) ? found + (total[node] ?? 0) : found,
      0,
    )
    expect(sum, text).toBe(cum)
  }
})
