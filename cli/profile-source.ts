// Where `profile` reads from: a profile as a file, an entry of a packet, or either on standard input.
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { visibleControls } from '../analyzer/lib/terminal-text.js'
import { fileSource, memorySource } from '../analyzer/packet/byte-source.js'
import type { ClassifiedEntry } from '../analyzer/packet/classified.js'
import type { DocumentKind } from '../analyzer/packet/layout-types.js'
import { classifyEntries } from '../analyzer/packet/layout.js'
import type { Limits } from '../analyzer/packet/limits.js'
import { defaultLimits, wholeBytesFor } from '../analyzer/packet/limits.js'
import { openBuffer, openPackets } from '../analyzer/packet/open.js'
import { recognise } from '../analyzer/packet/recognise.js'
import type { Opened, Packet } from '../analyzer/packet/types.js'
import type { Context } from './context.js'
import { failure, systemReason } from './failure.js'
import { didYouMean } from './suggest.js'

export interface SourceRequest {
  /** A path, or `-`. */
  readonly source: string
  /** Entry of a packet; without one, the only entry of the first of these kinds. */
  readonly entry: string | undefined
  readonly kinds: readonly DocumentKind[]
  readonly limits: Partial<Limits>
}

/** Where bytes come from, by the name that people know it by. */
export interface ReadFrom {
  readonly name: string
  /** Set when the bytes are not all: damage or a limit. */
  readonly problem: string | undefined
}

/** Gives the bytes in chunks, each valid only during the call. */
export async function readSource(
  request: SourceRequest,
  context: Context,
  onChunk: (chunk: Buffer) => void,
): Promise<ReadFrom> {
  if (request.source === '-') return readInput(request, context, onChunk)
  const isPacket = request.entry !== undefined || (await isPacketFile(request.source))
  if (isPacket)
    return readOpened(await openPackets(request.source, { limits: request.limits }), request, onChunk)
  try {
    for await (const chunk of createReadStream(request.source, { highWaterMark: 1 << 20 }))
      onChunk(chunk as Buffer)
  } catch (error) {
    throw failure(visibleControls(`${request.source}: ${systemReason(error)}`))
  }
  return { name: request.source, problem: undefined }
}

async function isPacketFile(path: string): Promise<boolean> {
  try {
    if ((await stat(path)).isDirectory()) return true
    const file = await fileSource(path)
    try {
      return (await recognise(file)).kind !== 'foreign'
    } finally {
      await file.close()
    }
  } catch (error) {
    throw failure(visibleControls(`${path}: ${systemReason(error)}`))
  }
}

/** Standard input is kept whole: what it is can be told only afterwards, and a packet cannot be read from a stream. */
async function readInput(
  request: SourceRequest,
  { io }: Context,
  onChunk: (chunk: Buffer) => void,
): Promise<ReadFrom> {
  if (io.stdin.isTTY === true)
    throw failure('Standard input is a terminal: pipe a profile into it, or name a file.')
  const chunks: Buffer[] = []
  let sizeBytes = 0
  for await (const chunk of io.stdin) {
    chunks.push(chunk as Buffer)
    sizeBytes += (chunk as Buffer).length
    if (sizeBytes > inputBytes)
      throw failure(`Standard input is longer than ${inputBytes} bytes; name a file instead.`)
  }
  const bytes = Buffer.concat(chunks)
  const isPacket = request.entry !== undefined || (await recognise(memorySource(bytes))).kind !== 'foreign'
  if (isPacket) return readOpened(await openBuffer('-', bytes, { limits: request.limits }), request, onChunk)
  onChunk(bytes)
  return { name: 'standard input', problem: undefined }
}

/** What a packet of usual size needs, and a large profile. */
const inputBytes = 1 << 30

async function readOpened(
  opened: readonly Opened[],
  request: SourceRequest,
  onChunk: (chunk: Buffer) => void,
): Promise<ReadFrom> {
  try {
    const [first, second] = opened
    if (first === undefined) throw failure(visibleControls(`${request.source} holds no packet.`))
    if (second !== undefined)
      throw failure(visibleControls(`${request.source} holds several packets; extract it and name one.`))
    if (first.kind === 'unreadable')
      throw failure(visibleControls(`${request.source}: ${first.problem.message}`))
    return await readEntry(first.packet, request, onChunk)
  } finally {
    for (const one of opened) if (one.kind === 'ok') await one.packet.close()
  }
}

async function readEntry(
  packet: Packet,
  request: SourceRequest,
  onChunk: (chunk: Buffer) => void,
): Promise<ReadFrom> {
  const { entry, kind } = chooseEntry(packet, request)
  const most = request.limits.wholeBytes ?? wholeBytesFor(kind, { ...defaultLimits, ...request.limits })
  let sizeBytes = 0
  const outcome = await packet.read(entry, chunk => {
    onChunk(chunk)
    sizeBytes += chunk.length
    return sizeBytes > most ? false : undefined
  })
  if (outcome.kind === 'complete') return { name: entry.name, problem: undefined }
  const problem =
    outcome.kind === 'partial' ? outcome.problem.message : `only its first ${sizeBytes} bytes were read`
  return { name: entry.name, problem }
}

function chooseEntry(packet: Packet, { entry: name, kinds }: SourceRequest): ClassifiedEntry {
  const classified = classifyEntries(packet.entries)
  if (name !== undefined) return namedEntry(packet, classified, name)
  const found = kinds
    .map(kind => classified.filter(item => item.kind === kind && item.plugin === undefined))
    .find(items => items.length > 0)
  const [first, second] = found ?? []
  if (first === undefined) throw failure(visibleControls(`${packet.source} has no ${kindWords(kinds)}.`))
  if (second === undefined) return first
  const names = (found ?? []).map(({ entry }) => entry.name)
  throw failure(
    visibleControls(`${packet.source} has several: name one with --entry, such as ${names.join(', ')}.`),
  )
}

function namedEntry(packet: Packet, classified: readonly ClassifiedEntry[], name: string): ClassifiedEntry {
  const found = classified.find(({ entry }) => entry.name === name || entry.rawName === name)
  if (found !== undefined) return found
  const names = classified.map(({ entry }) => entry.name)
  const inFolder = names.filter(candidate => candidate.endsWith(`/${name}`))
  const near = inFolder.length > 0 ? ` Did you mean ${inFolder.join(' or ')}?` : didYouMean(name, names)
  throw failure(visibleControls(`${packet.source} has no entry ${name}.${near}`))
}

function kindWords(kinds: readonly DocumentKind[]): string {
  return kinds.includes('goroutines') ? 'list of goroutines' : 'profile'
}
