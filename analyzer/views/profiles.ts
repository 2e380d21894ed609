// One profile as the viewer shows it: what it is of, its tree of calls, its functions, and what changed since another one.
import { callTree } from '../documents/profile/call-tree.js'
import { diffProfiles } from '../documents/profile/diff.js'
import { buildGraph, totalOf } from '../documents/profile/graph.js'
import { parseProfile, profileKind, sampleTypeIndex } from '../documents/profile/parse-profile.js'
import type { Profile } from '../documents/profile/types.js'
import type { ClassifiedEntry } from '../packet/classified.js'
import { wholeBytesFor } from '../packet/limits.js'
import { readWhole } from '../packet/read-whole.js'
import type { Packet } from '../packet/types.js'
import type { ProfileChanges, ProfileView } from './types.js'

/** What a page asks for could not be shown; `message` says why, in a sentence. */
export interface NotShown {
  readonly kind: 'not-shown'
  readonly message: string
}

/** Functions sent: beyond them each has next to nothing. */
const mostFunctions = 3000

export type ReadProfile = { readonly kind: 'ok'; readonly profile: Profile } | NotShown

export async function readProfile(packet: Packet, item: ClassifiedEntry): Promise<ReadProfile> {
  const { bytes, problem } = await readWhole(packet, item.entry, wholeBytesFor(item.kind))
  if (problem !== undefined) return notShown(problem.message)
  const parsed = parseProfile(bytes)
  return parsed.kind === 'ok' ? parsed : notShown(parsed.message)
}

export function notShown(message: string): NotShown {
  return { kind: 'not-shown', message }
}

/** `type`: which values; without a name the ones that pprof shows first. */
export function profileView(profile: Profile, type: string | undefined): ProfileView | NotShown {
  const typeIndex = sampleTypeIndex(profile, type)
  const shown = typeIndex === undefined ? undefined : profile.sampleTypes[typeIndex]
  if (typeIndex === undefined || shown === undefined)
    return notShown(`The profile has no values "${type ?? ''}".`)
  const { nodes } = buildGraph(profile, { typeIndex })
  const { timeNanos, durationNanos, samples, sampleTypes } = profile
  return {
    kind: profileKind(profile),
    types: sampleTypes.map(one => one.type),
    type: shown.type,
    unit: shown.unit,
    ...(timeNanos > 0 ? { timeMs: timeNanos / 1e6 } : {}),
    ...(durationNanos > 0 ? { durationMs: durationNanos / 1e6 } : {}),
    samples: samples.count,
    total: totalOf(profile, typeIndex),
    functions: nodes.slice(0, mostFunctions),
    functionCount: nodes.length,
    tree: callTree(profile, typeIndex),
  }
}

export function profileChanges(
  profile: Profile,
  base: Profile,
  type: string | undefined,
): ProfileChanges | NotShown {
  const typeIndex = sampleTypeIndex(profile, type)
  const shown = typeIndex === undefined ? undefined : profile.sampleTypes[typeIndex]
  const baseTypeIndex = sampleTypeIndex(base, shown?.type)
  const baseType = baseTypeIndex === undefined ? undefined : base.sampleTypes[baseTypeIndex]
  if (typeIndex === undefined || baseTypeIndex === undefined || shown?.unit !== baseType?.unit)
    return notShown(
      `The other profile has no values "${shown?.type ?? type ?? ''}": the two cannot be compared.`,
    )
  const { total, totalAfter, rows } = diffProfiles(profile, base, { typeIndex, baseTypeIndex })
  return { unit: shown?.unit ?? '', before: total, after: totalAfter, rows: rows.slice(0, mostFunctions) }
}
