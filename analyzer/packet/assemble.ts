// Makes a packet of a container: decides names over all entries, applies the limits that headers tell, collects problems.
import type { Container, ContainerEntry } from './container.js'
import { deliver, ratioExceeded, tooLarge, totalBudget, totalTooLarge } from './deliver.js'
import { cleanName, nameClashes, type CleanName } from './entry-names.js'
import { mostInflatedBytes, type Limits } from './limits.js'
import { commonPrefix, isNoise } from './prefix.js'
import { packetProblem } from './problem-codes.js'
import type { Problem } from './problem.js'
import type { ChunkSink, Packet, PacketEntry, ReadOutcome } from './types.js'

/** A container's entry with its cleaned name. */
interface Named {
  readonly entry: ContainerEntry
  readonly clean: CleanName
}

export function assemblePacket(source: string, container: Container, limits: Limits): Packet {
  const all = container.entries.map(entry => ({ entry, clean: cleanName(entry.rawName, limits) }))
  const named = all.filter(({ clean }) => !isNoise(clean.name)).slice(0, limits.entries)
  const prefix = commonPrefix(named.map(({ clean }) => clean.name))
  const entries = named.map((one, index) => packetEntry(one, index, prefix, limits))
  const budget = totalBudget(mostInflatedBytes(limits, container.sizeBytes))
  let hash: Promise<string> | undefined
  return {
    source,
    format: container.format,
    sizeBytes: container.sizeBytes,
    prefix,
    entries,
    problems: [
      ...container.problems,
      ...archiveProblems(all, named, limits, budget.mostBytes),
      ...entries.flatMap((entry, index) => entryProblems(entry, named[index])),
      ...nameClashes(entries.map(({ name }) => name)),
    ],
    sha256: () => (hash ??= container.sha256()),
    read: (entry, onChunk) => readEntry(entry, named[entry.index]?.entry, { limits, budget }, onChunk),
    close: () => container.close(),
  }
}

function packetEntry({ entry, clean }: Named, index: number, prefix: string, limits: Limits): PacketEntry {
  const name = clean.name.slice(prefix.length)
  const damage = entry.damage ?? clean.unsafe ?? beyondLimits(entry, limits)
  return {
    index,
    name,
    rawName: entry.rawName,
    sizeBytes: entry.sizeBytes,
    compressedBytes: entry.compressedBytes,
    modifiedAt: entry.modifiedAt,
    damage: damage === undefined ? undefined : { ...damage, entry: name },
    readable: entry.readable,
  }
}

/** Limits that the stated sizes break already; reading enforces the same on the real ones. */
function beyondLimits(entry: ContainerEntry, limits: Limits): Problem | undefined {
  const { sizeBytes, compressedBytes } = entry
  if (sizeBytes === undefined) return undefined
  if (sizeBytes > limits.entryBytes) return tooLarge(limits, `${sizeBytes} bytes`)
  if (compressedBytes === undefined || sizeBytes <= limits.ratioFromBytes) return undefined
  return sizeBytes > compressedBytes * limits.ratio ? ratioExceeded(entry, limits) : undefined
}

/** All problems of an entry; its damage is one of them. */
function entryProblems(entry: PacketEntry, named: Named | undefined): readonly Problem[] {
  const own = [...(named?.entry.notes ?? []), ...(named?.clean.notes ?? [])]
  const unsafe = named?.clean.unsafe
  if (unsafe !== undefined && entry.damage?.code !== unsafe.code) own.push(unsafe)
  const notes = own.map(problem => ({ ...problem, entry: entry.name }))
  return entry.damage === undefined ? notes : [entry.damage, ...notes]
}

function archiveProblems(
  all: readonly Named[],
  kept: readonly Named[],
  limits: Limits,
  mostBytes: number,
): readonly Problem[] {
  const problems: Problem[] = []
  const noise = all.filter(({ clean }) => isNoise(clean.name))
  if (noise.length > 0) problems.push(noiseProblem(noise))
  if (all.length === noise.length) problems.push(packetProblem('ARCHIVE_EMPTY', 'There are no files in it.'))
  if (all.length - noise.length > kept.length) problems.push(tooManyEntries(limits, `${all.length}`))
  const statedBytes = kept.reduce(
    (sum, { entry }) => sum + (entry.damage === undefined ? (entry.sizeBytes ?? 0) : 0),
    0,
  )
  if (statedBytes > mostBytes) problems.push(totalTooLarge(mostBytes))
  return problems
}

function noiseProblem(noise: readonly Named[]): Problem {
  const found = noise.slice(0, 3).map(({ clean }) => clean.name)
  const message = `${noise.length} files that macOS or Windows added were left out.`
  return packetProblem('ARCHIVE_NOISE', message, { found: found.join(', ') })
}

/** Also used by containers that stop listing at the limit. */
function tooManyEntries(limits: Limits, found: string): Problem {
  return packetProblem(
    'ARCHIVE_TOO_MANY_ENTRIES',
    'There are too many entries; the later ones were left out.',
    {
      expected: `at most ${limits.entries}`,
      found,
    },
  )
}

type Bounds = Pick<Parameters<typeof deliver>[1], 'limits' | 'budget'>

async function readEntry(
  entry: PacketEntry,
  source: ContainerEntry | undefined,
  bounds: Bounds,
  onChunk: ChunkSink,
): Promise<ReadOutcome> {
  if (source === undefined) throw new Error(`entry ${entry.index} is not of this packet`)
  if (!entry.readable) return unreadable(entry)
  const outcome = await deliver(source, { index: entry.index, ...bounds }, onChunk)
  if (outcome.kind !== 'partial') return outcome
  return { ...outcome, problem: { ...outcome.problem, entry: entry.name } }
}

function unreadable(entry: PacketEntry): ReadOutcome {
  const problem =
    entry.damage ?? packetProblem('ENTRY_READ_FAILED', 'The entry cannot be read.', { entry: entry.name })
  return { kind: 'partial', sizeBytes: 0, problem }
}
