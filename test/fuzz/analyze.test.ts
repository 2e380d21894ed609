// Whole packets, cut and mutated: whatever the bytes, there is an analysis with problems, or one clear refusal. Never a throw.
import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import type { Analysis, Opened } from '../../analyzer/index.js'
import { analyzePacket, openBuffer, validatePacket } from '../../analyzer/index.js'
import { seededRandom } from './seeded-random.js'

const sample = await readFile('samples/healthy-9-11.zip')
const intact = await contentOf(sample)

/** What a person would see of a packet: its problems, and the content of the analysis without them. */
async function contentOf(bytes: Buffer): Promise<string> {
  const { validation } = await validated(bytes)
  return JSON.stringify(validation?.packet.entries)
}

async function opened(bytes: Buffer): Promise<Opened> {
  const [first] = await openBuffer('packet.zip', bytes)
  if (first === undefined) throw new Error('opening gave nothing at all')
  return first
}

async function validated(bytes: Buffer) {
  const result = await opened(bytes)
  if (result.kind === 'unreadable') return { refusal: result.problem, validation: undefined }
  try {
    return { refusal: undefined, validation: await validatePacket(result.packet) }
  } finally {
    await result.packet.close()
  }
}

async function analyzed(bytes: Buffer): Promise<Analysis | undefined> {
  const result = await opened(bytes)
  if (result.kind === 'unreadable') return undefined
  try {
    return await analyzePacket(result.packet)
  } finally {
    await result.packet.close()
  }
}

describe('a packet cut at every two hundredth of its length', () => {
  const cuts = Array.from({ length: 199 }, (_, index) => Math.floor((sample.length * (index + 1)) / 200))

  test('is invalid, and says so with a problem', async () => {
    for (const cut of cuts) {
      const { refusal, validation } = await validated(sample.subarray(0, cut))
      expect(refusal !== undefined || validation?.valid === false, `cut at ${cut}`).toBe(true)
    }
  })

  test('is still analyzed, and never with a rule error', async () => {
    for (const cut of cuts.filter((_, index) => index % 8 === 0)) {
      const analysis = await analyzed(sample.subarray(0, cut))
      expect(analysis?.errors ?? [], `cut at ${cut}`).toEqual([])
    }
  })

  test('keeps every entry that lies wholly before the cut', async () => {
    const whole = (await validated(sample)).validation?.packet.entries ?? []
    const { validation } = await validated(sample.subarray(0, sample.length - 100))
    const present = validation?.packet.entries.filter(entry => entry.status === 'present') ?? []
    expect(present.map(entry => entry.name).sort()).toEqual(
      whole
        .filter(entry => entry.status === 'present')
        .map(entry => entry.name)
        .sort(),
    )
  })
})

test('two thousand mutated packets give problems or the same content, never a crash', async () => {
  const random = seededRandom(20_261_121)
  for (let round = 0; round < 2000; round++) {
    const bytes = mutated(random)
    const { refusal, validation } = await validated(bytes)
    const told = refusal !== undefined || (validation?.problems.length ?? 0) > 0
    expect(told || JSON.stringify(validation?.packet.entries) === intact, `round ${round}`).toBe(true)
  }
}, 300_000)

test('analyses of mutated packets never have rule errors', async () => {
  const random = seededRandom(7)
  for (let round = 0; round < 100; round++) {
    const analysis = await analyzed(mutated(random))
    expect(analysis?.errors ?? [], `round ${round}`).toEqual([])
  }
}, 300_000)

/** Flips, overwrites, removes or repeats a few stretches of the sample. */
function mutated(random: () => number): Buffer {
  let bytes = Buffer.from(sample)
  const times = 1 + Math.floor(random() * 4)
  for (let count = 0; count < times; count++) {
    const at = Math.floor(random() * bytes.length)
    const length = 1 + Math.floor(random() ** 3 * 400)
    const kind = Math.floor(random() * 4)
    if (kind === 0) bytes[at] = (bytes[at] ?? 0) ^ (1 << Math.floor(random() * 8))
    if (kind === 1) bytes.fill(Math.floor(random() * 256), at, Math.min(at + length, bytes.length))
    if (kind === 2) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)])
    if (kind === 3)
      bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at, at + length), bytes.subarray(at)])
  }
  return bytes
}
