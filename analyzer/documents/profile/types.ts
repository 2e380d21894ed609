// A decoded profile: samples of stacks with values, in columns. A large profile has millions of frames and few kinds of things.

/** What a value of a sample counts: `cpu` in `nanoseconds`, `inuse_space` in `bytes`. */
export interface ValueType {
  readonly type: string
  readonly unit: string
}

/** A file that was mapped into the process: the program itself, libraries, the kernel's pages. */
export interface Mapping {
  readonly id: number
  readonly start: number
  readonly limit: number
  readonly offset: number
  readonly file: string
  readonly buildId: string
}

/** Functions by index. */
export interface FunctionTable {
  /** As the profile has them; `names.ts` shortens them for people. */
  readonly names: readonly string[]
  readonly systemNames: readonly string[]
  readonly files: readonly string[]
  readonly startLines: Float64Array
}

/**
 * Code locations by index. A location has one line, and one more for each call that the compiler inlined there: the
 * innermost first. `lineStart[i]` to `lineEnd[i]` (exclusive) are its lines; without any, only the address is known.
 */
export interface LocationTable {
  readonly lineStart: Int32Array
  readonly lineEnd: Int32Array
  /** Index of a line's function. */
  readonly lineFunction: Int32Array
  readonly lineNumber: Float64Array
  readonly address: Float64Array
  /** Index of the mapping, -1 for none. */
  readonly mapping: Int32Array
}

/** Samples by index. `frames[frameStart[i]]` is the location where sample i was, those after it called it. */
export interface SampleTable {
  readonly count: number
  readonly frameStart: Int32Array
  readonly frameEnd: Int32Array
  readonly frames: Int32Array
  /** Sample i has `values[i * types]` to `values[i * types + types - 1]`. Exact up to 2^53. */
  readonly values: Float64Array
}

/** A label that the program set while a sample was taken; a number has a unit, or an empty one. */
export interface Label {
  readonly sample: number
  readonly key: string
  readonly value: string | number
  readonly unit: string
}

export interface Profile {
  readonly sampleTypes: readonly ValueType[]
  /** Type of value to show when nobody asks for another; empty: the last one. */
  readonly defaultSampleType: string
  readonly periodType: ValueType
  /** Distance of samples: 10,000,000 ns of CPU time, 524,288 bytes allocated. */
  readonly period: number
  /** When sampling started; 0 when the profile does not say. */
  readonly timeNanos: number
  /** How long it took; 0 for a profile of a moment, such as of the heap. */
  readonly durationNanos: number
  readonly comments: readonly string[]
  /** Patterns of functions that hide what they call, and of those that do not all the same. */
  readonly dropFrames: string
  readonly keepFrames: string
  readonly mappings: readonly Mapping[]
  readonly functions: FunctionTable
  readonly locations: LocationTable
  readonly samples: SampleTable
  readonly labels: readonly Label[]
}

export type ProfileKind = 'cpu' | 'heap' | 'goroutine' | 'block' | 'threadcreate' | 'other'
