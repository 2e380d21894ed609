// Opens what the user named, whatever it is, and tells by content what it is. The way into the packet stage.
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { assemblePacket } from './assemble.js'
import { fileSource, memorySource, type ByteSource } from './byte-source.js'
import type { Container } from './container.js'
import { openDirectory } from './directory.js'
import { limitsFrom, type Limits, type OpenOptions } from './limits.js'
import { nestedArchives, type NestedArchives } from './nested.js'
import { packetProblem } from './problem-codes.js'
import type { Problem } from './problem.js'
import { recognise } from './recognise.js'
import { spool, spooler } from './spool.js'
import { openTar } from './tar/tar-container.js'
import { openTarGz } from './tar/tar-gz-container.js'
import type { Opened, Packet, PacketEntry } from './types.js'
import { openZip } from './zip/zip-container.js'

export { packetOf } from './memory.js'

/** Opens a path, or standard input for `-`. Several packets only when one archive holds several nested ones. */
export async function openPackets(source: string, options?: OpenOptions): Promise<readonly Opened[]> {
  const limits = limitsFrom(options)
  const opened = await guarded(source, () => openNamed(source, limits, options))
  return unfold(opened, limits)
}

/** Opens an archive that is in memory already; the bytes must not change while the packet is open. */
export async function openBuffer(
  name: string,
  bytes: Uint8Array,
  options?: OpenOptions,
): Promise<readonly Opened[]> {
  const limits = limitsFrom(options)
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const opened = await guarded(name, () => openSource(name, memorySource(buffer), limits))
  return unfold(opened, limits)
}

/** Opens an archive as it comes; it is kept in memory, or in a private file where it is long. */
export async function openChunks(
  name: string,
  chunks: AsyncIterable<Uint8Array>,
  options?: OpenOptions,
): Promise<readonly Opened[]> {
  const limits = limitsFrom(options)
  return unfold(await guarded(name, () => openStream(name, chunks, limits)), limits)
}

async function openNamed(source: string, limits: Limits, options: OpenOptions | undefined): Promise<Opened> {
  if (source === '-') return openStream(source, options?.input ?? process.stdin, limits)
  const stats = await stat(source)
  if (stats.isDirectory()) return packetFrom(source, await openDirectory(source, limits), limits)
  if (stats.isFile()) return openSource(source, await fileSource(source), limits)
  return openStream(source, createReadStream(source), limits) // a pipe, as in `analyze <(curl …)`
}

async function openStream(name: string, chunks: AsyncIterable<Uint8Array>, limits: Limits): Promise<Opened> {
  const { source, isCut } = await spool(chunks, limits)
  return openSource(name, source, limits, isCut ? [streamTooLarge(limits)] : [])
}

async function openSource(
  name: string,
  source: ByteSource,
  limits: Limits,
  problems: readonly Problem[] = [],
): Promise<Opened> {
  try {
    const recognised = await recognise(source)
    if (recognised.kind === 'foreign') return await notAPacket(name, source, recognised.description)
    const container = await openers[recognised.kind](source, limits)
    return packetFrom(name, { ...container, problems: [...problems, ...container.problems] }, limits)
  } catch (error) {
    await source.close()
    throw error
  }
}

const openers: Readonly<
  Record<'zip' | 'tar' | 'tar.gz', (source: ByteSource, limits: Limits) => Promise<Container>>
> = {
  zip: openZip,
  tar: openTar,
  'tar.gz': openTarGz,
}

function packetFrom(source: string, container: Container, limits: Limits): Opened {
  return { kind: 'ok', packet: assemblePacket(source, container, limits) }
}

const expectedForms = 'a zip, tar or tar.gz archive, or a directory'

async function notAPacket(source: string, bytes: ByteSource, found: string): Promise<Opened> {
  await bytes.close()
  const message = `This is ${found}, not a support packet (expected ${expectedForms}).`
  const problem = packetProblem('ARCHIVE_NOT_A_PACKET', message, { expected: expectedForms, found })
  return { kind: 'unreadable', source, problem }
}

