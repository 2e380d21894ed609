// What `diff` takes of one packet: its analysis, and rows of everything that is compared. Read once; the packet can be closed then.
import type { Analysis } from '../analysis.js'
import { judgeRead, readForRules, type AnalyzeOptions } from '../analyze.js'
import type { LogFile, LogTemplate } from '../documents/log/types.js'
import { builtInRules } from '../engine/load.js'
import type { Product } from '../packet/layout-types.js'
import type { Packet } from '../packet/types.js'
import type { ViewedPacket } from '../views/read.js'
import { installationOf } from './installation.js'
import type { Row } from './rows.js'
import { sectionDefinitions } from './sections/index.js'
import type { SectionId } from './types.js'

/** A packet as the sections see it: what its pages in the viewer see, with everything that rules had read. */
export interface Source extends ViewedPacket {
  readonly product: Product | undefined
  readonly analysis: Analysis
  /** What people call a node, by node. */
  readonly nodeTitles: ReadonlyMap<string, string>
}

/** Rows, or why the packet does not tell them. */
export type Told = readonly Row[] | { readonly notTold: string }

/** The part of `diff` that one packet gives; nothing of it refers to the packet any more. */
export interface TakenPacket {
  readonly analysis: Analysis
  readonly installation: string | undefined
  /** What people call a node, by node. */
  readonly nodeTitles: ReadonlyMap<string, string>
  readonly told: ReadonlyMap<SectionId, Told>
  /** `undefined` when the packet has no logs. */
  readonly logs:
    { readonly files: readonly LogFile[]; readonly templates: readonly LogTemplate[] } | undefined
}

/** Reads a packet as `analyzePacket` does; it stays open. Never throws for what it holds. */
export async function takePacket(packet: Packet, options: AnalyzeOptions = {}): Promise<TakenPacket> {
  const rules = options.rules ?? (await builtInRules())
  const read = await readForRules(packet, rules, options)
  const analysis = await judgeRead(packet, rules, read, options.baseline)
  const { opened, facts, inventory, subject, logs } = read
  const { classified, documents } = opened
  const { nodes } = analysis.packet
  const { product, serverVersion } = inventory.layout ?? { product: undefined, serverVersion: undefined }
  const nodeTitles = new Map(nodes.map(node => [node, subject.titleOf?.(node) ?? node]))
  const source: Source = {
    packet,
    classified,
    documents,
    facts,
    nodes,
    serverVersion,
    product,
    analysis,
    nodeTitles,
  }
  return {
    analysis,
    installation: installationOf(source),
    nodeTitles,
    told: new Map(
      sectionDefinitions.filter(isOf(product)).map(section => [section.id, section.take(source)]),
    ),
    logs: logs && { files: logs.files, templates: logs.templates },
  }
}

const isOf =
  (product: Product | undefined) =>
  (section: { readonly product?: Product }): boolean =>
    section.product === undefined || section.product === product
