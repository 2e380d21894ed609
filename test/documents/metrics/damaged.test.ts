// Damaged and hostile dumps: what is sound is used, the damage is told, and nothing is thrown or taken in memory without bound.
import { gunzipSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { BlockFiles } from '../../../analyzer/documents/metrics/block.js'
import { crc32c } from '../../../analyzer/documents/metrics/crc32c.js'
import { openDump } from '../../../analyzer/documents/metrics/dump.js'
import { readDumpFiles } from '../../../analyzer/documents/metrics/dump-files.js'
import { named } from '../../../analyzer/documents/metrics/matchers.js'
import { readToc } from '../../../analyzer/documents/metrics/toc.js'
import { oddDump, openBytes } from './recorded.js'

const whole = (await readDumpFiles(oddDump())).blocks
const allSamples = samplesOf(whole)

function samplesOf(blocks: readonly BlockFiles[]): number {
  return openDump(blocks)
    .dump.select([])
    .reduce((sum, { times }) => sum + times.length, 0)
}

/** The first block with some files changed. */
function changed(change: (block: BlockFiles) => Partial<BlockFiles>): readonly BlockFiles[] {
  const [first, ...rest] = whole
  if (first === undefined) throw new Error('the fixture has blocks')
  return [{ ...first, ...change(first) }, ...rest]
}

const notesOf = (blocks: readonly BlockFiles[]) => openDump(blocks).notes
const messages = (blocks: readonly BlockFiles[]) => notesOf(blocks).map(({ message }) => message)

function flipped(bytes: Uint8Array | undefined, at: number, bit = 0): Uint8Array {
  const copy = Uint8Array.from(bytes ?? [])
  copy[at] = (copy[at] ?? 0) ^ (1 << bit)
  return copy
}

test('the block of a missing index is lost, the other one is read', () => {
  const blocks = changed(() => ({ index: undefined }))
  expect(messages(blocks)).toEqual(['The index is missing: without it the chunks cannot be read.'])
  expect(samplesOf(blocks)).toBeGreaterThan(0)
  expect(samplesOf(blocks)).toBeLessThan(allSamples)
})

test('without meta.json every sample is read, and the window comes from the samples', () => {
  const blocks = changed(() => ({ meta: undefined }))
  expect(notesOf(blocks).map(({ file }) => file.split('/')[1])).toEqual(['meta.json'])
  expect(samplesOf(blocks)).toBe(allSamples)
  expect(openDump(blocks).dump.window?.fromMs).toBe(openDump(whole).dump.window?.fromMs)
})

test('an index that is cut in its tables behind the series still gives all series', () => {
  const blocks = changed(({ index }) => ({ index: index?.subarray(0, readToc(index).seriesEnd) }))
  expect(notesOf(blocks).map(({ kind }) => kind)).toEqual(['damaged'])
  expect(samplesOf(blocks)).toBe(allSamples)
})

test('an index that is cut among its series gives those before the cut', () => {
  const blocks = changed(({ index }) => {
    const { series, seriesEnd } = readToc(index ?? new Uint8Array())
    return { index: index?.subarray(0, (series + seriesEnd) >> 1) }
  })
  const found = notesOf(blocks).find(({ message }) => message.startsWith('Series of the index'))
  expect(found?.expected).toBe('21 series')
  expect(samplesOf(blocks)).toBeLessThan(allSamples)
  expect(samplesOf(blocks)).toBeGreaterThan(samplesOf(changed(() => ({ index: undefined }))))
})

test('one flipped byte in a series costs that series of that block, not those behind it', () => {
  const blocks = changed(({ index }) => ({
    index: flipped(index, 16 * Math.ceil(readToc(index ?? new Uint8Array()).series / 16) + 4),
  }))
  const [note] = notesOf(blocks)
  expect(note).toMatchObject({ kind: 'damaged', expected: '21 series', found: '20 sound series' })
})

test('one flipped byte in the chunks costs that chunk', () => {
  const blocks = changed(({ chunks }) => ({ chunks: new Map([[0, flipped(chunks.get(0), 40)]]) }))
  const [note] = notesOf(blocks)
  expect(note?.message).toBe('Of the chunks with the samples 1 is damaged; the others were used.')
  expect(allSamples - samplesOf(blocks)).toBeLessThanOrEqual(120)
  expect(allSamples - samplesOf(blocks)).toBeGreaterThan(0)
})

test('chunks in a file that is not there are told as such', () => {
  const blocks = changed(() => ({ chunks: new Map() }))
  expect(messages(blocks)[0]).toMatch(/^Of the chunks with the samples \d+ are in a file that is not there/)
})

test('a list of deleted samples with a wrong checksum is told, and the samples are counted', () => {
  const blocks = changed(({ tombstones }) => ({ tombstones: flipped(tombstones, 8) }))
  expect(messages(blocks)).toHaveLength(1)
  expect(samplesOf(blocks)).toBe(allSamples + 31)
})

test('an index of another format is named, not called damaged', () => {
  const blocks = changed(({ index }) => {
    const copy = Uint8Array.from(index ?? [])
    copy[4] = 1
    return { index: copy }
  })
  expect(notesOf(blocks)[0]).toMatchObject({
    kind: 'unread',
    message: 'The index has format 1; format 2 is read.',
  })
})

test('chunks of an encoding that is not known are named, not called damaged', () => {
  const blocks = changed(({ chunks }) => {
    const bytes = Uint8Array.from(chunks.get(0) ?? [])
    // The first chunk: a length of two bytes, its encoding, its data, its checksum.
    const length = ((bytes[8] ?? 0) & 0x7f) + ((bytes[9] ?? 0) << 7)
    bytes[10] = 7
    const end = 11 + length
    new DataView(bytes.buffer).setUint32(end, crc32c(bytes, 10, end))
    return { chunks: new Map([[0, bytes]]) }
  })
  expect(notesOf(blocks)).toEqual([
    expect.objectContaining({
      kind: 'unread',
      message: '1 chunks are in an encoding that only newer versions of Prometheus write.',
    }),
  ])
})

describe('numbers that lie', () => {
  /** Writes a length and mends the checksum of the table of contents, so that the lie is believed up to there. */
  const lying = (at: number, value: number) =>
    changed(({ index }) => {
      const copy = Uint8Array.from(index ?? [])
      new DataView(copy.buffer).setUint32(at, value)
      return { index: copy }
    })

  test('symbols of two gigabytes cost the block, not the memory', () => {
    const before = process.memoryUsage().rss
    const blocks = lying(5, 0x7fff_ffff)
    expect(messages(blocks)[0]).toBe(
      'The names and labels cannot be read: it ends early, or a length in it is wrong.',
    )
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024)
  })

  test('four billion symbols cost the block, not the memory', () => {
    expect(messages(lying(9, 0xffff_ffff))).toHaveLength(1)
  })

  test('a table of contents that points back at the start finds no series there, and ends', () => {
    const blocks = changed(({ index }) => {
      const copy = Uint8Array.from(index ?? [])
      const view = new DataView(copy.buffer)
      const toc = copy.length - 52
      for (const place of [1, 2, 3, 4, 5]) view.setUint32(toc + place * 8 + 4, 5)
      view.setUint32(copy.length - 4, crc32c(copy, toc, copy.length - 4))
      return { index: copy }
    })
    expect(notesOf(blocks)[0]?.kind).toBe('damaged')
  })
})

