// Hostile sizes: ranges, records, histograms and blocks that state more than they can hold, or cost more than they should.
import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import { bitReader } from '../../../analyzer/documents/metrics/bits.js'
import { crc32c } from '../../../analyzer/documents/metrics/crc32c.js'
import { openDump } from '../../../analyzer/documents/metrics/dump.js'
import { decodeHistogramChunk } from '../../../analyzer/documents/metrics/histogram-chunk.js'
import { metricsLimits } from '../../../analyzer/documents/metrics/limits.js'
import { unpackSnappy } from '../../../analyzer/documents/metrics/snappy.js'
import { isDeleted, mergedRanges } from '../../../analyzer/documents/metrics/stored-series.js'
import { readRecord, type RecordSink } from '../../../analyzer/documents/metrics/wal-records.js'
import { readWal } from '../../../analyzer/documents/metrics/wal.js'

describe('deleted ranges', () => {
  test('say the same merged as one by one', () => {
    const range = fc.tuple(fc.integer({ min: -50, max: 50 }), fc.nat(20))
    fc.assert(
      fc.property(fc.array(range, { maxLength: 30 }), ranges => {
        const given = ranges.map(([fromMs, length]) => ({ fromMs, toMs: fromMs + length }))
        const merged = mergedRanges(given)
        for (let time = -60; time <= 80; time++) {
          const expected = given.some(({ fromMs, toMs }) => time >= fromMs && time <= toMs)
          expect(isDeleted(merged, time)).toBe(expected)
        }
      }),
    )
  })
  test('a hundred thousand of them are not gone through for every sample', () => {
    const many = Array.from({ length: 100_000 }, (_, at) => ({ fromMs: at * 10, toMs: at * 10 + 1 }))
    const merged = mergedRanges(many)
    const began = performance.now()
    let deleted = 0
    for (let at = 0; at < 1_000_000; at++) if (isDeleted(merged, at)) deleted++
    expect(deleted).toBe(200_000)
    expect(performance.now() - began).toBeLessThan(5_000)
  })
})

describe('Snappy', () => {
  const unpack = (...bytes: number[]) => Buffer.from(unpackSnappy(Uint8Array.from(bytes), 1 << 20))
  test('a copy that reaches into itself repeats', () => {
    // 'ab', then eight bytes from two before.
    expect(unpack(10, 1 << 2, 97, 98, (4 << 2) | 1, 2).toString()).toBe('ababababab')
  })
  test('a length that the bytes cannot have is refused before memory is taken', () => {
    expect(() => unpack(0xff, 0xff, 0xff, 0x7f, 0, 97)).toThrow('it states more than it can hold')
  })
  test('copies from before the start, too much and too little are refused', () => {
    expect(() => unpack(10, 1 << 2, 97, 98, (4 << 2) | 1, 3)).toThrow('it copies from before its start')
    expect(() => unpack(1, 1 << 2, 97, 98)).toThrow('it holds more than it states')
    expect(() => unpack(3, 1 << 2, 97, 98)).toThrow('it ends early')
    expect(() => unpack(2, 1 << 2, 97)).toThrow('it ends early')
  })
  test('no bytes at all make it throw anything else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), bytes => {
        try {
          unpackSnappy(bytes, 1 << 20)
        } catch (error) {
          expect(error).toMatchObject({ code: 'MALFORMED_METRICS' })
        }
      }),
      { numRuns: 2000 },
    )
  })
})

/** A page with one whole record. */
function page(flags: number, data: Uint8Array): Uint8Array {
  const header = Buffer.alloc(7)
  header[0] = flags
  header.writeUInt16BE(data.length, 1)
  header.writeUInt32BE(crc32c(data, 0, data.length), 3)
  return Buffer.concat([header, data, Buffer.alloc(32 * 1024 - 7 - data.length)])
}

/** A record compressed by Snappy over as many pages as it takes. */
function pagesOf(record: Uint8Array): Uint8Array {
  const room = 32 * 1024 - 7
  const count = Math.ceil(record.length / room)
  return Buffer.concat(
    Array.from({ length: count }, (_, at) => {
      const kind = count === 1 ? 1 : at === 0 ? 2 : at === count - 1 ? 4 : 3
      return page(kind | 8, record.subarray(at * room, (at + 1) * room))
    }),
  )
}