/** The packets inside, when the opened one is only a bundle of them; else itself. */
async function unfold(opened: Opened, limits: Limits): Promise<readonly Opened[]> {
  if (opened.kind === 'unreadable') return [opened]
  const { packet } = opened
  const nested = await nestedArchives(packet)
  if (nested === undefined) return [opened]
  const packets: Opened[] = []
  for (const entry of nested.archives.slice(0, limits.nestedPackets)) {
    packets.push(await openNested(packet, entry, limits, bundleProblems(packet, nested, limits)))
  }
  await packet.close()
  return packets
}

async function openNested(
  outer: Packet,
  entry: PacketEntry,
  limits: Limits,
  problems: readonly Problem[],
): Promise<Opened> {
  const name = `${outer.source}!${entry.name}`
  return guarded(name, async () => {
    const copy = spooler(limits)
    const outcome = await outer.read(entry, async chunk => (await copy.add(chunk)) && undefined)
    const { source, isCut } = copy.finish()
    const damage = isCut ? [streamTooLarge(limits)] : outcome.kind === 'partial' ? [outcome.problem] : []
    const opened = await openSource(name, source, limits, [...problems, ...damage])
    return opened.kind === 'ok' ? { kind: 'ok', packet: await withDepthProblem(opened.packet) } : opened
  })
}

/** Archives in a nested archive stay closed; the report says so. */
async function withDepthProblem(packet: Packet): Promise<Packet> {
  const deeper = await nestedArchives(packet)
  if (deeper === undefined) return packet
  const message =
    'The archive in the archive holds archives again; these are not opened. Open them one by one.'
  const found = deeper.archives.map(({ name }) => name).join(', ')
  return { ...packet, problems: [...packet.problems, packetProblem('ARCHIVE_TOO_DEEP', message, { found })] }
}

/** What is wrong with the bundle; each packet in it says so. */
function bundleProblems(
  outer: Packet,
  { archives, others }: NestedArchives,
  limits: Limits,
): readonly Problem[] {
  const problems = outer.problems.filter(({ entry }) => entry === undefined)
  if (others.length > 0)
    problems.push(
      packetProblem('ARCHIVE_NESTED_SKIPPED', 'Files beside the packets in the archive were left out.', {
        found: others.map(({ name }) => name).join(', '),
      }),
    )
  if (archives.length > limits.nestedPackets)
    problems.push(
      packetProblem('ARCHIVE_TOO_MANY_ENTRIES', 'The archive holds more packets than are opened at once.', {
        expected: `at most ${limits.nestedPackets}`,
        found: `${archives.length}`,
      }),
    )
  return problems
}

function streamTooLarge(limits: Limits): Problem {
  return packetProblem('ARCHIVE_TOO_LARGE', 'The input is longer than is accepted; the rest was not read.', {
    expected: `at most ${limits.streamBytes} bytes`,
  })
}

/** What the system says when a file cannot be opened, in words a person would use. */
const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'There is no such file or directory.',
  EACCES: 'There is no permission to read it.',
  EPERM: 'There is no permission to read it.',
  EMFILE: 'Too many files are open.',
  ENAMETOOLONG: 'There is no such file: the name is too long.',
  ENOTDIR: 'There is no such file: a part of the path is no directory.',
  ELOOP: 'There is no such file: the links lead in a circle.',
  ENOSPC: 'There is no room for it in the temporary directory.',
}

/** The one place where what the system refuses becomes an answer. */
async function guarded(source: string, work: () => Promise<Opened>): Promise<Opened> {
  try {
    return await work()
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === undefined) throw error // a bug, not a file
    const problem = packetProblem('ARCHIVE_UNREADABLE', reasons[code] ?? `It cannot be opened: ${message}.`, {
      found: code,
    })
    return { kind: 'unreadable', source, problem }
  }
}
