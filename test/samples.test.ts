// Every sample packet gives exactly the analysis beside it. `npm run samples` writes them anew.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Analysis } from '../analyzer/analysis.js'
import { analyzeFile } from '../analyzer/index.js'
import { comparable } from './comparable.js'

const folder = 'samples'
const packets = (await readdir(folder)).filter(name => name.endsWith('.zip'))

/** `healthy-11-6`, `teleport-healthy` */
const isHealthy = (name: string): boolean => name.startsWith('healthy') || name.includes('-healthy')

async function analyzed(name: string): Promise<Analysis> {
  const analyses = await analyzeFile(join(folder, name))
  const first = analyses[0]
  if (first === undefined) throw new Error(`${name} gave no analysis`)
  return first
}

test('there are samples of healthy servers, faults and clusters', () => {
  expect(packets.filter(isHealthy).length).toBeGreaterThanOrEqual(4)
  expect(packets.filter(name => !isHealthy(name)).length).toBeGreaterThanOrEqual(4)
  expect(packets.some(name => name.includes('-ha-') || name.startsWith('ha-'))).toBe(true)
})

describe.each(packets)('%s', name => {
  test('gives the expected analysis', async () => {
    const expected: unknown = JSON.parse(
      await readFile(join(folder, name.replace(/\.zip$/, '.expected.json')), 'utf8'),
    )
    expect(comparable(await analyzed(name))).toEqual(expected)
  })

  test('is analyzed without rule errors', async () => {
    expect((await analyzed(name)).errors).toEqual([])
  })
})

describe.each(packets.filter(isHealthy))('%s', name => {
  test('gives no error and at most five warnings', async () => {
    const { bySeverity } = (await analyzed(name)).summary
    expect(bySeverity.critical + bySeverity.error).toBe(0)
    expect(bySeverity.warning).toBeLessThanOrEqual(5)
  })
})

/** The injected cause of each faulty sample, as the id of the rule that must come first. */
const causes: Readonly<Record<string, string>> = {
  'config-insecure': 'requests-from-any-website-with-login',
  'db-read-only': 'database-read-only',
  'db-restart': 'database-restarted',
  'files-s3-unreachable': 'file-store-unreachable',
  'ha-config-drift': 'cluster-nodes-configured-differently',
  'login-storm': 'login-storm',
  'logs-disk-full': 'log-stopped-early',
  'metrics-db-stall': 'database-stalls',
  'plugin-crash': 'plugin-crashing',
  'restart-loop': 'restart-loop',
  'schema-missing-indexes': 'schema-indexes-missing',
  'smtp-refused': 'mail-server-unreachable',
  'teleport-auth-down': 'auth-service-down',
  'teleport-config-key-unknown': 'configuration-refused',
  'teleport-disk-full': 'data-directory-full',
  'teleport-proxy-address-wrong': 'proxy-public-address-unresolvable',
  'webhook-refused': 'integration-address-forbidden',
}

test('every faulty sample has a cause to be named', () => {
  const faulty = packets.filter(name => !isHealthy(name)).map(name => name.replace('.zip', ''))
  expect(Object.keys(causes).sort()).toEqual(faulty.sort())
})

describe.each(Object.entries(causes))('%s', (name, ruleId) => {
  test('names its cause first', async () => {
    expect((await analyzed(`${name}.zip`)).findings[0]?.ruleId).toBe(ruleId)
  })
})
