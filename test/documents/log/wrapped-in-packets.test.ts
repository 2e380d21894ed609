// Logs that something else wrapped, read as entries of a packet: by the log pass and by the records of `logs` alike.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readLogs } from '../../../analyzer/documents/log/read-logs.js'
import { countRecords } from '../../../analyzer/log-records.js'
import { classifyEntries } from '../../../analyzer/packet/layout.js'
import { packetOf } from '../../../analyzer/packet/memory.js'
import type { Packet } from '../../../analyzer/packet/types.js'

const recording = (name: string) => readFileSync(`test/fixtures/logs/wrapped/${name}.log`)

/** A packet whose entries were written then. */
function writtenAt(packet: Packet, modifiedAt: string): Packet {
  return { ...packet, entries: packet.entries.map(entry => ({ ...entry, modifiedAt })) }
}

async function read(packet: Packet, partBytes = 1 << 20) {
  const entries = classifyEntries(packet.entries)
  const { files } = await readLogs(packet, entries, [], { sizes: { partBytes, slackBytes: 64 } })
  const [file] = files
  return file ?? expect.fail('no log')
}

test.each(['journal-json', 'journal-short'])(
  '%s is read in both ways, records inside of it as such',
  async name => {
    const packet = packetOf({ 'mattermost.log': recording(name) })
    const file = await read(writtenAt(packet, '2026-11-21T10:00:00Z'))
    expect(file.byLevel['error']).toBeGreaterThan(2)
    const logs = classifyEntries(packet.entries)
    const { counts } = await countRecords(writtenAt(packet, '2026-11-21T10:00:00Z'), logs, {}, [
      { kind: 'level' },
    ])
    const counted = Object.fromEntries(counts.map(({ values: [level = ''], count }) => [level, count]))
    expect(counted).toEqual(file.byLevel)
  },
)

test('times without a year lie near the day the file was written, wherever the log is cut', async () => {
  const lines = ['Dec 31 23:59:58', 'Dec 31 23:59:59', 'Jan  1 00:00:01', 'Jan  1 00:00:02'].map(
    time => `${time} app-1 mattermost[812]: ERROR something went wrong at ${time}`,
  )
  const packet = writtenAt(packetOf({ 'mattermost.log': `${lines.join('\n')}\n` }), '2027-01-01T08:00:00Z')
  for (const partBytes of [1, 100, 1 << 20]) {
    const { firstSeenMs, lastSeenMs, records } = await read(packet, partBytes)
    expect([records, firstSeenMs, lastSeenMs]).toEqual([
      4,
      Date.UTC(2026, 11, 31, 23, 59, 58),
      Date.UTC(2027, 0, 1, 0, 0, 2),
    ])
  }
})
