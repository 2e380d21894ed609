// Functions of a profile with what they cost, themselves and with what they call, and who calls whom. By the rules of pprof.
import { compareText } from './compare-text.js'
import { edgeTable } from './edges.js'
import type { Edge } from './edges.js'
import type { Profile } from './types.js'

/** A function, or what is known of code without a name. */
export interface FunctionNode {
  readonly name: string
  /** Spent in it itself. */
  readonly flat: number
  /** Spent in it and in what it called; a function that calls itself counts once. */
  readonly cum: number
}

export interface Graph {
  /** Most important first. */
  readonly nodes: readonly FunctionNode[]
  /** Sum over all samples, also of those whose frames are not shown. */
  readonly total: number
  /** Calls between `nodes`, by their indexes; empty unless asked for. */
  readonly edges: readonly Edge[]
}

export interface GraphOptions {
  /** Which of a sample's values to sum. */
  readonly typeIndex: number
  readonly calls?: boolean
  readonly sort?: 'flat' | 'cum'
  /** Leaves out functions, and calls, with less than this share of the total; what they called hangs on their callers. */
  readonly nodeFraction?: number
  readonly edgeFraction?: number
  /** At most so many functions. */
  readonly limit?: number
}

export function buildGraph(profile: Profile, options: GraphOptions): Graph {
  const { typeIndex, sort = 'flat', nodeFraction = 0, limit = Infinity, calls = false } = options
  const names = nameNodes(profile)
  const total = totalOf(profile, typeIndex)
  const all = walkSamples(profile, names, typeIndex, undefined, false)
  const cutoff = Math.abs(Math.trunc(sumOf(all.flat) * nodeFraction))
  const order = ordered(all, names.texts, sort).filter(node => Math.abs(all.cum[node] ?? 0) >= cutoff)
  const shown = order.slice(0, limit)
  // Leaving functions out changes no numbers of the others, only who appears to call them.
  const kept = shown.length < names.texts.length ? setOf(shown, names.texts.length) : undefined
  const walked = calls ? walkSamples(profile, names, typeIndex, kept, true) : all
  return {
    nodes: shown.map(node => ({
      name: names.texts[node] ?? '',
      flat: walked.flat[node] ?? 0,
      cum: walked.cum[node] ?? 0,
    })),
    total,
    edges: calls ? edgesAmong(walked.edges(), shown, sumOf(all.flat) * (options.edgeFraction ?? 0)) : [],
  }
}

/** Samples that were taken away count as positive here: the total says how much was looked at. */
export function totalOf({ samples, sampleTypes }: Profile, typeIndex: number): number {
  const types = sampleTypes.length
  let total = 0
  for (let at = typeIndex; at < samples.count * types; at += types) total += Math.abs(samples.values[at] ?? 0)
  return total
}

function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0)
}

function setOf(nodes: readonly number[], count: number): Uint8Array {
  const set = new Uint8Array(count)
  for (const node of nodes) set[node] = 1
  return set
}

/** Lines and bare locations by the function they belong to; functions of one name are one node. */
interface NodeNames {
  readonly texts: readonly string[]
  readonly ofFunction: Int32Array
  /** For locations without lines. */
  readonly ofMapping: Int32Array
}

/** Functions without a name are told apart by program and line, though they look the same. */
function nameNodes({ functions, mappings }: Profile): NodeNames {
  const texts: string[] = []
  const byKey = new Map<string, number>()
  const node = (key: string, text: string): number => {
    const known = byKey.get(key)
    if (known !== undefined) return known
    byKey.set(key, texts.length)
    return texts.push(text) - 1
  }
  const ofFunction = Int32Array.from(functions.names, (name, index) =>
    name === '' ? node(`\u0000${functions.startLines[index] ?? 0}`, '<unknown>') : node(name, name),
  )
  // Index 0 is "no mapping", so that -1 needs no special care.
  const ofMapping = Int32Array.from(['', ...mappings.map(({ file }) => file)], file =>
    node(`\u0000\u0000${file}`, file === '' ? '<unknown>' : `[${baseName(file)}]`),
  )
  return { texts, ofFunction, ofMapping }
}

