// One read of one entry: counts, checks CRC-32 and size, keeps the limits, and says how it ended.
import { crc32 } from 'node:zlib'
import type { ContainerEntry, ChunkStream } from './container.js'
import type { Limits } from './limits.js'
import type { Problem } from './problem.js'
import { packetProblem } from './problem-codes.js'
import type { ChunkSink, ReadOutcome } from './types.js'

/** Uncompressed bytes per entry so far, over all reads: the total limit must hold whatever the headers claim. */
export interface TotalBudget {
  readonly byIndex: Map<number, number>
  readonly mostBytes: number
  totalBytes: number
}

export function totalBudget(mostBytes: number): TotalBudget {
  return { byIndex: new Map(), mostBytes, totalBytes: 0 }
}

/** What a read needs to know besides the entry. */
export interface DeliveryBounds {
  readonly index: number
  readonly limits: Limits
  readonly budget: TotalBudget
}

/** Streams an entry to `onChunk`. Throws only what `onChunk` throws. */
export async function deliver(
  entry: ContainerEntry,
  bounds: DeliveryBounds,
  onChunk: ChunkSink,
): Promise<ReadOutcome> {
  const stream = entry.open()
  let sizeBytes = 0
  let checksum = 0
  try {
    for (;;) {
      const step = await nextChunk(stream)
      if (step.kind === 'end') return judge(entry, sizeBytes, checksum, step.problem)
      const allowed = allowance(entry, bounds, sizeBytes)
      const chunk = step.chunk.subarray(0, Math.max(0, allowed.bytes))
      if (entry.crc32 !== undefined) checksum = crc32(chunk, checksum)
      sizeBytes += chunk.length
      spend(bounds, sizeBytes)
      if (chunk.length > 0) {
        const wanted = onChunk(chunk)
        if ((wanted instanceof Promise ? await wanted : wanted) === false)
          return { kind: 'stopped', sizeBytes }
      }
      if (chunk.length < step.chunk.length) return { kind: 'partial', sizeBytes, problem: allowed.breach() }
    }
  } finally {
    await stream.return(undefined)
  }
}

type Step =
  | { readonly kind: 'chunk'; readonly chunk: Buffer }
  | { readonly kind: 'end'; readonly problem: Problem | undefined }

/** The one place where a failing disk becomes a problem. */
async function nextChunk(stream: ChunkStream): Promise<Step> {
  try {
    const next = await stream.next()
    if (next.done === true) return { kind: 'end', problem: next.value }
    return { kind: 'chunk', chunk: next.value }
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error)
    return {
      kind: 'end',
      problem: packetProblem('ENTRY_READ_FAILED', `The entry could not be read: ${found}.`, { found }),
    }
  }
}

interface Allowance {
  /** Bytes that may still be given. */
  readonly bytes: number
  readonly breach: () => Problem
}

/** The tightest of the limits, and the problem that reaching it means. */
function allowance(
  entry: ContainerEntry,
  { index, limits, budget }: DeliveryBounds,
  sizeBytes: number,
): Allowance {
  const others = budget.totalBytes - (budget.byIndex.get(index) ?? 0)
  const allowances: readonly Allowance[] = [
    { bytes: limits.entryBytes - sizeBytes, breach: () => tooLarge(limits) },
    { bytes: budget.mostBytes - others - sizeBytes, breach: () => totalTooLarge(budget.mostBytes) },
    { bytes: ratioBytes(entry, limits) - sizeBytes, breach: () => ratioExceeded(entry, limits) },
  ]
  return allowances.reduce((tightest, next) => (next.bytes < tightest.bytes ? next : tightest))
}

function ratioBytes(entry: ContainerEntry, limits: Limits): number {
  if (entry.compressedBytes === undefined) return Infinity
  return Math.max(limits.ratioFromBytes, entry.compressedBytes * limits.ratio)
}

function spend({ index, budget }: DeliveryBounds, sizeBytes: number): void {
  const before = budget.byIndex.get(index) ?? 0
  if (sizeBytes <= before) return
  budget.byIndex.set(index, sizeBytes)
  budget.totalBytes += sizeBytes - before
}

function judge(
  entry: ContainerEntry,
  sizeBytes: number,
  checksum: number,
  stopped: Problem | undefined,
): ReadOutcome {
  const problem = stopped ?? sizeProblem(entry, sizeBytes) ?? checksumProblem(entry, checksum)
  return problem === undefined ? { kind: 'complete', sizeBytes } : { kind: 'partial', sizeBytes, problem }
}

function sizeProblem(entry: ContainerEntry, sizeBytes: number): Problem | undefined {
  if (entry.sizeBytes === undefined || entry.sizeBytes === sizeBytes) return undefined
  return packetProblem('ENTRY_SIZE_MISMATCH', 'The content does not have the size that the archive states.', {
    expected: `${entry.sizeBytes} bytes`,
    found: `${sizeBytes} bytes`,
  })
}

function checksumProblem(entry: ContainerEntry, checksum: number): Problem | undefined {
  if (entry.crc32 === undefined || entry.crc32 === checksum) return undefined
  return packetProblem(
    'ENTRY_CRC_MISMATCH',
    'The content was changed or damaged: its CRC-32 is not the stated one.',
    {
      expected: hex(entry.crc32),
      found: hex(checksum),
    },
  )
}

function hex(value: number): string {
  return value.toString(16).padStart(8, '0')
}

export function tooLarge(limits: Limits, found?: string): Problem {
  return packetProblem('ENTRY_TOO_LARGE', 'The entry is larger than the limit; its start is read.', {
    expected: `at most ${limits.entryBytes} bytes`,
    ...(found === undefined ? {} : { found }),
  })
}

export function totalTooLarge(mostBytes: number): Problem {
  return packetProblem(
    'ARCHIVE_TOO_LARGE',
    'The entries together are larger than the limit; reading stopped there.',
    {
      expected: `at most ${mostBytes} bytes uncompressed`,
    },
  )
}

/** A bomb: stated by the headers, or seen while inflating. */
export function ratioExceeded(entry: ContainerEntry, limits: Limits): Problem {
  return packetProblem(
    'ENTRY_RATIO_EXCEEDED',
    'The entry inflates further than logs and documents do; its start is read.',
    {
      expected: `at most ${limits.ratio} bytes from one compressed byte`,
      ...(entry.compressedBytes === undefined
        ? {}
        : { found: `more, from ${entry.compressedBytes} compressed bytes` }),
    },
  )
}