describe('the log written ahead', () => {
  test('records compressed in a way that is not known are counted, not called damaged', () => {
    const told: Uint8Array[] = []
    const segment = Buffer.concat([page(1 | 16, Buffer.from('x')), page(1, Buffer.from('plain'))])
    const reading = readWal([segment], record => told.push(record))
    expect(reading).toMatchObject({ damaged: 0, unsupported: 1, left: 0 })
    expect(told.map(record => Buffer.from(record).toString())).toEqual(['plain'])
  })
  test('a record whose first piece was lost is not put together from the rest', () => {
    const told: Uint8Array[] = []
    const pieces = [3, 4, 2, 4].map((kind, at) => page(kind, Buffer.from(String(at))))
    readWal([Buffer.concat(pieces)], record => told.push(record))
    expect(told.map(record => Buffer.from(record).toString())).toEqual(['23'])
  })
  test('records that unpack to gigabytes end at a limit, and that is told', () => {
    // Half a megabyte each that stands for 32: one letter, and copies of it.
    const size = metricsLimits.recordBytes
    const copies = Buffer.alloc(3 * Math.floor((size - 1) / 64), Buffer.from([(63 << 2) | 2, 1, 0]))
    const rest = (size - 1) % 64
    const length = Buffer.from([
      (size & 0x7f) | 0x80,
      ((size >> 7) & 0x7f) | 0x80,
      ((size >> 14) & 0x7f) | 0x80,
      size >> 21,
    ])
    const packed = Buffer.concat([
      length,
      Buffer.from([0, 4]),
      copies,
      Buffer.from([((rest - 1) << 2) | 2, 1, 0]),
    ])
    const { dump, notes } = openDump([], {
      wal: Array.from({ length: 10 }, () => pagesOf(packed)),
      chunks: [],
    })
    expect(notes.map(({ message }) => message)).toContain(
      'The log written ahead holds more than is read; what comes later was left out.',
    )
    expect(dump.seriesCount).toBe(0)
  })
  test('any bytes as a record are read or refused, and nothing else', () => {
    const sink: RecordSink = {
      series: (_, labels) => expect(labels.length).toBeLessThanOrEqual(2 * metricsLimits.labelsOfSeries),
      sample: () => undefined,
      histogram: (_, __, { positiveCounts }) =>
        expect(positiveCounts.length).toBeLessThanOrEqual(metricsLimits.bucketsOfHistogram),
      deleted: () => undefined,
    }
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 12 }), fc.uint8Array({ maxLength: 200 }), (type, bytes) => {
        try {
          readRecord(Uint8Array.of(type, ...bytes), sink)
        } catch (error) {
          expect(error).toMatchObject({ code: 'MALFORMED_METRICS' })
        }
      }),
      { numRuns: 2000 },
    )
  })
})

test('any bytes as a chunk of histograms cost no more memory than they have bits', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 4, maxLength: 300 }), fc.boolean(), (bytes, isFloat) => {
      let numbers = 0
      try {
        decodeHistogramChunk(bytes, 0, bytes.length, isFloat, (_, { positiveCounts, negativeCounts }) => {
          numbers += positiveCounts.length + negativeCounts.length
        })
      } catch (error) {
        expect(error).toMatchObject({ code: 'MALFORMED_METRICS' })
      }
      expect(numbers).toBeLessThanOrEqual(bytes.length * 8)
    }),
    { numRuns: 2000 },
  )
})

test('numbers of changing width are read as they were written', () => {
  const bits = (text: string) =>
    bitReader(
      Uint8Array.from(
        text
          .padEnd(Math.ceil(text.length / 8) * 8, '0')
          .match(/.{8}/g)
          ?.map(byte => parseInt(byte, 2)) ?? [],
      ),
      0,
      Math.ceil(text.length / 8),
    )
  expect(bits('0').signed()).toBe(0)
  expect(bits('10101').signed()).toBe(-3)
  expect(bits('10100').signed()).toBe(4)
  expect(bits('10111').unsigned()).toBe(7)
  expect(bits(`11111111${'1'.repeat(64)}`).signed()).toBe(-1)
})
