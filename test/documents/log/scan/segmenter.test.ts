// Where logs are cut into parts: at beginnings of records, by the bytes alone.
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { logLimits } from '../../../../analyzer/documents/log/limits.js'
import { partsOf } from '../segments.js'

const fixture = (name: string) => readFileSync(`test/fixtures/logs/${name}.log`)
const json = fixture('db-restart')
const plain = fixture('db-restart-errors')
const sizes = { partBytes: 3_000, slackBytes: 1_000 }

const firstLine = (bytes: Buffer) => bytes.toString('latin1').split('\n', 1)[0] ?? ''

describe('parts of a log', () => {
  test.each(['db-restart', 'db-restart-errors', 'restart-loop', 'plugin-crash'])(
    'of %s are the log again, one after the other',
    async name => {
      const content = fixture(name)
      const parts = await partsOf(content, sizes, [700])
      expect(Buffer.concat(parts.map(({ bytes }) => bytes)).equals(content)).toBe(true)
      let offset = 0
      for (const part of parts) {
        expect(part.offset).toBe(offset)
        offset += part.bytes.length
      }
      expect(parts.length).toBeGreaterThan(1)
    },
  )

  test('begin where a JSON record begins', async () => {
    for (const { bytes } of await partsOf(json, sizes, [512])) {
      expect(firstLine(bytes)).toMatch(/^\{"timestamp":.*\}$/)
    }
  })

  test('begin where a plain record begins, never at its stack', async () => {
    const parts = await partsOf(plain, { partBytes: 600, slackBytes: 20_000 }, [512])
    expect(parts.length).toBeGreaterThan(2)
    for (const { bytes } of parts) expect(firstLine(bytes)).toMatch(/^\w+ +\[\d{4}-\d\d-\d\d /)
  })

  test('are the same however the bytes come', async () => {
    const content = Buffer.concat([json, plain, Buffer.from('no record at all\n'.repeat(500)), json])
    const whole = await partsOf(content, sizes, [content.length])
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 5_000 }), { minLength: 1, maxLength: 8 }),
        async chunkSizes => {
          const parts = await partsOf(content, sizes, chunkSizes)
          expect(parts.map(({ offset, bytes }) => [offset, bytes.length])).toEqual(
            whole.map(({ offset, bytes }) => [offset, bytes.length]),
          )
        },
      ),
      { numRuns: 60 },
    )
  })

  test('end at a line where no record begins for long', async () => {
    const content = Buffer.from('some text of no format, over and over\n'.repeat(1_000))
    const parts = await partsOf(content, sizes, [999])
    expect(parts.length).toBeGreaterThan(5)
    for (const { bytes } of parts) {
      expect(bytes.at(-1)).toBe(10)
      expect(bytes.length).toBeLessThanOrEqual(sizes.partBytes + sizes.slackBytes + 100)
    }
  })

  test('hold a long line whole, and nothing of the next one', async () => {
    const long = `{"timestamp":"2026-01-20 10:00:00.000 Z","level":"info","msg":"${'x'.repeat(50_000)}"}\n`
    const parts = await partsOf(Buffer.from(long.repeat(3)), sizes, [4_096])
    expect(parts.map(({ bytes }) => bytes.length)).toEqual([long.length, long.length, long.length])
  })

  test.each([1, 1 << 20])('of a line beyond the bound keep its beginning (chunks of %s MiB)', async chunk => {
    const beyond = Buffer.alloc(logLimits.lineBytes + 1, 'x')
    const content = Buffer.concat([json, beyond, Buffer.from('\n'), json])
    const parts = await partsOf(content, { partBytes: 1 << 20, slackBytes: 1 << 18 }, [
      chunk === 1 ? content.length : chunk,
    ])
    expect(parts.map(({ isTooLong, bytes, offset }) => [isTooLong, bytes.length, offset])).toEqual([
      [false, json.length, 0],
      [true, 4_096, json.length],
      [false, json.length, json.length + beyond.length + 1],
    ])
  })

  test('of a line that is exactly at the bound are whole', async () => {
    const content = Buffer.concat([Buffer.alloc(logLimits.lineBytes, 'x'), Buffer.from('\nend\n')])
    const parts = await partsOf(content, { partBytes: 1 << 20, slackBytes: 1 << 18 }, [1 << 20])
    expect(parts.map(({ isTooLong, bytes }) => [isTooLong, bytes.length])).toEqual([
      [false, logLimits.lineBytes + 1],
      [false, 4],
    ])
  })

  test('of nothing are none', async () => {
    expect(await partsOf(Buffer.alloc(0), sizes, [1])).toEqual([])
  })
})
