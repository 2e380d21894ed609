// One session with a host: hands it a script, and cuts its answer into parts for those who wait for them.
import { randomBytes } from 'node:crypto'
import { plainMessage, type Runner, type StreamOutcome } from '../run/index.js'
import { createFrameReader } from './frames.js'
import { scriptOf } from './script/prelude.js'

/** Takes one part as it comes. */
export interface PartTaker {
  data(chunk: Buffer): Promise<void>
  /** `exit` is `undefined` for a part that broke off. */
  end(exit: number | undefined): Promise<void>
}

export interface PartEnd {
  readonly notes: readonly string[]
  readonly exit: number | undefined
  readonly said: string
  readonly ms: number
}

export interface SessionRequest {
  readonly runner: Runner
  readonly body: string
  readonly root: string
  readonly commandSeconds: number
  readonly timeoutMs: number
  readonly sudo: boolean
  readonly signal: AbortSignal | undefined
  /** A part begins. */
  readonly onPart: (name: string) => PartTaker
}

export interface SessionEnd {
  readonly outcome: StreamOutcome
  /** The script came to its end. */
  readonly whole: boolean
  /** Name of the part → how it ended; of parts with one name the last. */
  readonly parts: ReadonlyMap<string, PartEnd>
}

export async function runSession(request: SessionRequest): Promise<SessionEnd> {
  const { runner, root, commandSeconds, timeoutMs, sudo, signal } = request
  const word = randomBytes(16).toString('hex')
  const parts = new Map<string, PartEnd>()
  const reader = createFrameReader(word, partsInto(parts, request.onPart))
  const command = {
    argv: [...(sudo ? ['sudo', '-n', '--'] : []), 'sh', '-s'],
    stdin: scriptOf({ word, root, commandSeconds }, request.body),
    timeoutMs,
    ...(signal === undefined ? {} : { signal }),
  }
  const outcome = await runner.stream(command, chunk => reader.push(chunk))
  return { outcome, whole: await reader.finish(), parts }
}

/** Host names and paths: no part has a longer name. A host that sends ever new parts gets no further. */
const longestName = 1000
const mostParts = 2000

function partsInto(
  parts: Map<string, PartEnd>,
  onPart: SessionRequest['onPart'],
): Parameters<typeof createFrameReader>[1] {
  let name = ''
  let taker: PartTaker = nobody
  let notes: string[] = []
  let began = 0
  return {
    begin(given) {
      name = given.slice(0, longestName)
      notes = []
      began = performance.now()
      taker = parts.size < mostParts ? onPart(name) : nobody
    },
    data: chunk => taker.data(chunk),
    note(text) {
      if (notes.length < 20) notes.push(text)
    },
    async end(exit) {
      await taker.end(exit)
      taker = nobody
      if (parts.size < mostParts)
        parts.set(name, { notes, exit, said: '', ms: Math.round(performance.now() - began) })
    },
    error(given, text) {
      const part = parts.get(given)
      if (part !== undefined) parts.set(given, { ...part, said: plainMessage(text) })
    },
  }
}

const nobody: PartTaker = { data: () => Promise.resolve(), end: () => Promise.resolve() }

/** Keeps a part in memory, as much of it as is allowed. */
export function inMemory(maxBytes: number): PartTaker & { bytes(): Buffer; readonly cut: boolean } {
  const chunks: Buffer[] = []
  let held = 0
  let cut = false
  return {
    data(chunk) {
      const part = chunk.subarray(0, maxBytes - held)
      // A copy: the chunk may be a view of something larger.
      if (part.length > 0) chunks.push(Buffer.from(part))
      held += part.length
      cut ||= part.length < chunk.length
      return Promise.resolve()
    },
    end: () => Promise.resolve(),
    bytes: () => Buffer.concat(chunks),
    get cut() {
      return cut
    },
  }
}
