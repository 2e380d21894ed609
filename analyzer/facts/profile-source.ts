// Where facts of profiles come from: the profile of a node, and rows of it as evidence, such as `2.43s 48.31% pbkdf2.Key`.
import { buildGraph, totalOf } from '../documents/profile/graph.js'
import type { FunctionNode } from '../documents/profile/graph.js'
import type { Profile } from '../documents/profile/types.js'
import { inBestUnit, percentText } from '../documents/profile/units.js'
import type { Document } from '../documents/types.js'
import type { FactInput, Source } from './types.js'

/** A profile and one kind of its values, summed by function. */
export interface SummedProfile {
  readonly document: Document
  readonly profile: Profile
  readonly typeIndex: number
  readonly unit: string
  readonly total: number
  /** By own cost, largest first. */
  readonly functions: readonly FunctionNode[]
}

/** The profile of the node in question with values of one type; `undefined` when the packet has none. */
export function summedProfile(
  input: FactInput,
  kind: 'cpu-profile' | 'heap-profile',
  type: string,
): SummedProfile | undefined {
  const document = input.documents.get(kind, input.node)
  const profile = document?.value as Profile | undefined
  const typeIndex = profile?.sampleTypes.findIndex(one => one.type === type) ?? -1
  if (document === undefined || profile === undefined || typeIndex < 0) return undefined
  return {
    document,
    profile,
    typeIndex,
    unit: profile.sampleTypes[typeIndex]?.unit ?? '',
    total: totalOf(profile, typeIndex),
    functions: buildGraph(profile, { typeIndex }).nodes,
  }
}

/** A function of a profile as evidence: what it cost with its calls, its share, its name. */
export function sourceOfFunction(
  { document, unit, total }: SummedProfile,
  { name, flat, cum }: FunctionNode,
): Source {
  return {
    ...sourceOfProfile(document),
    path: [name],
    excerpt: `flat ${inBestUnit(flat, unit)} ${percentText(flat, total)}, cum ${inBestUnit(cum, unit)} ${percentText(cum, total)}  ${name}`,
  }
}

/** The whole profile. */
export function sourceOfProfile({ entry, node }: Document): Source {
  return { entry, ...(node === undefined || node === '' ? {} : { node }) }
}

export function percentOf(part: number, whole: number): number {
  return Math.round((part * 1000) / whole) / 10
}