test('a hundred thousand series that all name one large chunk are left out before they cost time', () => {
  const symbols = symbolSection(['', '__name__', 'm'])
  const chunk = chunkOf(new Uint8Array(1 << 20))
  const one = entryOf([1, 1, 2, 1, 0, 0, 8])
  const series = Buffer.concat(Array.from({ length: 100_000 }, () => one))
  const header = Buffer.from([0xba, 0xaa, 0xd7, 0x00, 2])
  const start = Math.ceil((header.length + symbols.length) / 16) * 16
  const padding = Buffer.alloc(start - header.length - symbols.length)
  const index = Buffer.concat([header, symbols, padding, series])
  const files = { folder: 'B', meta: Buffer.from('{}'), tombstones: undefined }
  const began = performance.now()
  const { notes } = openDump([{ ...files, index, chunks: new Map([[0, chunk]]) }])
  expect(performance.now() - began).toBeLessThan(5_000)
  expect(notes.some(({ message }) => message.startsWith('Series name the same chunks again and again'))).toBe(
    true,
  )
})

/** A block whose chunks state 16 million numbers, and hold none. */
function boastfulBlock(folder: string, fromMs: number): BlockFiles {
  const chunk = Buffer.from([1, 0xff, 0xff, 0])
  const chunks = Buffer.concat(
    Array.from({ length: 250 }, () => Buffer.concat([Buffer.from([3]), chunk, checksum(chunk)])),
  )
  const places = Array.from({ length: 249 }, () => [1, 0, 2 * (chunk.length + 5)]).flat()
  const symbols = symbolSection(['', '__name__', folder])
  const header = Buffer.from([0xba, 0xaa, 0xd7, 0x00, 2])
  const padding = Buffer.alloc(-(header.length + symbols.length) & 15)
  const content = Buffer.from([1, 1, 2, 0xfa, 1, 0, 0, 8, ...places])
  const length = Buffer.from([(content.length & 0x7f) | 0x80, content.length >> 7])
  const entry = Buffer.concat([length, content, checksum(content)])
  return {
    folder,
    meta: Buffer.from(JSON.stringify({ minTime: fromMs, maxTime: fromMs + 1 })),
    index: Buffer.concat([header, symbols, padding, entry]),
    tombstones: undefined,
    chunks: new Map([[0, Buffer.concat([Buffer.alloc(8), chunks])]]),
  }
}

