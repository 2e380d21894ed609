// Fingerprints of real packets: the same in every packet of an installation and in a sanitized copy, never two alike in one.
import { readdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Analysis, analyzePacket } from '../../analyzer/index.js'
import { createSuppressor } from '../../analyzer/baseline/suppress.js'
import { knownFindings } from '../../analyzer/baseline/compare.js'
import { sanitizePacket } from '../../generator/mattermost/sanitize/packet.js'

let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'support-packet-fingerprints-'))
})

afterAll(() => rm(folder, { recursive: true, force: true }))

const known = new Map<string, Promise<Analysis>>()

function analysisOf(sample: string): Promise<Analysis> {
  const analysis = known.get(sample) ?? analyzePacket(`samples/${sample}.zip`)
  known.set(sample, analysis)
  return analysis
}

const fingerprintsByRule = ({ findings }: Analysis): ReadonlyMap<string, string> =>
  new Map(findings.map(({ ruleId, fingerprint }) => [fingerprint, ruleId]))

async function sanitized(sample: string): Promise<Analysis> {
  const file = join(folder, `${sample}.zip`)
  const made = await sanitizePacket({
    source: `samples/${sample}.zip`,
    destination: { kind: 'file', path: file, overwrite: true },
    now: new Date(0),
  })
  if (made.kind === 'refused') throw new Error(made.message)
  return analyzePacket(file)
}

const samples = readdirSync('samples').flatMap(file => (file.endsWith('.zip') ? [file.slice(0, -4)] : []))
/** It has secrets of plugins, and a rule that says so: what sanitizing mends. */
const withSecrets = 'healthy-9-11'

test.each(samples.filter(sample => sample !== withSecrets))(
  '%s: a sanitized copy has the same fingerprints',
  async sample => {
    const copy = await sanitized(sample)
    expect(fingerprintsByRule(copy)).toEqual(fingerprintsByRule(await analysisOf(sample)))
  },
)

test('what sanitizing mends is gone from the copy, and everything else stays', async () => {
  const original = fingerprintsByRule(await analysisOf(withSecrets))
  const copy = fingerprintsByRule(await sanitized(withSecrets))
  const gone = [...original].filter(([fingerprint]) => !copy.has(fingerprint)).map(([, rule]) => rule)
  expect(gone).toEqual(['plugin-secrets-readable'])
  expect([...copy.keys()].filter(fingerprint => !original.has(fingerprint))).toEqual([])
})

/** Packets of one installation: a quiet hour, then each with a fault that came later. */
test.each([
  ['healthy-11-6', 'files-s3-unreachable'],
  ['healthy-11-6', 'login-storm'],
  ['healthy-plain-logs', 'smtp-refused'],
  ['healthy-plain-logs', 'db-restart'],
  ['healthy-plain-logs', 'ha-config-drift'],
])('%s as the baseline of %s: what both have is known, the fault is not', async (before, after) => {
  const earlier = await analysisOf(before)
  const later = await analysisOf(after)
  expect(earlier.packet.product).toBe(later.packet.product)
  const baseline = { suppressions: [], findings: knownFindings([earlier]) }
  const { suppress } = createSuppressor({ baseline, date: '2026-01-01' })
  const rulesBefore = new Set(earlier.findings.map(({ ruleId }) => ruleId))
  for (const finding of later.findings) {
    const { ruleId, fingerprint } = finding
    const isKnown = suppress({ ruleId, fingerprint, nodes: finding.nodes ?? [] }) !== undefined
    expect([ruleId, isKnown]).toEqual([ruleId, rulesBefore.has(ruleId)])
  }
  expect(
    later.findings.some(({ ruleId, severity }) => severity === 'error' && !rulesBefore.has(ruleId)),
  ).toBe(true)
})

test('no two findings of a packet have one fingerprint', async () => {
  for (const sample of ['teleport-proxy-address-wrong', 'db-read-only', 'restart-loop']) {
    const { findings } = await analysisOf(sample)
    expect(fingerprintsByRule({ ...(await analysisOf(sample)), findings }).size).toBe(findings.length)
  }
})
