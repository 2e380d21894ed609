// What is said before the logs are read: nothing that the whole analysis does not say as well.
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { analyzePacket, openPackets, viewPacket, type Packet } from '../../analyzer/index.js'

const samples = fileURLToPath(new URL('../../samples/', import.meta.url))
/** Each sample, and the rules whose early finding gives way to one that the logs prove. */
const cases: readonly (readonly [string, readonly string[]])[] = [
  ['db-restart.zip', []],
  ['ha-config-drift.zip', []],
  ['healthy-11-6.zip', []],
  ['metrics-db-stall.zip', []],
  ['teleport-disk-full.zip', []],
  ['teleport-proxy-address-wrong.zip', ['join-at-unknown-proxy']],
]

test.each(cases)('what is said early of %s is said in the end', async (name, giveWay) => {
  const packet = await open(name)
  const early = await (await viewPacket(packet)).early()
  const whole = await analyzePacket(packet)
  const known = new Map(whole.findings.map(({ fingerprint, severity }) => [fingerprint, severity]))
  expect(early.errors).toEqual([])
  const lost = early.findings.filter(({ fingerprint, severity }) => known.get(fingerprint) !== severity)
  expect(lost.map(({ ruleId }) => ruleId)).toEqual(giveWay)
  expect(early.findings.length).toBeGreaterThan(0)
  expect(early.skipped.some(({ missing }) => missing.some(name => name.startsWith('logs')))).toBe(false)
  expect(early.packet.serverVersion).toBe(whole.packet.serverVersion)
  await packet.close()
})

async function open(name: string): Promise<Packet> {
  const [opened] = await openPackets(`${samples}${name}`)
  if (opened?.kind !== 'ok') throw new Error(`${name} does not open`)
  return opened.packet
}
