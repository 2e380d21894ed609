// A packet that was cut in the middle of its log (a broken upload, a full disk) gives every line that its bytes still hold.
import { readFileSync } from 'node:fs'
import { constants, deflateRawSync, gunzipSync, gzipSync, inflateRawSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { readLogs } from '../../../analyzer/documents/log/read-logs.js'
import { classifyEntries } from '../../../analyzer/packet/layout.js'
import { openBuffer } from '../../../analyzer/packet/open.js'
import { buildTar } from '../../failure/build-tar.js'
import { buildZip } from '../../failure/build-zip.js'

const name = 'mattermost.log'
const original = Buffer.concat(
  ['db-restart', 'plugin-crash', 'smtp-refused'].map(one => readFileSync(`test/fixtures/logs/${one}.log`)),
)
const lines = original.toString('utf8').split('\n')
const options = { finishFlush: constants.Z_SYNC_FLUSH }
const cuts = Array.from({ length: 24 }, (_, i) => (i + 1) / 25)

/** Records of the log in a packet; none when nothing can be opened. */
async function recordsIn(packed: Buffer): Promise<number> {
  const [opened] = await openBuffer('cut', packed)
  if (opened?.kind !== 'ok') return 0
  const { packet } = opened
  const logs = classifyEntries(packet.entries).filter(({ kind }) => kind === 'mattermost-log')
  const summary = await readLogs(packet, logs, [])
  await packet.close()
  return summary.files.reduce((sum, file) => sum + file.records, 0)
}

function wholeLines(text: Buffer): number {
  return text.filter(byte => byte === 10).length
}

test('the log is whole in a packet that is', async () => {
  const content = { name, content: original }
  expect(await recordsIn(buildZip([content]))).toBe(lines.length - 1)
  expect(await recordsIn(gzipSync(buildTar([content])))).toBe(lines.length - 1)
})

describe.each(cuts)('cut at %f', share => {
  test('zip', async () => {
    const data = deflateRawSync(original)
    const zip = buildZip([{ name, content: original, data }])
    const start = zip.indexOf(data)
    const cut = start + Math.floor(data.length * share)
    const held = inflateRawSync(zip.subarray(start, cut), options)
    expect(original.subarray(0, held.length).equals(held)).toBe(true)
    const records = await recordsIn(zip.subarray(0, cut))
    // The last line may be whole but for its line feed.
    expect(records - wholeLines(held)).toBeOneOf([0, 1])
  })

  test('tar.gz', async () => {
    const packed = gzipSync(buildTar([{ name, content: original }]))
    const cut = Math.floor(packed.length * share)
    const held = gunzipSync(packed.subarray(0, cut), options).subarray(512, 512 + original.length)
    const records = await recordsIn(packed.subarray(0, cut))
    expect(records - wholeLines(held)).toBeOneOf([0, 1])
  })
})
