// Frames that a profile itself asks to leave out: `drop_frames` hides functions and what they call, `keep_frames` excepts some.
import { RE2JS } from 're2js'
import type { LocationTable, Profile, SampleTable } from './types.js'

/** A pattern longer than this is no list of functions. */
const patternLimit = 4096

export function withoutDroppedFrames(profile: Profile): Profile {
  const drop = wholeName(profile.dropFrames)
  if (drop === undefined) return profile
  const keep = wholeName(profile.keepFrames)
  const dropped = profile.functions.names.map(name => {
    const bare = withoutArguments(name)
    return name !== '' && drop(bare) && keep?.(bare) !== true
  })
  const cut = cutLocations(profile.locations, dropped)
  return {
    ...profile,
    locations: { ...profile.locations, lineStart: cut.lineStart },
    samples: cutSamples(profile.samples, cut),
  }
}

/** `undefined` for no pattern, and for one that is none: then everything is shown. */
function wholeName(pattern: string): ((name: string) => boolean) | undefined {
  if (pattern === '' || pattern.length > patternLimit) return undefined
  try {
    const compiled = RE2JS.compile(`^(?:${pattern})$`)
    return name => compiled.matcher(name).find()
  } catch {
    return undefined
  }
}

/** `f(int)` → `f`; a method's receiver in Go, `(*T)`, ends the name as well, as it does in pprof. */
function withoutArguments(name: string): string {
  const bare = name.replace(/^\./, '')
  for (let at = bare.indexOf('('); at >= 0; at = bare.indexOf('(', at + 1)) {
    const reserved = bare.startsWith('(anonymous namespace)', at) || bare.startsWith('operator()', at - 8)
    if (!reserved) return bare.slice(0, at)
  }
  return bare
}

interface CutLocations {
  readonly lineStart: Int32Array
  /** 1: a line of it is dropped, with all that it called. 2: its outermost one is, so that nothing of it stays. */
  readonly cut: Uint8Array
}

function cutLocations(
  { lineStart, lineEnd, lineFunction }: LocationTable,
  dropped: readonly boolean[],
): CutLocations {
  const starts = lineStart.slice()
  const cut = new Uint8Array(starts.length)
  for (let location = 0; location < starts.length; location++) {
    const [start = 0, end = 0] = [lineStart[location], lineEnd[location]]
    let line = end - 1
    while (line >= start && dropped[lineFunction[line] ?? -1] !== true) line--
    if (line < start) continue
    cut[location] = line === end - 1 ? 2 : 1
    if (line < end - 1) starts[location] = line + 1
  }
  return { lineStart: starts, cut }
}

/** From the outermost frame inwards; frames before the first one that stays are no reason to drop the whole stack. */
function cutSamples(samples: SampleTable, { cut }: CutLocations): SampleTable {
  const frameStart = samples.frameStart.slice()
  for (let sample = 0; sample < samples.count; sample++) {
    const start = frameStart[sample] ?? 0
    let kept = false
    for (let frame = (samples.frameEnd[sample] ?? 0) - 1; frame >= start; frame--) {
      const how = cut[samples.frames[frame] ?? 0]
      if (how === 0) kept = true
      else if (kept) {
        frameStart[sample] = how === 2 ? frame + 1 : frame
        break
      }
    }
  }
  return { ...samples, frameStart }
}
