// What `profile` shows of a profile, as text in the columns of `go tool pprof` or as JSON in raw units.
import { visibleControls } from '../analyzer/lib/terminal-text.js'
import type { ChangedFunction, ProfileDiff } from '../analyzer/documents/profile/diff.js'
import type { Edge } from '../analyzer/documents/profile/edges.js'
import type { FunctionNode, Graph } from '../analyzer/documents/profile/graph.js'
import { profileKind } from '../analyzer/documents/profile/parse-profile.js'
import type { Profile, ValueType } from '../analyzer/documents/profile/types.js'
import { commonScale, inBestUnit, percentText, scaled } from '../analyzer/documents/profile/units.js'
import type { Scale } from '../analyzer/documents/profile/units.js'
import { stableJson } from '../analyzer/reports/stable-json.js'
import { counted } from '../analyzer/reports/text/words.js'

/** A profile and which of its values are shown. */
export interface Shown {
  readonly name: string
  readonly profile: Profile
  readonly type: ValueType
}

/** One line on what the profile is of, one on how much it saw, and what that means where a person may misread it. */
export function heading({ name, profile, type }: Shown, total: number): readonly string[] {
  const { timeNanos, durationNanos, labels } = profile
  const at =
    timeNanos > 0
      ? `, ${new Date(timeNanos / 1e6).toISOString().replace('T', ' ').replace(/\..*/, '')} UTC`
      : ''
  const duration = durationNanos > 0 ? ` of ${inBestUnit(durationNanos, 'nanoseconds')}` : ''
  const keys = [...new Set(labels.map(({ key }) => key))].slice(0, 8)
  return [
    `${visibleControls(name)}: ${kindWords[profileKind(profile)]}${duration}${at}`,
    `${visibleControls(type.type)}: ${inBestUnit(total, type.unit)} in all, ${counted(profile.samples.count, 'sample')}`,
    ...idleLine(profile, type, total),
    ...(keys.length === 0 ? [] : [`labels: ${keys.map(key => visibleControls(key)).join(', ')}`]),
  ]
}

const kindWords = {
  cpu: 'CPU profile',
  heap: 'heap profile',
  goroutine: 'goroutine profile',
  block: 'contention profile',
  threadcreate: 'thread profile',
  other: 'profile',
} as const

/** Shares of almost nothing mislead: a busy-looking function in an idle server is no load. */
function idleLine({ durationNanos }: Profile, { unit }: ValueType, total: number): readonly string[] {
  if (unit !== 'nanoseconds' || durationNanos <= 0) return []
  const share = total / durationNanos
  const used = `${percentText(total, durationNanos)} of one processor`
  return [share < 0.1 ? `The server was nearly idle: it used ${used}.` : `The server used ${used}.`]
}

const columns = '      flat  flat%    sum%        cum    cum%'

/** Formats values of one report in one unit, as a table wants them. */
interface Cells {
  readonly value: (value: number) => string
  readonly share: (value: number) => string
}

function cellsFor(values: readonly number[], total: number, unit: string): Cells {
  const scale: Scale = commonScale(values, total, unit)
  return { value: value => scaled(value, scale), share: value => percentText(value, total) }
}

const sizesOf = (nodes: readonly { readonly flat: number; readonly cum: number }[]): readonly number[] =>
  nodes.map(({ flat, cum }) => (flat === 0 ? cum : flat))

export function topText(shown: Shown, graph: Graph, functions: number): string {
  const cells = cellsFor(sizesOf(graph.nodes), graph.total, shown.type.unit)
  let sum = 0
  const rows = graph.nodes.map(node => {
    sum += node.flat
    return `${numbersOf(node, sum, cells)}  ${visibleControls(node.name)}`
  })
  return lines([...heading(shown, graph.total), ...restLine(graph.nodes.length, functions), columns, ...rows])
}

function restLine(shown: number, all: number): readonly string[] {
  return shown < all ? [`${counted(shown, 'function')} of ${all}; --limit N shows more`] : []
}

function numbersOf(
  node: { readonly flat: number; readonly cum: number },
  sum: number,
  { value, share }: Cells,
): string {
  return [
    value(node.flat).padStart(10),
    share(node.flat).padStart(7),
    share(sum).padStart(7),
    value(node.cum).padStart(10),
    share(node.cum).padStart(7),
  ].join(' ')
}

export function topJson({ type }: Shown, graph: Graph): string {
  return json({
    sampleType: type.type,
    unit: type.unit,
    total: graph.total,
    rows: graph.nodes.map(({ name, flat, cum }) => ({ function: name, flat, cum })),
  })
}

/** A call as seen from one of its ends. */
interface Neighbour {
  readonly name: string
  readonly value: number
  readonly inline: boolean
}

