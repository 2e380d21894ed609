// tsdb_dump.tar.gz → the files of its blocks, in memory and within bounds; nothing is written to disk.
//
// Entries of the tar: `/01M7YNM0S63VBGBCA2EDK85NNR/index`, `…/chunks/000001`, `…/meta.json`, `…/tombstones`, `/metadata.yaml`; of a copy
// of the server's folder also `/wal/00000000`, `/wal/checkpoint.00000003/00000000` and `/chunks_head/000001`.
import { memorySource } from '../../packet/byte-source.js'
import type { Container, ContainerEntry } from '../../packet/container.js'
import { defaultLimits, type Limits } from '../../packet/limits.js'
import { openTarGz } from '../../packet/tar/tar-gz-container.js'
import type { BlockFiles } from './block.js'
import { headFiles, headPlaceOf, type HeadPart } from './head-files.js'
import type { HeadFiles } from './head.js'
import { metricsLimits } from './limits.js'
import { damaged, unread, type MetricsNote } from './note.js'

export interface DumpFiles {
  readonly blocks: readonly BlockFiles[]
  /** What was not in a block yet. */
  readonly head: HeadFiles
  readonly notes: readonly MetricsNote[]
}

interface GrowingBlock {
  readonly folder: string
  meta: Uint8Array | undefined
  index: Uint8Array | undefined
  tombstones: Uint8Array | undefined
  readonly chunks: Map<number, Uint8Array>
}

/** One pass keeps every file up to the limit, so that none has to be inflated twice. */
const limits: Limits = {
  ...defaultLimits,
  entries: metricsLimits.files,
  totalBytes: 4 * metricsLimits.inflatedBytes,
  keptBytes: metricsLimits.inflatedBytes,
  keptEntryBytes: metricsLimits.inflatedBytes,
}

export async function readDumpFiles(bytes: Buffer): Promise<DumpFiles> {
  const container = await openTarGz(memorySource(bytes), limits)
  const notes: MetricsNote[] = container.problems.map(({ message }) => damaged('', message))
  const blocks = new Map<string, GrowingBlock>()
  const head: HeadPart[] = []
  let keptBytes = 0
  let left = 0
  for (const entry of container.entries) {
    const place = placeOf(entry.rawName) ?? headPlaceOf(entry.rawName)
    if (place === undefined) continue
    const sizeBytes = entry.sizeBytes ?? 0
    if (keptBytes + sizeBytes > metricsLimits.inflatedBytes) {
      notes.push(damaged(place.file, 'The file is too large to be read.', tooLarge(sizeBytes)))
      continue
    }
    const content = await contentOf(entry)
    keptBytes += content.length
    if (content.length < sizeBytes)
      notes.push(damaged(place.file, 'The file is cut off; its start was used.'))
    if (!('folder' in place)) head.push({ place, content })
    else if (blocks.size < metricsLimits.blocks || blocks.has(place.folder)) put(blocks, place, content)
    else left++
  }
  if (left > 0)
    notes.push(unread('', `The dump holds more than ${metricsLimits.blocks} blocks; the last were left out.`))
  return {
    blocks: [...blocks.values()],
    head: headFiles(head),
    notes: [...notes, ...notesOfOthers(container, blocks.size + head.length)],
  }
}

function tooLarge(sizeBytes: number): Partial<MetricsNote> {
  return { expected: `at most ${metricsLimits.inflatedBytes} bytes in all`, found: `${sizeBytes} bytes more` }
}

interface Place {
  readonly folder: string
  readonly file: string
  readonly part: 'meta' | 'index' | 'tombstones' | number
}

/** `undefined` for what is no part of a block. */
function placeOf(rawName: string): Place | undefined {
  const file = rawName.replace(/^[./]+/, '')
  const found = /^(?:.*\/)?([^/]+)\/(meta\.json|index|tombstones|chunks\/(\d{6,9}))$/.exec(file)
  if (found === null) return undefined
  const [, folder = '', name = '', segment] = found
  if (segment !== undefined) return { folder, file, part: Number(segment) - 1 }
  return { folder, file, part: name === 'meta.json' ? 'meta' : name === 'index' ? 'index' : 'tombstones' }
}

function put(blocks: Map<string, GrowingBlock>, { folder, part }: Place, content: Uint8Array): void {
  const block = blocks.get(folder) ?? {
    folder,
    meta: undefined,
    index: undefined,
    tombstones: undefined,
    chunks: new Map<number, Uint8Array>(),
  }
  blocks.set(folder, block)
  if (typeof part === 'number') block.chunks.set(part, content)
  else block[part] = content
}

async function contentOf(entry: ContainerEntry): Promise<Uint8Array> {
  if (!entry.readable) return new Uint8Array()
  const parts: Buffer[] = []
  for await (const part of entry.open()) parts.push(Buffer.from(part))
  return parts.length === 1 ? (parts[0] ?? new Uint8Array()) : Buffer.concat(parts)
}

/** What a dump may hold beside: samples that came out of order, which Prometheus keeps only when it is told to. */
function notesOfOthers({ entries }: Container, parts: number): readonly MetricsNote[] {
  const has = (folder: string) =>
    entries.some(({ rawName, sizeBytes }) => rawName.includes(`${folder}/`) && (sizeBytes ?? 0) > 0)
  return [
    ...(parts === 0 ? [damaged('', 'The dump holds no block of metrics.')] : []),
    ...(has('wbl') ? [unread('wbl', 'Samples that came out of order (wbl) were not read.')] : []),
  ]
}
