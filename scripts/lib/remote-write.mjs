// Writes samples to a Prometheus by its remote write: protobuf, framed by Snappy without compressing anything. For the oracles only.

/** Samples with their own times, floats and native histograms; see `histogram` for the shape of those. */
export async function remoteWrite(address, series) {
  const answer = await fetch(`http://${address}/api/v1/write`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-protobuf',
      'content-encoding': 'snappy',
      'x-prometheus-remote-write-version': '0.1.0',
    },
    body: snappyOf(Buffer.concat(series.map(one => field(1, timeSeries(one))))),
  })
  if (!answer.ok) throw new Error(`remote write: ${answer.status} ${await answer.text()}`)
}

function timeSeries({ labels, samples = [], histograms = [] }) {
  const sorted = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1))
  return Buffer.concat([
    ...sorted.map(([name, value]) => field(1, Buffer.concat([text(1, name), text(2, value)]))),
    ...samples.map(([timeMs, value]) => field(2, Buffer.concat([double(1, value), integer(2, timeMs)]))),
    ...histograms.map(one => field(4, histogram(one))),
  ])
}

/** `{timeMs, schema, zeroThreshold, zeroCount, count, sum, positive, negative, isFloat}`; buckets are `{index: count}`. */
function histogram(one) {
  const [positive, negative] = [one.positive, one.negative ?? {}].map(spansOf)
  return Buffer.concat([
    one.isFloat ? double(2, one.count) : integer(1, one.count),
    double(3, one.sum),
    integer(4, zigzag(one.schema)),
    double(5, one.zeroThreshold),
    one.isFloat ? double(7, one.zeroCount) : integer(6, one.zeroCount),
    ...negative.spans.map(span => field(8, span)),
    ...(one.isFloat ? negative.counts.map(count => double(10, count)) : packed(9, negative.deltas)),
    ...positive.spans.map(span => field(11, span)),
    ...(one.isFloat ? positive.counts.map(count => double(13, count)) : packed(12, positive.deltas)),
    integer(15, one.timeMs),
  ])
}

function spansOf(buckets) {
  const indexes = Object.keys(buckets)
    .map(Number)
    .sort((a, b) => a - b)
  const counts = indexes.map(index => buckets[index])
  const spans = []
  let next = 0
  for (const index of indexes) {
    if (spans.length > 0 && index === next) spans.at(-1).length++
    else spans.push({ offset: index - next, length: 1 })
    next = index + 1
  }
  return {
    counts,
    deltas: counts.map((count, at) => count - (counts[at - 1] ?? 0)),
    spans: spans.map(({ offset, length }) => Buffer.concat([integer(1, zigzag(offset)), integer(2, length)])),
  }
}

const packed = (number, values) =>
  values.length === 0 ? [] : [field(number, Buffer.concat(values.map(value => varint(zigzag(value)))))]

const zigzag = value => (value < 0 ? -2 * value - 1 : 2 * value)

function varint(value) {
  const bytes = []
  for (let rest = BigInt(value); ; rest >>= 7n) {
    if (rest < 128n) return Buffer.from([...bytes, Number(rest)])
    bytes.push(Number(rest & 127n) | 128)
  }
}

const integer = (number, value) => Buffer.concat([varint(number * 8), varint(value)])
const field = (number, bytes) => Buffer.concat([varint(number * 8 + 2), varint(bytes.length), bytes])
const text = (number, value) => field(number, Buffer.from(value))

function double(number, value) {
  const bytes = Buffer.alloc(8)
  bytes.writeDoubleLE(value)
  return Buffer.concat([varint(number * 8 + 1), bytes])
}

function snappyOf(bytes) {
  const parts = [varint(bytes.length)]
  for (let at = 0; at < bytes.length; at += 65_536) {
    const part = bytes.subarray(at, at + 65_536)
    const length = Buffer.from([61 << 2, 0, 0])
    length.writeUInt16LE(part.length - 1, 1)
    parts.push(length, part)
  }
  return Buffer.concat(parts)
}
