// Metrics as a document of a packet: read for rules that ask, damage told with its entry, the rest of the packet unharmed.
import { gunzipSync, gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import type { Rule } from '../../../analyzer/engine/rule.js'
import { builtInRules } from '../../../analyzer/engine/load.js'
import {
  analyzeFile,
  analyzePacket,
  openPackets,
  packetOf,
  readWhole,
  validatePacket,
} from '../../../analyzer/index.js'
import { classifyEntries } from '../../../analyzer/packet/layout.js'
import { readMetrics } from '../../../analyzer/documents/metrics/read-metrics.js'
import { dumpOfSample, oddDump } from './recorded.js'

const sample = 'metrics-db-stall'
const dumpName = 'tsdb_dump.tar.gz'
const rules = (await builtInRules()).filter(({ when = '', each = '' }) =>
  `${when} ${each}`.includes('facts.metrics'),
)

/** The sample with another dump in the place of its own. */
async function packetWith(dump: Buffer) {
  const [opened] = await openPackets(`samples/${sample}.zip`)
  if (opened?.kind !== 'ok') throw new Error('the sample did not open')
  const files: Record<string, Buffer> = {}
  for (const entry of opened.packet.entries) {
    files[entry.name] = (await readWhole(opened.packet, entry, 1 << 26)).bytes
  }
  await opened.packet.close()
  return packetOf({ ...files, [dumpName]: dump })
}

/** The archive with one byte of its content changed, in the chunks that follow the first header. */
function withFlippedByte(dump: Buffer, at: number): Buffer {
  const tar = Buffer.from(gunzipSync(dump))
  tar[at] = (tar[at] ?? 0) ^ 0xff
  return gzipSync(tar)
}

test('rules on metrics explain the database that stalled, with the series as evidence', async () => {
  const [analysis] = await analyzeFile(`samples/${sample}.zip`, { rules })
  const [first, ...others] = analysis?.findings ?? []
  expect(first).toMatchObject({ ruleId: 'database-stalls', severity: 'error' })
  expect(first?.message).toBe(
    'For at least 15 seconds from 2026-11-21T09:05:36Z on, all 12 connections to the database (master) were taken and the server answered 17 requests, where it usually answers 2241 in that time.',
  )
  expect(first?.evidence[0]).toMatchObject({
    entry: dumpName,
    excerpt: '0 1 2 12 12 12 12 1 3 0, 09:05:21 to 09:06:06 UTC',
  })
  expect(others.map(({ ruleId, symptomOf }) => [ruleId, symptomOf])).toEqual([
    ['database-connections-used-up', first?.fingerprint],
    ['requests-slow-for-a-while', first?.fingerprint],
  ])
})

test('a flipped byte among the chunks is told, and the stall is found all the same', async () => {
  const analysis = await analyzePacket(
    await packetWith(withFlippedByte(await dumpOfSample(sample), 20_000)),
    { rules },
  )
  expect(analysis.problems.filter(({ entry }) => entry === dumpName)).toEqual([
    expect.objectContaining({ code: 'METRICS_DAMAGED', expected: '1445 chunks', found: '1444 sound ones' }),
  ])
  expect(analysis.packet.entries.find(({ name }) => name === dumpName)?.status).toBe('damaged')
  expect(analysis.findings[0]?.ruleId).toBe('database-stalls')
})

test('what is no archive costs the rules on metrics, and nothing else', async () => {
  const analysis = await analyzePacket(await packetWith(Buffer.from('upstream timed out')), { rules })
  expect(analysis.problems.filter(({ entry }) => entry === dumpName).map(({ code }) => code)).toContain(
    'METRICS_DAMAGED',
  )
  expect(analysis.findings).toEqual([])
  expect(analysis.skipped.length).toBe(rules.length)
  expect(analysis.errors).toEqual([])
})

test('validating does not read metrics, and neither do rules that ask for none', async () => {
  const packet = await packetWith(Buffer.from('upstream timed out'))
  expect((await validatePacket(packet)).problems.filter(({ entry }) => entry === dumpName)).toEqual([])
  const others: readonly Rule[] = (await builtInRules()).filter(({ id }) => id === 'database-pool-waits')
  const analysis = await analyzePacket(packet, { rules: others })
  expect(analysis.problems.filter(({ code }) => code === 'METRICS_DAMAGED')).toEqual([])
})

test('the document of a dump has the kind and the name of its entry', async () => {
  const packet = packetOf({ [dumpName]: oddDump() })
  const { documents, problems } = await readMetrics(packet, classifyEntries(packet.entries))
  expect(problems).toEqual([])
  expect(documents.map(({ kind, entry, value }) => [kind, entry, value.seriesCount])).toEqual([
    ['tsdb-dump', dumpName, 41],
  ])
})

test('an empty dump is left to the inventory', async () => {
  const packet = packetOf({ [dumpName]: '' })
  expect(await readMetrics(packet, classifyEntries(packet.entries))).toEqual({ documents: [], problems: [] })
})
