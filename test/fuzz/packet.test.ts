// Cut and changed packets: opening and reading never throw, never hang, and never call different content sound.
import { readFileSync } from 'node:fs'
import { gunzipSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { openBuffer } from '../../analyzer/packet/open.js'
import type { Packet } from '../../analyzer/packet/types.js'
import { buildTar } from '../failure/build-tar.js'
import { contentsOf, openOnly } from '../packet/contents.js'

/** Thousands of packets take seconds on an idle machine, and minutes on a busy one. */
const patience = 300_000

const zip = readFileSync(new URL('../fixtures/packets/healthy-9-11.zip', import.meta.url))
const original = await contentsOf(await openOnly(zip))
const tar = buildTar(
  [...original].map(([name, content]) => ({ name, content: Buffer.from(content, 'latin1') })),
)
const archives = { zip, tar, 'tar.gz': gzipSync(tar) }

/** What one look at a damaged packet says. */
interface Look {
  readonly isOpened: boolean
  readonly problems: number
  /** Entries that read completely, with their content. */
  readonly complete: ReadonlyMap<string, string>
}

async function lookAt(bytes: Buffer): Promise<Look> {
  const complete = new Map<string, string>()
  let problems = 0
  let isOpened = false
  for (const opened of await openBuffer('damaged', bytes)) {
    if (opened.kind === 'unreadable') {
      problems++
      continue
    }
    isOpened = true
    problems += opened.packet.problems.length
    problems += await readAll(opened.packet, complete)
    await opened.packet.close()
  }
  return { isOpened, problems, complete }
}

async function readAll(packet: Packet, complete: Map<string, string>): Promise<number> {
  let problems = 0
  for (const entry of packet.entries) {
    const chunks: Buffer[] = []
    const outcome = await packet.read(entry, chunk => void chunks.push(Buffer.from(chunk)))
    if (outcome.kind === 'complete') complete.set(entry.name, Buffer.concat(chunks).toString('latin1'))
    else problems++
  }
  return problems
}

function isSame(look: Look): boolean {
  return (
    look.complete.size === original.size &&
    [...original].every(([name, content]) => look.complete.get(name) === content)
  )
}

/** A generator of numbers below 2^32, the same in every run. */
function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
}

describe.each(Object.entries(archives))('a %s', (format, whole) => {
  test('that is sound gives its content and no problem', async () => {
    const look = await lookAt(whole)
    expect(look.problems).toBe(0)
    expect(isSame(look)).toBe(true)
  })

  test('cut at every 200th gives a problem, and the content of every entry before the cut', async () => {
    let entriesBefore = 0
    for (let part = 0; part < 200; part++) {
      const cut = whole.subarray(0, Math.floor((whole.length * part) / 200))
      const look = await lookAt(cut)
      expect(look.problems, `cut at ${part}/200`).toBeGreaterThan(0)
      for (const [name, content] of look.complete)
        expect(content === original.get(name), `${name} at ${part}/200`).toBe(true)
      expect(look.complete.size, `entries at ${part}/200`).toBeGreaterThanOrEqual(entriesBefore)
      entriesBefore = look.complete.size
    }
    expect(entriesBefore).toBeGreaterThan(original.size / 2)
  })

  test(
    `changed in 1 to 8 bytes, ${mutations(format)} times, never fails and never passes changed content`,
    async () => {
      const random = numbers(20_261_121)
      for (let round = 0; round < mutations(format); round++) {
        const changed = Buffer.from(whole)
        for (let left = 1 + (random() % 8); left > 0; left--)
          changed[random() % whole.length] = random() & 0xff
        const look = await lookAt(changed)
        if (look.problems > 0 || format !== 'zip') continue // a tar has no checksums of contents
        expect(hasOriginalContents(look), `round ${round}`).toBe(true)
      }
    },
    patience,
  )
})

/** A changed name, time or attribute is no problem of the content. */
function hasOriginalContents(look: Look): boolean {
  const contents = new Set(original.values())
  return (
    look.complete.size === original.size &&
    [...look.complete.values()].every(content => contents.has(content))
  )
}

function mutations(format: string): number {
  return format === 'zip' ? 2000 : 300
}

test('a zip with blocks removed, doubled or moved never fails', async () => {
  const random = numbers(7)
  for (let round = 0; round < 200; round++) {
    const from = random() % zip.length
    const to = Math.min(zip.length, from + (random() % 4096))
    const at = random() % zip.length
    const block = zip.subarray(from, to)
    const rest = Buffer.concat([zip.subarray(0, from), zip.subarray(to)])
    const moved = Buffer.concat([rest.subarray(0, at), block, rest.subarray(at)])
    const changed =
      [rest, moved, Buffer.concat([zip.subarray(0, at), block, zip.subarray(at)])][random() % 3] ?? rest
    const look = await lookAt(changed)
    if (look.problems === 0) expect(hasOriginalContents(look), `round ${round}`).toBe(true)
  }
})

test('bytes without any order are told to be no packet', async () => {
  const random = numbers(3)
  for (let round = 0; round < 200; round++) {
    const bytes = Buffer.from(Array.from({ length: random() % 3000 }, () => random() & 0xff))
    const [opened] = await openBuffer('noise', bytes)
    expect(opened?.kind).toBe('unreadable')
  }
})

test('the tar.gz of the tests is what gzip makes of the tar', () => {
  expect(gunzipSync(archives['tar.gz']).equals(tar)).toBe(true)
})
