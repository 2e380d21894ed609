// The size of a profile's stacks once inlined calls are counted: a small file could unfold to days of work.
import { profileLimits } from './limits.js'
import type { LocationTable } from './types.js'
import { malformed } from './wire.js'

/** The locations as they are. Every view goes through all lines of all frames: their number is bounded before any does. */
export function withBoundedCalls(locations: LocationTable, frames: Int32Array): LocationTable {
  const { lineStart, lineEnd } = locations
  const lines = lineStart.map((start, location) => (lineEnd[location] ?? 0) - start)
  let calls = 0
  for (const location of frames) calls += lines[location] ?? 0
  if (calls > profileLimits.calls) throw malformed(`its stacks have more than ${profileLimits.calls} calls`)
  return locations
}
