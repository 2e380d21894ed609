// The text format of metrics: a real scrape of Teleport, odd lines, damaged ones, and any bytes at all.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  expositionReader,
  findSamples,
  parseExposition,
} from '../../../analyzer/documents/metrics/exposition.js'
import { boundOf, quantile } from '../../../analyzer/documents/metrics/histogram.js'
import { named } from '../../../analyzer/documents/metrics/matchers.js'
import { teleportMetrics } from './recorded.js'

const parse = (text: string) => parseExposition(Buffer.from(text))
const values = (text: string) => parse(text).samples.map(({ value }) => value)

test('every line of a real scrape of Teleport is read', () => {
  const text = teleportMetrics().toString('utf8')
  const lines = text.split('\n').filter(line => line !== '' && !line.startsWith('#'))
  const found = parseExposition(teleportMetrics())
  expect(found).toMatchObject({ badLineCount: 0, cut: false, tooMany: false })
  expect(found.samples.length).toBe(lines.length)
  expect(found.families.get('backend_read_seconds')).toEqual({
    type: 'histogram',
    help: 'Latency for read operations',
  })
  const [sample] = findSamples(found, named('backend_read_requests_total', { component: 'cache' }))
  expect(sample).toMatchObject({
    value: 648,
    line:
      text.split('\n').indexOf(lines.find(line => line.startsWith('backend_read_requests_total')) ?? '') + 1,
  })
})

test('labels with every escape, blanks and a comma at the end are read', () => {
  const [sample] = parse(String.raw`m { a = "x\\y\"z\nw" , b="", } 1` + '\n').samples
  expect([...(sample?.labels ?? [])]).toEqual([
    ['a', 'x\\y"z\nw'],
    ['b', ''],
  ])
})

test('numbers are read as Go writes them', () => {
  expect(values('a 1e+06\nb -0.5\nc +Inf\nd -Inf\ne NaN\nf .5\ng 4e-324\n')).toEqual([
    1e6,
    -0.5,
    Infinity,
    -Infinity,
    NaN,
    0.5,
    5e-324,
  ])
})

test('times are milliseconds, in OpenMetrics seconds', () => {
  expect(parse('a 1 1795251816174\n').samples[0]?.timeMs).toBe(1795251816174)
  expect(parse('a_total 1 1795251816.174\n# EOF\n').samples[0]?.timeMs).toBeCloseTo(1795251816174, 3)
})

test('examples that OpenMetrics adds to a bucket are left out', () => {
  const text = 'h_bucket{le="1"} 3 # {trace_id="a b"} 0.67 1795251816.0\n# EOF'
  expect(parse(text)).toMatchObject({
    badLineCount: 0,
    cut: false,
    samples: [{ name: 'h_bucket', value: 3 }],
  })
})

test('a name in quotes between the braces is the name', () => {
  expect(parse('{"my.metric", a="b"} 2\n').samples[0]).toMatchObject({ name: 'my.metric', value: 2 })
})

test('lines that cannot be read are named, the others are used', () => {
  const found = parse('good 1\nbad\n9bad 1\nopen{a="b 1\nx{a=b} 1\ny 1 2 3\ny abc\ngood 2\r\n')
  expect(found.samples.map(({ value }) => value)).toEqual([1, 2])
  expect(found.badLines).toEqual([
    { line: 2, reason: 'its value is no number' },
    { line: 3, reason: 'it begins with no name of a metric' },
    { line: 4, reason: 'the value of a label is not in quotes' },
    { line: 5, reason: 'the value of a label is not in quotes' },
    { line: 6, reason: 'what follows its value is no time' },
    { line: 7, reason: 'its value is no number' },
  ])
})

test('a last line without its end is left out, since its number may go on', () => {
  expect(parse('a 1\nb 12')).toMatchObject({ cut: true, samples: [{ name: 'a' }] })
  expect(parse('a 1\nb 12\n')).toMatchObject({ cut: false })
})

test('a line without end is dropped, not kept in memory', () => {
  const reader = expositionReader()
  for (let chunk = 0; chunk < 64; chunk++) reader.add(Buffer.alloc(1 << 20, 'a'))
  reader.add(Buffer.from('\ngood 1\n'))
  expect(reader.end()).toMatchObject({ samples: [{ name: 'good', line: 2 }], badLineCount: 1 })
})

test('the quantiles of a scraped histogram come out', () => {
  const text = 'h_bucket{le="0.1"} 10\nh_bucket{le="1"} 20\nh_bucket{le="+Inf"} 20\n'
  const buckets = findSamples(parse(text), named('h_bucket')).map(({ labels, value }) => ({
    le: boundOf(labels.get('le')),
    count: value,
  }))
  expect(quantile(0.75, buckets)).toBeCloseTo(0.55, 9)
})

test('however the bytes are cut into chunks, the result is the same', () => {
  const bytes = teleportMetrics().subarray(0, 6_000)
  const atOnce = parseExposition(bytes)
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1 }), sizes => {
      const reader = expositionReader()
      for (let at = 0, part = 0; at < bytes.length; part++) {
        const size = sizes[part % sizes.length] ?? 1
        reader.add(bytes.subarray(at, at + size))
        at += size
      }
      expect(reader.end()).toEqual(atOnce)
    }),
    { numRuns: 25 },
  )
})

test('any text at all is read to its end without an exception', () => {
  const piece = fc.oneof(
    fc.constantFrom('a', '{', '}', '"', '\\', '=', ',', ' ', '\n', '#', ' # EOF', 'le', '1e9', 'NaN', '\r'),
    fc.string(),
  )
  fc.assert(
    fc.property(fc.array(piece), pieces => {
      const { samples, badLines } = parse(pieces.join(''))
      expect(samples.every(({ name }) => name !== '')).toBe(true)
      expect(badLines.length).toBeLessThanOrEqual(10)
    }),
    { numRuns: 500 },
  )
})
