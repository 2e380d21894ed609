// Two packets, taken, become a PacketDiff: plain data, no reading. The door to this folder, with `takePacket`.
import type { PacketInfo } from '../analysis.js'
import { toolVersion } from '../version.js'
import { compareFindings } from './findings.js'
import { compareLogs, hoursOf } from './logs.js'
import { nodePairs } from './node-pairs.js'
import { notesOn } from './notes.js'
import { compareProblems } from './problems.js'
import { compareRows, type NodePairs } from './rows.js'
import { sectionDefinitions } from './sections/index.js'
import type { SectionDefinition } from './sections/definition.js'
import { summaryOf } from './summary.js'
import type { TakenPacket, Told } from './taken.js'
import type { DiffChange, ComparedPacket, DiffPart, DiffSection, LogChanges, PacketDiff } from './types.js'

/** Changes listed of a section. */
const mostChanges = 2000
const mostUnknown = 500

/** `only`: the parts to compare; all when it is empty. */
export function comparePackets(
  before: TakenPacket,
  after: TakenPacket,
  only: readonly DiffPart[] = [],
): PacketDiff {
  const isWanted = (part: DiffPart): boolean => only.length === 0 || only.includes(part)
  const nodes = nodePairs(before, after)
  const findings = compareFindings(
    {
      analysis: before.analysis,
      logHours: hoursOf(before.logs),
      strangers: strangersIn(before, nodes.toFirst.values()),
    },
    {
      analysis: after.analysis,
      logHours: hoursOf(after.logs),
      strangers: strangersIn(after, nodes.toFirst.keys()),
    },
  )
  const problems = compareProblems(before.analysis.problems, after.analysis.problems)
  const parts = {
    ...(isWanted('findings') ? { findings } : {}),
    ...(isWanted('problems') ? { problems } : {}),
    ...(isWanted('logs') ? { logs: logsOf(before, after) } : {}),
    sections: sectionDefinitions
      .filter(({ id }) => isWanted(id))
      .flatMap(definition => sectionOf(definition, before, after, nodes)),
  }
  return {
    tool: { name: 'support-packet', version: toolVersion },
    before: comparedPacket(before),
    after: comparedPacket(after),
    notes: notesOn(before, after, nodes),
    ...parts,
    summary: summaryOf(parts),
  }
}

function logsOf(before: TakenPacket, after: TakenPacket): LogChanges {
  if (before.analysis.packet.product === after.analysis.packet.product)
    return compareLogs(before.logs, after.logs)
  return { notCompared: otherProducts, notes: [], hours: {}, changes: [], leftOut: 0, same: 0 }
}

const otherProducts = 'the packets are of different products'

function strangersIn({ nodeTitles }: TakenPacket, shared: Iterable<string>): ReadonlySet<string> {
  const known = new Set(shared)
  return new Set([...nodeTitles].filter(([node]) => !known.has(node)).flat())
}

function comparedPacket({ analysis, installation }: TakenPacket): ComparedPacket {
  const { source, sha256, sizeBytes, product, serverVersion, generatedAt, nodes }: PacketInfo =
    analysis.packet
  return {
    source,
    sha256,
    sizeBytes,
    ...(product === undefined ? {} : { product }),
    ...(serverVersion === undefined ? {} : { serverVersion }),
    ...(generatedAt === undefined ? {} : { generatedAt }),
    nodes,
    ...(installation === undefined ? {} : { installation }),
  }
}

function sectionOf(
  definition: SectionDefinition,
  before: TakenPacket,
  after: TakenPacket,
  nodes: NodePairs,
): readonly DiffSection[] {
  const { id, title, product, note } = definition
  // A section of a product is there when a packet is of that product: of packets of two products, once a product.
  const products = [before, after].map(({ analysis }) => analysis.packet.product)
  if (product !== undefined && !products.includes(product)) return []
  const nothing = {
    id,
    title,
    notes: note === undefined ? [] : [note],
    changes: [],
    leftOut: 0,
    same: 0,
    unknown: [],
  }
  if (products[0] !== products[1])
    return product === undefined ? [{ ...nothing, notCompared: otherProducts }] : []
  const [earlier, later] = [before.told.get(id), after.told.get(id)]
  const why = whyNot(earlier, later)
  if (why !== undefined) return [{ ...nothing, notCompared: why }]
  const { changes, same, unknown } = compareRows(rowsOf(earlier), rowsOf(later), nodes)
  const isOtherRelease = before.analysis.packet.serverVersion !== after.analysis.packet.serverVersion
  const told = isOtherRelease ? changes : changes.map(withoutRelease)
  return [
    {
      ...nothing,
      changes: told.slice(0, mostChanges),
      leftOut: Math.max(0, told.length - mostChanges),
      same,
      unknown: unknown.slice(0, mostUnknown),
    },
  ]
}

function whyNot(before: Told | undefined, after: Told | undefined): string | undefined {
  const [first, second] = [reasonOf(before), reasonOf(after)]
  if (first !== undefined && first === second) return `of each packet: ${first}`
  const reasons = [
    ...(first === undefined ? [] : [`of the first packet: ${first}`]),
    ...(second === undefined ? [] : [`of the second packet: ${second}`]),
  ]
  return reasons.length === 0 ? undefined : reasons.join('; ')
}

const reasonOf = (told: Told | undefined): string | undefined =>
  told !== undefined && 'notTold' in told ? told.notTold : undefined

const rowsOf = (told: Told | undefined) => (told === undefined || 'notTold' in told ? [] : told)

function withoutRelease({ ofRelease, ...change }: DiffChange): DiffChange {
  void ofRelease
  return change
}
