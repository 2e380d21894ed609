// The bounds of profiles and goroutine dumps, with their reasons. What goes beyond is a problem, never memory.

const MiB = 1024 * 1024

export const profileLimits = {
  // A profile of 5 MB inflates to 20 to 40 MB; a server that writes more than this has a fault of another kind.
  inflatedBytes: 256 * MiB,
  // A cpu profile has one sample a distinct stack: ten thousand in five seconds at most.
  samples: 4_000_000,
  // Stacks are 20 to 60 frames deep, Go cuts them at 128 (heap) or 64 (older) frames.
  frames: 48_000_000,
  // Calls in all stacks with those that the compiler inlined, one or two a frame; a small file could unfold to days of work.
  calls: 200_000_000,
  // A program of 100 MB has 200,000 functions, a fraction of which is ever seen.
  functions: 1_000_000,
  locations: 4_000_000,
  lines: 8_000_000,
  strings: 4_000_000,
  // Programs label samples with a handful of words.
  labels: 2_000_000,
  mappings: 100_000,
  // Go writes two to four.
  sampleTypes: 64,
} as const

export const goroutineLimits = {
  // Distinct stacks that are kept; a leak repeats few stacks many times. Goroutines of further stacks are only counted.
  stacks: 20_000,
  // Their calls together: 20,000 stacks of usual depth.
  stackFrames: 600_000,
  // Go prints 100 frames a goroutine and elides the rest in the middle.
  frames: 256,
  // Names of generic functions repeat whole type lists.
  lineBytes: 64 * 1024,
  // Locks, targets and the like that are told apart.
  keys: 5_000,
  // Numbers of goroutines remembered for a stack: enough to find them in the file.
  idsOfStack: 5,
} as const