const baseName = (file: string): string => file.replace(/\/+$/, '').split('/').at(-1) ?? file

interface Walked {
  readonly flat: Float64Array
  readonly cum: Float64Array
  readonly edges: () => readonly Edge[]
}

/** Goes through all stacks from the outermost frame inwards. `kept`: functions that are shown; others are stepped over. */
function walkSamples(
  profile: Profile,
  { texts, ofFunction, ofMapping }: NodeNames,
  typeIndex: number,
  kept: Uint8Array | undefined,
  calls: boolean,
): Walked {
  const { samples, locations, sampleTypes } = profile
  const { frames, frameStart, frameEnd, values } = samples
  const flat = new Float64Array(texts.length)
  const cum = new Float64Array(texts.length)
  const seenIn = new Int32Array(texts.length).fill(-1)
  const edges = calls ? edgeTable() : undefined
  const bareNode = bareNodes(profile, ofMapping)
  const lineNode = Int32Array.from(locations.lineFunction, index => ofFunction[index] ?? 0)
  for (let sample = 0; sample < samples.count; sample++) {
    const weight = numberAt(values, sample * sampleTypes.length + typeIndex)
    if (weight === 0) continue
    let parent = -1
    let skipped = false
    const first = intAt(frameStart, sample)
    for (let frame = intAt(frameEnd, sample) - 1; frame >= first; frame--) {
      const location = intAt(frames, frame)
      const start = intAt(locations.lineStart, location)
      const last = intAt(locations.lineEnd, location) - 1
      // A location without lines is one node all the same.
      for (let line = Math.max(last, start); line >= start; line--) {
        const node = last < start ? intAt(bareNode, location) : intAt(lineNode, line)
        skipped = kept !== undefined && kept[node] === 0
        if (skipped) continue
        if (seenIn[node] !== sample) {
          seenIn[node] = sample
          cum[node] = numberAt(cum, node) + weight
        }
        if (parent >= 0 && parent !== node) edges?.add(parent, node, weight, sample, line < last)
        parent = node
      }
    }
    if (parent >= 0 && !skipped) flat[parent] = numberAt(flat, parent) + weight
  }
  return { flat, cum, edges: () => edges?.list() ?? [] }
}

// Indexes are always inside; these only say so to the compiler.
const intAt = (values: Int32Array, index: number): number => values[index] ?? 0
const numberAt = (values: Float64Array, index: number): number => values[index] ?? 0

function bareNodes({ locations }: Profile, ofMapping: Int32Array): Int32Array {
  return Int32Array.from(locations.mapping, mapping => ofMapping[mapping + 1] ?? 0)
}

/** Indexes of functions with any value, by it and then by name. */
function ordered({ flat, cum }: Walked, texts: readonly string[], sort: 'flat' | 'cum'): number[] {
  const first = sort === 'cum' ? cum : flat
  const second = sort === 'cum' ? flat : cum
  const size = (values: Float64Array, node: number): number => Math.abs(values[node] ?? 0)
  return [...texts.keys()]
    .filter(node => flat[node] !== 0 || cum[node] !== 0)
    .sort(
      (a, b) =>
        size(first, b) - size(first, a) ||
        compareText(texts[a] ?? '', texts[b] ?? '') ||
        size(second, b) - size(second, a) ||
        a - b,
    )
}

/** Edges between shown nodes, by their places there. */
function edgesAmong(edges: readonly Edge[], shown: readonly number[], cutoff: number): readonly Edge[] {
  const place = new Map(shown.map((node, index) => [node, index]))
  const least = Math.abs(Math.trunc(cutoff))
  return edges.flatMap(edge => {
    const [from, to] = [place.get(edge.from), place.get(edge.to)]
    if (from === undefined || to === undefined || Math.abs(edge.weight) < least) return []
    return [{ ...edge, from, to }]
  })
}
