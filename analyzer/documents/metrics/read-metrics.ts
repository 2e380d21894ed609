// The metrics of a packet as documents. Read only for those who ask: validating does not.
import type { ClassifiedEntry } from '../../packet/classified.js'
import { wholeBytesFor } from '../../packet/limits.js'
import type { Problem } from '../../packet/problem.js'
import { readWhole } from '../../packet/read-whole.js'
import type { Packet } from '../../packet/types.js'
import { problem } from '../problem-codes.js'
import type { Document } from '../types.js'
import { openDump } from './dump.js'
import { readDumpFiles } from './dump-files.js'
import { metricsLimits } from './limits.js'
import type { MetricsNote } from './note.js'
import type { MetricsDump } from './types.js'

export interface ReadMetrics {
  readonly documents: readonly Document<MetricsDump>[]
  readonly problems: readonly Problem[]
}

/** Never throws for what the entries hold; of a damaged dump, what is sound is used. */
export async function readMetrics(
  packet: Packet,
  classified: readonly ClassifiedEntry[],
): Promise<ReadMetrics> {
  const read: ReadMetrics[] = []
  for (const item of classified) {
    if (item.kind === 'tsdb-dump' && item.entry.readable) read.push(await readDump(packet, item))
  }
  return { documents: read.flatMap(one => one.documents), problems: read.flatMap(one => one.problems) }
}

async function readDump(packet: Packet, item: ClassifiedEntry): Promise<ReadMetrics> {
  const { bytes } = await readWhole(packet, item.entry, wholeBytesFor(item.kind))
  // That an entry is empty or damaged is the inventory's to report.
  if (bytes.length === 0) return { documents: [], problems: [] }
  const files = await readDumpFiles(bytes)
  const { dump, notes } = openDump(files.blocks, files.head)
  const problems = [...files.notes, ...notes].slice(0, metricsLimits.problems).map(note => told(item, note))
  return { documents: dump.seriesCount === 0 ? [] : [documentOf(item, dump)], problems }
}

function told({ entry, node }: ClassifiedEntry, note: MetricsNote): Problem {
  const code = note.kind === 'damaged' ? 'METRICS_DAMAGED' : 'METRICS_NOT_READ'
  const message = note.file === '' ? note.message : `${note.file}: ${note.message}`
  return problem(code, message, {
    ...(note.expected === undefined ? {} : { expected: note.expected }),
    ...(note.found === undefined ? {} : { found: note.found }),
    entry: entry.name,
    ...(node ? { node } : {}),
  })
}

/** A binary entry has no lines. */
function documentOf(
  { kind, entry, node, plugin }: ClassifiedEntry,
  value: MetricsDump,
): Document<MetricsDump> {
  return { kind, entry: entry.name, node, plugin, value, locate: () => undefined, lineText: () => undefined }
}
