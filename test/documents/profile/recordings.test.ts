// The same numbers as `go tool pprof`, in the same order, on profiles of real servers. `npm run oracles` records its answers.
import { readFile } from 'node:fs/promises'
import { RE2JS } from 're2js'
import { describe, expect, test } from 'vitest'
import { diffProfiles } from '../../../analyzer/documents/profile/diff.js'
import { buildGraph } from '../../../analyzer/documents/profile/graph.js'
import type { Graph, GraphOptions } from '../../../analyzer/documents/profile/graph.js'
import { sampleTypeIndex } from '../../../analyzer/documents/profile/parse-profile.js'
import { selectSamples } from '../../../analyzer/documents/profile/select.js'
import type { Selection } from '../../../analyzer/documents/profile/select.js'
import type { Profile } from '../../../analyzer/documents/profile/types.js'
import { parsed, sampleEntry } from './sample-profile.js'

function recording(packet: string, entry: string, way: string): Promise<string> {
  return readFile(`test/fixtures/profiles/${packet}.${entry}.${way}.txt`, 'utf8')
}

type Row = readonly [name: string, flat: number, cum: number]

/** `2430000000ns 48.31% 48.31% 2430000000ns 48.31%  name (inline)`; numbers are raw, by the `-unit` of the recording. */
function topRows(text: string): readonly Row[] {
  return text.split('\n').flatMap(line => {
    const [, flat, cum, name = ''] =
      /^\s*(-?\d+)\D*\s+\S+%\s+\S+%\s+(-?\d+)\D*\s+\S+%  (.+)$/.exec(line) ?? []
    if (flat === undefined || cum === undefined) return []
    return [[name.replace(/ +\((?:partial-)?inline\)$/, ''), Number(flat), Number(cum)] as const]
  })
}

const rowsOf = ({ nodes }: Pick<Graph, 'nodes'>): readonly Row[] =>
  nodes.map(({ name, flat, cum }) => [name, flat, cum])

const matching = (pattern: string) => {
  const compiled = RE2JS.compile(pattern)
  return (text: string): boolean => compiled.matcher(text).find()
}

interface Case {
  readonly packet: string
  readonly entry: string
  readonly way: string
  readonly type?: string
  readonly selection?: Selection
  readonly options?: Partial<GraphOptions>
}

const cases: readonly Case[] = [
  { packet: 'login-storm', entry: 'cpu.prof', way: 'top' },
  { packet: 'login-storm', entry: 'cpu.prof', way: 'cum', options: { sort: 'cum' } },
  { packet: 'login-storm', entry: 'cpu.prof', way: 'focus', selection: { focus: matching('runtime') } },
  { packet: 'login-storm', entry: 'cpu.prof', way: 'hide', selection: { hide: matching('^crypto/') } },
  { packet: 'login-storm', entry: 'heap.prof', way: 'top' },
  { packet: 'login-storm', entry: 'heap.prof', way: 'inuse_objects', type: 'inuse_objects' },
  { packet: 'metrics-db-stall', entry: 'cpu.prof', way: 'top' },
  {
    packet: 'metrics-db-stall',
    entry: 'cpu.prof',
    way: 'ignore',
    selection: { ignore: matching('runtime') },
  },
  { packet: 'metrics-db-stall', entry: 'heap.prof', way: 'top' },
  { packet: 'metrics-db-stall', entry: 'heap.prof', way: 'alloc_space', type: 'alloc_space' },
  { packet: 'healthy-10-4', entry: 'heap.prof', way: 'top' },
]

describe('top', () => {
  test.each(cases)(
    '$packet $entry $way',
    async ({ packet, entry, way, type, selection = {}, options = {} }) => {
      const profile = parsed(await sampleEntry(packet, entry))
      const typeIndex = indexOf(profile, type)
      const expected = topRows(await recording(packet, entry, way))
      expect(expected.length).toBeGreaterThan(50)
      expect(rowsOf(buildGraph(selectSamples(profile, selection), { typeIndex, ...options }))).toEqual(
        expected,
      )
    },
  )
})

function indexOf(profile: Profile, type?: string): number {
  const index = sampleTypeIndex(profile, type)
  if (index === undefined) throw new Error(`no values ${type}`)
  return index
}

describe('diff', () => {
  test.each([
    ['diff', false],
    ['normalized', true],
  ] as const)('metrics-db-stall heap.prof %s', async (way, normalize) => {
    const profile = parsed(await sampleEntry('metrics-db-stall', 'heap.prof'))
    const base = parsed(await sampleEntry('healthy-10-4', 'heap.prof'))
    const [typeIndex, baseTypeIndex] = [indexOf(profile), indexOf(base)]
    const { rows } = diffProfiles(profile, base, { typeIndex, baseTypeIndex, normalize })
    const expected = topRows(await recording('metrics-db-stall', 'heap.prof', way))
    expect(expected.length).toBeGreaterThan(100)
    // pprof leaves out functions whose own and called costs are zero only when both are zero in either profile.
    expect(rowsOf({ nodes: rows })).toEqual(expected.filter(([, flat, cum]) => flat !== 0 || cum !== 0))
  })
})

