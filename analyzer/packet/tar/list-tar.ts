// Walks a tar from header to header and lists its members; after damage it goes on at the next sound header.
import type { Limits } from '../limits.js'
import { packetProblem } from '../problem-codes.js'
import type { Problem } from '../problem.js'
import { blockBytes, parseBlock, type TarHeader } from './header.js'
import { parsePax, type PaxRecords } from './pax.js'

/** Reads a tar forwards, from a file or while it is inflated. */
export interface TarCursor {
  readonly position: number
  /** The next bytes; fewer only at the end. */
  read(length: number): Promise<Buffer>
  /** Passes the content of a member; says how much of it there was, and may keep it. */
  pass(length: number): Promise<PassedContent>
}

export interface PassedContent {
  readonly sizeBytes: number
  readonly kept: Buffer | undefined
}

/** A member with content, or of a kind that has none. */
export interface TarMember {
  readonly name: string
  readonly type: string
  readonly sizeBytes: number
  readonly modifiedAt: string | undefined
  /** Offset of the content in the tar. */
  readonly start: number
  /** Content that was there; less than `sizeBytes` in a cut archive. */
  readonly presentBytes: number
  readonly kept: Buffer | undefined
  readonly isSparse: boolean
}

export interface TarListing {
  readonly members: readonly TarMember[]
  readonly problems: readonly Problem[]
}

/** Longest pax block or GNU long name that is believed. */
const mostExtensionBytes = 1 << 20

interface Walk {
  readonly cursor: TarCursor
  readonly members: TarMember[]
  readonly problems: Problem[]
  globals: PaxRecords
  /** Extensions seen since the last member. */
  pax: PaxRecords
  longName: string | undefined
  zeroBlocks: number
  /** Where a damage began that no sound header has ended yet. */
  lostFrom: number | undefined
}

export async function listTar(cursor: TarCursor, limits: Limits): Promise<TarListing> {
  const none: PaxRecords = new Map()
  const walk: Walk = {
    cursor,
    members: [],
    problems: [],
    globals: none,
    pax: none,
    longName: undefined,
    zeroBlocks: 0,
    lostFrom: undefined,
  }
  while (walk.members.length <= limits.entries && (await step(walk)));
  return walk
}

/** Handles one block and what belongs to it; false at the end. */
async function step(walk: Walk): Promise<boolean> {
  const position = walk.cursor.position
  const block = await walk.cursor.read(blockBytes)
  if (block.length < blockBytes) return endsEarly(walk, position)
  const parsed = parseBlock(block)
  if (parsed.kind === 'zero') {
    walk.zeroBlocks++
    return walk.zeroBlocks < 2 || walk.lostFrom !== undefined
  }
  walk.zeroBlocks = 0
  if (parsed.kind === 'invalid') {
    walk.lostFrom ??= position
    return true
  }
  endDamage(walk, position)
  await takeHeader(walk, parsed.header)
  return true
}

function endsEarly(walk: Walk, position: number): boolean {
  endDamage(walk, position)
  if (walk.zeroBlocks >= 2) return false
  const message = 'The archive ends without its end mark: it was cut off.'
  walk.problems.push(packetProblem('ARCHIVE_TRUNCATED', message))
  return false
}

function endDamage(walk: Walk, position: number): void {
  if (walk.lostFrom === undefined) return
  const found = `bytes ${walk.lostFrom} to ${position}`
  const message =
    'A header is damaged, so some entries may be missing; reading went on at the next sound one.'
  walk.problems.push(packetProblem('ARCHIVE_DATA_DAMAGED', message, { found }))
  walk.lostFrom = undefined
}

async function takeHeader(walk: Walk, header: TarHeader): Promise<void> {
  switch (header.type) {
    case 'x':
      walk.pax = new Map([...walk.pax, ...parsePax(await extension(walk, header))])
      return
    case 'g':
      walk.globals = new Map([...walk.globals, ...parsePax(await extension(walk, header))])
      return
    case 'L':
      walk.longName = (await extension(walk, header)).toString('utf8').replace(/\0.*$/s, '')
      return
    case 'K':
      await extension(walk, header) // a long link target; links are not followed
      return
    case '5':
    case 'V':
      forget(walk)
      return
    default:
      walk.members.push(await member(walk, header))
      forget(walk)
  }
}

function forget(walk: Walk): void {
  walk.pax = new Map()
  walk.longName = undefined
}

async function extension({ cursor }: Walk, { sizeBytes }: TarHeader): Promise<Buffer> {
  const bytes = await cursor.read(Math.min(sizeBytes, mostExtensionBytes))
  await cursor.pass(padded(sizeBytes) - bytes.length)
  return bytes
}

async function member(walk: Walk, header: TarHeader): Promise<TarMember> {
  const field = (key: string) => walk.pax.get(key) ?? walk.globals.get(key)
  const sizeBytes = hasContent(header.type) ? paxNumber(field('size'), header.sizeBytes) : 0
  const seconds = paxNumber(field('mtime'), header.modifiedSeconds)
  const start = walk.cursor.position
  const content = await walk.cursor.pass(sizeBytes)
  await walk.cursor.pass(padded(sizeBytes) - sizeBytes)
  return {
    name: field('path') ?? walk.longName ?? header.name,
    type: header.type,
    sizeBytes,
    modifiedAt: isoTime(seconds),
    start,
    presentBytes: content.sizeBytes,
    kept: content.kept,
    isSparse: header.type === 'S' || [...walk.pax.keys()].some(key => key.startsWith('GNU.sparse.')),
  }
}

/** Links, devices and pipes have none, whatever size they state. */
function hasContent(type: string): boolean {
  return !'12346'.includes(type)
}

function paxNumber<T extends number | undefined>(text: string | undefined, otherwise: T): number | T {
  const value = text === undefined ? NaN : Number(text)
  return Number.isFinite(value) && value >= 0 && value <= Number.MAX_SAFE_INTEGER ? value : otherwise
}

function isoTime(seconds: number | undefined): string | undefined {
  const time = new Date((seconds ?? 0) * 1000)
  return seconds === undefined || seconds === 0 || Number.isNaN(time.getTime())
    ? undefined
    : time.toISOString()
}

function padded(sizeBytes: number): number {
  return Math.ceil(sizeBytes / blockBytes) * blockBytes
}