test('of more than is read, the newest blocks are taken, and the others are told', () => {
  const { dump, notes } = openDump([boastfulBlock('new', 9_000), boastfulBlock('old', 1_000)])
  expect(dump.labels().map(labels => labels.get('__name__'))).toEqual(['new'])
  expect(dump.window?.fromMs).toBe(9_000)
  expect(notes.at(-1)).toMatchObject({
    kind: 'unread',
    message: 'The dump holds more than is read; the oldest block was left out.',
  })
})

function symbolSection(texts: readonly string[]): Buffer {
  const parts = texts.map(text => Buffer.concat([Buffer.from([text.length]), Buffer.from(text)]))
  const count = Buffer.alloc(4)
  count.writeUInt32BE(texts.length)
  return section(Buffer.concat([count, ...parts]))
}

function section(content: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(content.length)
  return Buffer.concat([length, content, checksum(content)])
}

function checksum(content: Buffer): Buffer {
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(crc32c(content, 0, content.length))
  return sum
}

function entryOf(content: readonly number[]): Buffer {
  const bytes = Buffer.from(content)
  const entry = Buffer.concat([Buffer.from([bytes.length]), bytes, checksum(bytes)])
  return Buffer.concat([entry, Buffer.alloc(16 - entry.length)])
}

function chunkOf(data: Uint8Array): Buffer {
  const checked = Buffer.concat([Buffer.from([1]), data])
  const length = [(data.length & 0x7f) | 0x80, ((data.length >> 7) & 0x7f) | 0x80, data.length >> 14]
  return Buffer.concat([Buffer.alloc(8), Buffer.from(length), checked, checksum(checked)])
}

test('an archive that ends too early gives the files before the cut', async () => {
  const bytes = oddDump()
  const { dump, notes } = await openBytes(bytes.subarray(0, bytes.length >> 1))
  expect(notes.map(({ message }) => message)).toContain(
    'The archive ends too early; what lies before the cut was read.',
  )
  expect(dump.select(named('no_such_metric'))).toEqual([])
})

test('what is no archive at all is one problem, and no metrics', async () => {
  const { dump, notes } = await openBytes(Buffer.from('not an archive'))
  expect(dump.window).toBeUndefined()
  expect(notes.length).toBeGreaterThan(0)
})

test('a log written ahead that holds nothing readable is named as damaged, the blocks are read', async () => {
  const tar = gunzipSync(oddDump())
  const header = Buffer.from(tar.subarray(1024, 1536))
  header.fill(0, 0, 100)
  header.write('/wal/00000000')
  header.fill(0, 124, 136)
  header.write('00000000005', 124)
  header.fill(0x20, 148, 156)
  header.write(
    `${header
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, '0')}\0 `,
    148,
  )
  const { dump, notes } = await openBytes(gzipSync(Buffer.concat([header, Buffer.alloc(512, 7), tar])))
  expect(notes).toContainEqual({
    kind: 'damaged',
    file: 'wal',
    message: 'The log written ahead is damaged in one place; the rest of it was used.',
  })
  expect(dump.select([]).reduce((sum, { times }) => sum + times.length, 0)).toBe(allSamples)
})

test('whatever bytes are flipped, cut or repeated in index and chunks, nothing is thrown and no time runs backwards', () => {
  const [first] = whole
  const sizes = { index: first?.index?.length ?? 0, chunks: first?.chunks.get(0)?.length ?? 0 }
  const places = (size: number) => fc.array(fc.tuple(fc.nat(size - 1), fc.nat(7)), { maxLength: 8 })
  fc.assert(
    fc.property(
      places(sizes.index),
      places(sizes.chunks),
      fc.option(fc.nat(sizes.index)),
      (inIndex, inChunks, cut) => {
        const blocks = changed(({ index, chunks }) => ({
          index: inIndex
            .reduce((bytes, [at, bit]) => flipped(bytes, at, bit), index)
            ?.subarray(0, cut ?? undefined),
          chunks: new Map([
            [
              0,
              inChunks.reduce(
                (bytes, [at, bit]) => flipped(bytes, at, bit),
                chunks.get(0) ?? new Uint8Array(),
              ),
            ],
          ]),
        }))
        for (const { times, values } of openDump(blocks).dump.select([])) {
          expect(values.length).toBe(times.length)
          expect(times.every((time, at) => at === 0 || time > (times[at - 1] ?? 0))).toBe(true)
        }
      },
    ),
    { numRuns: 150 },
  )
})