interface Neighbours {
  readonly callers: readonly Neighbour[]
  readonly callees: readonly Neighbour[]
}

function neighboursOf({ nodes, edges }: Graph): readonly Neighbours[] {
  const all = nodes.map(() => ({ callers: [] as Neighbour[], callees: [] as Neighbour[] }))
  const neighbour = (node: number, { weight, inline }: Edge): Neighbour => ({
    name: nodes[node]?.name ?? '',
    value: weight,
    inline,
  })
  for (const edge of edges) {
    all[edge.to]?.callers.push(neighbour(edge.from, edge))
    all[edge.from]?.callees.push(neighbour(edge.to, edge))
  }
  return all.map(({ callers, callees }) => ({
    callers: callers.sort(byValue),
    callees: callees.sort(byValue),
  }))
}

const byValue = (a: Neighbour, b: Neighbour): number =>
  Math.abs(b.value) - Math.abs(a.value) || (a.name < b.name ? -1 : 1)

const separator = `${'-'.repeat(58)}+${'-'.repeat(13)}`

/** Each function between those that called it and those it called. `wanted`: which to show. */
export function treeText(shown: Shown, graph: Graph, wanted: (node: FunctionNode) => boolean): string {
  const cells = cellsFor(sizesOf(graph.nodes), graph.total, shown.type.unit)
  const neighbours = neighboursOf(graph)
  let sum = 0
  const blocks = graph.nodes.flatMap((node, index) => {
    const { callers, callees } = neighbours[index] ?? { callers: [], callees: [] }
    if (!wanted(node)) return []
    sum += node.flat
    return [
      separator,
      ...callers.map(neighbour => neighbourLine(neighbour, node, cells)),
      `${numbersOf(node, sum, cells)}                | ${visibleControls(node.name)}`,
      ...callees.map(neighbour => neighbourLine(neighbour, node, cells)),
    ]
  })
  const legend = `${columns}   calls calls% + context`
  return lines([...heading(shown, graph.total), legend, ...blocks, separator])
}

function neighbourLine({ name, value, inline }: Neighbour, { cum }: FunctionNode, cells: Cells): string {
  const share = percentText(value, cum).padStart(7)
  return `${cells.value(value).padStart(50)} ${share} |   ${visibleControls(name)}${inline ? ' (inline)' : ''}`
}

export function treeJson({ type }: Shown, graph: Graph, wanted: (node: FunctionNode) => boolean): string {
  const neighbours = neighboursOf(graph)
  const call = ({ name, value, inline }: Neighbour) => ({ function: name, value, inline })
  const rows = graph.nodes.flatMap((node, index) =>
    wanted(node)
      ? [
          {
            function: node.name,
            flat: node.flat,
            cum: node.cum,
            callers: neighbours[index]?.callers.map(call) ?? [],
            callees: neighbours[index]?.callees.map(call) ?? [],
          },
        ]
      : [],
  )
  return json({ sampleType: type.type, unit: type.unit, total: graph.total, rows })
}

export function diffText(shown: Shown, base: Shown, diff: ProfileDiff, limit: number): string {
  const rows = diff.rows.slice(0, limit)
  const cells = cellsFor(sizesOf(rows), diff.total, shown.type.unit)
  const change = (value: number): string => (value > 0 ? `+${cells.value(value)}` : cells.value(value))
  return lines([
    ...heading(shown, diff.totalAfter),
    `compared with ${visibleControls(base.name)}: ${inBestUnit(diff.total, shown.type.unit)} in all, which is 100% below`,
    ...restLine(rows.length, diff.rows.length),
    '      flat   flat%        cum    cum%     before      after',
    ...rows.map(row => `${changeCells(row, change, cells)}  ${visibleControls(row.name)}`),
  ])
}

function changeCells(
  row: ChangedFunction,
  change: (value: number) => string,
  { value, share }: Cells,
): string {
  return [
    change(row.flat).padStart(10),
    share(row.flat).padStart(7),
    change(row.cum).padStart(10),
    share(row.cum).padStart(7),
    value(row.before.cum).padStart(10),
    value(row.after.cum).padStart(10),
  ].join(' ')
}

export function diffJson({ type }: Shown, diff: ProfileDiff, limit: number): string {
  return json({
    sampleType: type.type,
    unit: type.unit,
    total: diff.total,
    totalAfter: diff.totalAfter,
    rows: diff.rows
      .slice(0, limit)
      .map(({ name, flat, cum, before, after }) => ({ function: name, flat, cum, before, after })),
  })
}

function lines(texts: readonly string[]): string {
  return texts.map(text => `${text}\n`).join('')
}

function json(value: object): string {
  return `${stableJson(value, 2)}\n`
}
