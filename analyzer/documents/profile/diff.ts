// What changed between two profiles: each function's cost in the one less its cost in the other.
import { compareText } from './compare-text.js'
import { buildGraph, totalOf } from './graph.js'
import type { Profile } from './types.js'

/** A function in both profiles; what one of them does not have counts as nothing there. */
export interface ChangedFunction {
  readonly name: string
  readonly flat: number
  readonly cum: number
  /** Its own cost before and after. */
  readonly before: { readonly flat: number; readonly cum: number }
  readonly after: { readonly flat: number; readonly cum: number }
}

export interface ProfileDiff {
  /** Total of the profile that is compared with: 100 % of every share. */
  readonly total: number
  readonly totalAfter: number
  readonly rows: readonly ChangedFunction[]
}

export interface DiffOptions {
  readonly typeIndex: number
  readonly baseTypeIndex: number
  /** Scales the newer profile to the total of the older: compares shares instead of amounts. */
  readonly normalize?: boolean
  readonly sort?: 'flat' | 'cum'
}

export function diffProfiles(profile: Profile, base: Profile, options: DiffOptions): ProfileDiff {
  const scaled = options.normalize === true ? scaledTo(profile, base, options) : profile
  const after = costs(scaled, options.typeIndex)
  const before = costs(base, options.baseTypeIndex)
  const names = [...new Set([...after.keys(), ...before.keys()])]
  const rows = names
    .map(name => changed(name, before.get(name) ?? nothing, after.get(name) ?? nothing))
    .filter(({ flat, cum }) => flat !== 0 || cum !== 0)
  return {
    total: totalOf(base, options.baseTypeIndex),
    totalAfter: totalOf(scaled, options.typeIndex),
    rows: sortRows(rows, options.sort ?? 'flat'),
  }
}

interface Cost {
  readonly flat: number
  readonly cum: number
}

const nothing: Cost = { flat: 0, cum: 0 }

/** Functions that only look the same, because they have no name, are one here. */
function costs(profile: Profile, typeIndex: number): ReadonlyMap<string, Cost> {
  const byName = new Map<string, Cost>()
  for (const { name, flat, cum } of buildGraph(profile, { typeIndex }).nodes) {
    const known = byName.get(name) ?? nothing
    byName.set(name, { flat: known.flat + flat, cum: known.cum + cum })
  }
  return byName
}

function changed(name: string, before: Cost, after: Cost): ChangedFunction {
  return { name, flat: after.flat - before.flat, cum: after.cum - before.cum, before, after }
}

function sortRows(rows: ChangedFunction[], sort: 'flat' | 'cum'): readonly ChangedFunction[] {
  const other = sort === 'flat' ? 'cum' : 'flat'
  return rows.sort(
    (a, b) =>
      Math.abs(b[sort]) - Math.abs(a[sort]) ||
      compareText(a.name, b.name) ||
      Math.abs(b[other]) - Math.abs(a[other]),
  )
}

/** Values are rounded one by one, as samples are counted in whole numbers. */
function scaledTo(profile: Profile, base: Profile, { typeIndex, baseTypeIndex }: DiffOptions): Profile {
  const whole = signedTotal(profile, typeIndex)
  const ratio = whole === 0 ? 0 : signedTotal(base, baseTypeIndex) / whole
  const values = profile.samples.values.map(value => Math.round(value * ratio))
  return { ...profile, samples: { ...profile.samples, values } }
}

function signedTotal({ samples, sampleTypes }: Profile, typeIndex: number): number {
  let total = 0
  for (let at = typeIndex; at < samples.values.length; at += sampleTypes.length)
    total += samples.values[at] ?? 0
  return total
}
