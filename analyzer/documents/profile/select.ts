// Parts of a profile: stacks that hold a function or do not, with a label, or without frames nobody wants to see.
import { intColumn, ints, numberColumn, numbers, pushInt, pushNumber } from './columns.js'
import type { Label, LocationTable, Profile, SampleTable } from './types.js'

export type Matches = (text: string) => boolean

export interface Selection {
  /** Only stacks in which a function, its file or its program matches. */
  readonly focus?: Matches | undefined
  /** No stacks in which one matches. */
  readonly ignore?: Matches | undefined
  /** Frames that are taken out of all stacks; what they cost goes to their callers. */
  readonly hide?: Matches | undefined
  /** Takes out the frames of Go's runtime. */
  readonly hideRuntime?: boolean | undefined
  /** Only samples with this label. */
  readonly label?: { readonly key: string; readonly value: string } | undefined
}

export function selectSamples(profile: Profile, selection: Selection): Profile {
  const { focus, ignore, hide, hideRuntime = false, label } = selection
  const labelled = label === undefined ? profile : withLabel(profile, label.key, label.value)
  const hit = (matches: Matches): Uint8Array => matchingLocations(labelled, matches)
  const focused =
    focus === undefined && ignore === undefined
      ? labelled
      : focusedSamples(labelled, focus && hit(focus), ignore && hit(ignore))
  const visible = hide === undefined ? focused : withoutFrames(focused, linesMatching(focused, hide))
  return hideRuntime ? withoutFrames(visible, runtimeLines(visible)) : visible
}

/** The runtime of Go itself: scheduler, garbage collector, memory, timers, system calls, and assembly without a package. */
export function isRuntimeFunction(name: string): boolean {
  return /^(?:runtime|internal\/runtime|runtime\/internal)[./]/.test(name) || /^[^./]+$/.test(name)
}

/** Which functions are hidden, and which programs with all that is in them. */
interface Hidden {
  readonly ofFunction: readonly boolean[]
  readonly ofMapping: readonly boolean[]
}

function linesMatching({ functions, mappings }: Profile, hide: Matches): Hidden {
  return {
    ofFunction: functions.names.map((name, index) => hide(name) || hide(functions.files[index] ?? '')),
    ofMapping: mappings.map(({ file }) => hide(file)),
  }
}

function runtimeLines({ functions }: Profile): Hidden {
  return { ofFunction: functions.names.map(isRuntimeFunction), ofMapping: [] }
}

/** Locations with a line whose function or file matches, or whose program does. */
function matchingLocations({ functions, locations, mappings }: Profile, matches: Matches): Uint8Array {
  const ofFunction = functions.names.map(
    (name, index) => matches(name) || matches(functions.files[index] ?? ''),
  )
  const ofMapping = mappings.map(({ file }) => matches(file))
  return Uint8Array.from(locations.lineStart, (start, location) => {
    for (let line = start; line < (locations.lineEnd[location] ?? 0); line++)
      if (ofFunction[locations.lineFunction[line] ?? -1] === true) return 1
    return ofMapping[locations.mapping[location] ?? -1] === true ? 1 : 0
  })
}

function focusedSamples(
  profile: Profile,
  focus: Uint8Array | undefined,
  ignore: Uint8Array | undefined,
): Profile {
  const { frames, frameStart, frameEnd } = profile.samples
  return keepSamples(profile, sample => {
    let inFocus = false
    for (let frame = frameStart[sample] ?? 0; frame < (frameEnd[sample] ?? 0); frame++) {
      const location = frames[frame] ?? 0
      if (ignore?.[location] === 1) return false
      inFocus ||= focus === undefined || focus[location] === 1
    }
    return inFocus
  })
}

function withLabel(profile: Profile, key: string, value: string): Profile {
  const labelled = new Set(
    profile.labels.flatMap(label =>
      label.key === key && String(label.value) === value ? [label.sample] : [],
    ),
  )
  return keepSamples(profile, sample => labelled.has(sample))
}

function keepSamples(profile: Profile, keep: (sample: number) => boolean): Profile {
  const { samples, sampleTypes, labels } = profile
  const types = sampleTypes.length
  const kept: number[] = []
  for (let sample = 0; sample < samples.count; sample++) if (keep(sample)) kept.push(sample)
  const values = numberColumn()
  for (const sample of kept)
    for (let at = sample * types; at < (sample + 1) * types; at++) pushNumber(values, samples.values[at] ?? 0)
  return {
    ...profile,
    labels: renumbered(labels, kept),
    samples: {
      count: kept.length,
      frames: samples.frames,
      frameStart: Int32Array.from(kept, sample => samples.frameStart[sample] ?? 0),
      frameEnd: Int32Array.from(kept, sample => samples.frameEnd[sample] ?? 0),
      values: numbers(values),
    },
  }
}

function renumbered(labels: readonly Label[], kept: readonly number[]): readonly Label[] {
  if (labels.length === 0) return labels
  const places = new Map(kept.map((sample, place) => [sample, place]))
  return labels.flatMap(label => {
    const place = places.get(label.sample)
    return place === undefined ? [] : [{ ...label, sample: place }]
  })
}

/** A location all of whose lines are hidden leaves the stacks; a stack of nothing else leaves the profile. */
function withoutFrames(profile: Profile, hidden: Hidden): Profile {
  const { locations, gone } = withoutLines(profile, hidden)
  const samples = withoutLocations(profile.samples, gone)
  const fewer = { ...profile, locations, samples }
  return keepSamples(fewer, sample => (samples.frameEnd[sample] ?? 0) > (samples.frameStart[sample] ?? 0))
}

function withoutLines(
  { locations }: Profile,
  { ofFunction, ofMapping }: Hidden,
): { readonly locations: LocationTable; readonly gone: Uint8Array } {
  const count = locations.lineStart.length
  const [lineStart, lineEnd, gone] = [new Int32Array(count), new Int32Array(count), new Uint8Array(count)]
  const [lineFunction, lineNumber] = [intColumn(), numberColumn()]
  for (let location = 0; location < count; location++) {
    lineStart[location] = lineFunction.length
    const all = ofMapping[locations.mapping[location] ?? -1] === true
    for (let line = locations.lineStart[location] ?? 0; line < (locations.lineEnd[location] ?? 0); line++) {
      const index = locations.lineFunction[line] ?? 0
      if (all || ofFunction[index] === true) continue
      pushInt(lineFunction, index)
      pushNumber(lineNumber, locations.lineNumber[line] ?? 0)
    }
    lineEnd[location] = lineFunction.length
    const bare = locations.lineStart[location] === locations.lineEnd[location]
    gone[location] = lineEnd[location] === lineStart[location] && (all || !bare) ? 1 : 0
  }
  const lines = { lineStart, lineEnd, lineFunction: ints(lineFunction), lineNumber: numbers(lineNumber) }
  return { locations: { ...locations, ...lines }, gone }
}

function withoutLocations(samples: SampleTable, gone: Uint8Array): SampleTable {
  const frames = intColumn()
  const [frameStart, frameEnd] = [new Int32Array(samples.count), new Int32Array(samples.count)]
  for (let sample = 0; sample < samples.count; sample++) {
    frameStart[sample] = frames.length
    for (let frame = samples.frameStart[sample] ?? 0; frame < (samples.frameEnd[sample] ?? 0); frame++) {
      const location = samples.frames[frame] ?? 0
      if (gone[location] === 0) pushInt(frames, location)
    }
    frameEnd[sample] = frames.length
  }
  return { ...samples, frames: ints(frames), frameStart, frameEnd }
}
