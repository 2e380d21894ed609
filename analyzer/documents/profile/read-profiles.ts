// Profiles and goroutine dumps of a packet as documents. Read only for those who ask: validating does not.
import type { ClassifiedEntry } from '../../packet/classified.js'
import type { DocumentKind } from '../../packet/layout-types.js'
import { wholeBytesFor } from '../../packet/limits.js'
import type { Problem } from '../../packet/problem.js'
import { readWhole } from '../../packet/read-whole.js'
import type { Packet } from '../../packet/types.js'
import { problem } from '../problem-codes.js'
import type { Document } from '../types.js'
import { dumpReader } from './goroutines/dump.js'
import type { GoroutineDump } from './goroutines/types.js'
import { parseProfile, profileKind } from './parse-profile.js'
import type { Profile, ProfileKind } from './types.js'

export interface ReadProfiles {
  readonly documents: readonly Document[]
  readonly problems: readonly Problem[]
}

/** Never throws for what the entries hold; a damaged one is a problem, and no document unless a part of it is sound. */
export async function readProfiles(
  packet: Packet,
  classified: readonly ClassifiedEntry[],
): Promise<ReadProfiles> {
  const read: ReadProfiles[] = []
  for (const item of classified) {
    const reader = item.entry.readable ? readers[item.kind] : undefined
    if (reader !== undefined) read.push(await reader(packet, item))
  }
  return { documents: read.flatMap(one => one.documents), problems: read.flatMap(one => one.problems) }
}

type Reader = (packet: Packet, item: ClassifiedEntry) => Promise<ReadProfiles>

const readers: Partial<Readonly<Record<DocumentKind, Reader>>> = {
  'cpu-profile': (packet, item) => readProfile(packet, item, 'cpu'),
  'heap-profile': (packet, item) => readProfile(packet, item, 'heap'),
  goroutines: readGoroutines,
}

async function readProfile(
  packet: Packet,
  item: ClassifiedEntry,
  wanted: ProfileKind,
): Promise<ReadProfiles> {
  const { bytes, problem: damage } = await readWhole(packet, item.entry, wholeBytesFor(item.kind))
  // That an entry is empty or damaged is the inventory's to report.
  if (bytes.length === 0 || damage !== undefined) return nothing
  const parsed = parseProfile(bytes)
  if (parsed.kind === 'unreadable') {
    const code = parsed.reason === 'cut' ? 'DOCUMENT_CUT' : 'DOCUMENT_SHAPE'
    return { documents: [], problems: [of(item, problem(code, parsed.message))] }
  }
  const found = profileKind(parsed.profile)
  if (found !== wanted) return { documents: [], problems: [of(item, wrongKind(wanted, parsed.profile))] }
  return { documents: [documentOf(item, parsed.profile)], problems: [] }
}

const nothing: ReadProfiles = { documents: [], problems: [] }

function wrongKind(wanted: ProfileKind, profile: Profile): Problem {
  const types = profile.sampleTypes.map(({ type }) => type).slice(0, 8)
  return problem('DOCUMENT_SHAPE', `The entry is a profile of another kind: it counts ${types.join(', ')}.`, {
    expected: wanted === 'cpu' ? 'a CPU profile' : 'a heap profile',
    found: `a profile of ${types.join(', ')}`,
  })
}

async function readGoroutines(packet: Packet, item: ClassifiedEntry): Promise<ReadProfiles> {
  const reader = dumpReader()
  const most = wholeBytesFor(item.kind)
  let sizeBytes = 0
  const outcome = await packet.read(item.entry, chunk => {
    reader.add(chunk)
    sizeBytes += chunk.length
    return sizeBytes > most ? false : undefined
  })
  if (sizeBytes === 0) return nothing
  const parsed = reader.end()
  if (parsed.kind === 'unreadable')
    return outcome.kind === 'partial'
      ? nothing
      : { documents: [], problems: [of(item, problem('DOCUMENT_SHAPE', parsed.message))] }
  const cut = parsed.dump.cut && outcome.kind === 'complete' ? [of(item, cutDump(parsed.dump))] : []
  const beyond = outcome.kind === 'stopped' ? [of(item, tooLong(most))] : []
  return { documents: [documentOf(item, parsed.dump)], problems: [...cut, ...beyond] }
}

function cutDump({ total }: GoroutineDump): Problem {
  return problem('DOCUMENT_CUT', `The list of goroutines ends early; the ${total} before its end are used.`, {
    expected: 'the whole stack of the last goroutine',
    found: 'a part of it',
  })
}

function tooLong(most: number): Problem {
  return problem(
    'DOCUMENT_TOO_LARGE',
    `The list of goroutines is longer than ${most} bytes; its start is used.`,
    {
      expected: `at most ${most} bytes`,
      found: 'more',
    },
  )
}

function of({ entry, node }: ClassifiedEntry, found: Problem): Problem {
  return { ...found, entry: entry.name, ...(node ? { node } : {}) }
}

/** Binary entries have no lines; those of a dump are known to what its groups say. */
function documentOf({ kind, entry, node, plugin }: ClassifiedEntry, value: unknown): Document {
  return {
    kind,
    entry: entry.name,
    node,
    plugin,
    value,
    locate: () => undefined,
    lineText: () => undefined,
  }
}