/** A function with its callers and callees, as `[name, value, inline]`. */
interface Block {
  readonly row: Row
  readonly callers: readonly (readonly [string, number, boolean])[]
  readonly callees: readonly (readonly [string, number, boolean])[]
}

function treeBlocks(text: string): readonly Block[] {
  return text
    .split(/^-+\+-+$/m)
    .slice(2)
    .flatMap(part => {
      const lines = part.split('\n').filter(line => line.trim() !== '')
      const own = lines.findIndex(line => !/^ {30}/.test(line))
      const [, flat, cum, name = ''] =
        /^\s*(-?\d+)\D*\s+\S+%\s+\S+%\s+(-?\d+)\D*\s+\S+%\s+\| (.+)$/.exec(lines[own] ?? '') ?? []
      if (own < 0) return []
      return [
        {
          row: [name, Number(flat), Number(cum)] as const,
          callers: lines.slice(0, own).map(neighbour),
          callees: lines.slice(own + 1).map(neighbour),
        },
      ]
    })
}

function neighbour(line: string): readonly [string, number, boolean] {
  const [, value, name = ''] = /^\s*(-?\d+)\D*\s+\S+%\s*\|\s+(.+)$/.exec(line) ?? []
  return [name.replace(/ \(inline\)$/, ''), Number(value), name.endsWith(' (inline)')]
}

function blocksOf({ nodes, edges }: Graph): readonly Block[] {
  const sorted = (list: (readonly [string, number, boolean])[]) =>
    list.sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
  return nodes.map(({ name, flat, cum }, index) => ({
    row: [name, flat, cum] as const,
    callers: sorted(
      edges
        .filter(({ to }) => to === index)
        .map(({ from, weight, inline }) => [nodes[from]?.name ?? '', weight, inline]),
    ),
    callees: sorted(
      edges
        .filter(({ from }) => from === index)
        .map(({ to, weight, inline }) => [nodes[to]?.name ?? '', weight, inline]),
    ),
  }))
}

describe('tree', () => {
  test.each(['login-storm', 'metrics-db-stall'])('%s cpu.prof', async packet => {
    const profile = parsed(await sampleEntry(packet, 'cpu.prof'))
    const graph = buildGraph(profile, {
      typeIndex: indexOf(profile),
      calls: true,
      nodeFraction: 0.005,
      edgeFraction: 0.001,
      limit: 80,
    })
    const expected = treeBlocks(await recording(packet, 'cpu.prof', 'tree'))
    expect(expected.length).toBeGreaterThan(40)
    expect(blocksOf(graph)).toEqual(expected)
  })

  test('peek shows all calls of matching functions', async () => {
    const profile = parsed(await sampleEntry('login-storm', 'cpu.prof'))
    const graph = buildGraph(profile, { typeIndex: indexOf(profile), calls: true })
    const expected = treeBlocks(await recording('login-storm', 'cpu.prof', 'peek'))
    const matches = matching('checkSum|memmove')
    expect(expected.length).toBeGreaterThan(1)
    expect(blocksOf(graph).filter(({ row }) => matches(row[0]))).toEqual(expected)
  })
})

test('samples, stacks and lines are those that pprof reads', async () => {
  const { samples, locations, functions, sampleTypes } = parsed(await sampleEntry('login-storm', 'cpu.prof'))
  const text = await recording('login-storm', 'cpu.prof', 'raw')
  const expected = [...text.matchAll(/^ +(\d+) +(\d+): ((?:\d+ )+)$/gm)].map(
    ([, count, nanoseconds, stack = '']) => ({
      values: [Number(count), Number(nanoseconds)],
      // pprof numbers locations from one in the order of their first use, and here they count from zero.
      stack: stack
        .trim()
        .split(' ')
        .map(id => Number(id) - 1),
    }),
  )
  const found = Array.from({ length: samples.count }, (_, sample) => ({
    values: [...samples.values.subarray(sample * sampleTypes.length, (sample + 1) * sampleTypes.length)],
    stack: [...samples.frames.subarray(samples.frameStart[sample], samples.frameEnd[sample])],
  }))
  expect(found).toEqual(expected)
  const lines = [...text.matchAll(/^ +(\d+): 0x([0-9a-f]+) M=1 (.+) \S+:(\d+):\d+ s=\d+(?:\(.*\))?$/gm)]
  expect(lines.length).toBe(locations.lineStart.length)
  for (const [, id, address, name, line] of lines) {
    const location = Number(id) - 1
    const first = locations.lineStart[location] ?? 0
    expect([name, Number(line), Number.parseInt(address ?? '', 16)]).toEqual([
      functions.names[locations.lineFunction[first] ?? 0],
      locations.lineNumber[first],
      locations.address[location],
    ])
  }
})
