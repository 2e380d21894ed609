// A dump under other names: nothing of the old ones is left in any file, and what a fault looks like is.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { analyzeFile } from '../../../../analyzer/index.js'
import { createKeyed } from '../../../../generator/teleport/obfuscation/keyed.js'
import { obfuscateDump } from '../../../../generator/teleport/obfuscation/whole-dump.js'
import type { DumpFacts } from '../../../../generator/teleport/report/index.js'
import { bytesOf } from '../stand-in-cluster.js'

const out = mkdtempSync(join(tmpdir(), 'sp-other-names-'))
afterAll(() => rmSync(out, { recursive: true, force: true }))

const samples = [
  'teleport-healthy',
  'teleport-auth-down',
  'teleport-config-key-unknown',
  'teleport-disk-full',
  'teleport-proxy-address-wrong',
]

const noFacts: DumpFacts = {
  tool: { name: 'test', version: '0' },
  startedAt: new Date(0),
  endedAt: new Date(0),
  mode: 'default',
  way: 'tsh',
  cluster: { name: undefined, version: undefined },
  secretsRemoved: 0,
  names: 'obfuscated',
  cancelled: false,
  agents: [],
  attempts: [],
  entries: [],
}

let number = 0
async function obfuscated(
  sample: string,
  key = 3,
  facts = noFacts,
): Promise<{ path: string; facts: DumpFacts }> {
  const made = await obfuscateDump(
    `samples/${sample}.zip`,
    facts,
    {
      destination: { kind: 'file', path: join(out, `${number++}.zip`), overwrite: false },
      fileName: 'unused.zip',
      now: new Date(1_795_246_320_000),
    },
    createKeyed(Buffer.alloc(32, key)),
    () => undefined,
  )
  const { path = '' } = await made.dump.finish()
  return { path, facts: made.facts }
}

/** Everybody and everything that has a name in the recorded cluster, in every spelling that occurs. */
const oldNames =
  /auditor-1|ops-admin|dev-[12]\b|svc-dump|svc-restricted|\bci-bot|tp-[a-z]+-\d|lf-all-1|10\.20\.0\.(?!0\b)\d+|[\w-]*\.example\.com|teleport-old|74656c65706f72742e6578616d706c65|env[:=] ?(?:prod|staging)\b|"env":"|tier[:=] ?(?:web|batch)\b|123456789012/

describe.each(samples)('%s', sample => {
  test('keeps nothing of its names in any entry', async () => {
    const { path } = await obfuscated(sample)
    for (const [name, bytes] of Object.entries(await bytesOf(path))) {
      const text = withoutNumbers(bytes.toString('latin1'))
      expect(oldNames.exec(`${name}\n${text}`.replace(/"env":"label-/g, ''))?.[0], name).toBeUndefined()
    }
  })

  test('has the same findings as before, in the same order', async () => {
    const { path } = await obfuscated(sample)
    const before = await findingsOf(`samples/${sample}.zip`)
    expect(await findingsOf(path)).toEqual(before)
  })
})

/** Of messages that the journal wrote as numbers the text. */
const withoutNumbers = (text: string): string =>
  text.replace(/\[(\d{1,3}(?:,\d{1,3})+)\]/g, (_, numbers: string) =>
    Buffer.from(numbers.split(',').map(Number)).toString('latin1'),
  )

async function findingsOf(path: string): Promise<readonly string[]> {
  const [analysis] = await analyzeFile(path)
  return (analysis?.findings ?? [])
    .filter(({ symptomOf }) => symptomOf === undefined)
    .map(({ ruleId, severity, count }) => `${severity} ${ruleId} ${count}`)
}

test('one name is one stand-in in configuration, objects, logs and tables', async () => {
  const { path } = await obfuscated('teleport-healthy')
  const entries = await bytesOf(path)
  const text = (name: string): string => String(entries[name])
  const node = 'nodes/04fe8be0-09b6-4cad-8bfa-dc94cb886f45'
  const host = /"hostname": "(host-[0-9a-f]{12})"/.exec(text(`${node}/identity.json`))?.[1] ?? 'none'
  expect(text(`${node}/teleport.yaml`)).toContain(`nodename: ${host}\n`)
  expect(text('objects/tctl_get_node.yaml')).toContain(`hostname: ${host}\n`)
  expect(text('objects/tctl_nodes_ls.txt')).toMatch(new RegExp(`^${host} +04fe8be0`, 'm'))
  expect(text(`${node}/teleport.service/log.txt`)).toMatch(new RegExp(`^\\S+ ${host} teleport\\[`, 'm'))
  expect(text(`${node}/teleport.service/log.json`)).toContain(`"_HOSTNAME":"${host}"`)
})

test('two keys give other stand-ins, one key the same ones', async () => {
  const hostIn = async (key: number): Promise<string | undefined> =>
    /nodename: (\S+)/.exec(
      String(
        (await bytesOf((await obfuscated('teleport-disk-full', key)).path))[
          'nodes/0b5c0b87-af07-419f-8533-ac3a811595f4/teleport.yaml'
        ],
      ),
    )?.[1]
  const first = await hostIn(1)
  expect(first).toMatch(/^host-[0-9a-f]{12}$/)
  expect(await hostIn(1)).toBe(first)
  expect(await hostIn(2)).not.toBe(first)
})

test('what the reports tell has other names too', async () => {
  const { facts } = await obfuscated('teleport-healthy', 3, {
    ...noFacts,
    cluster: { name: 'teleport.example.com', version: '11.0.0' },
    agents: [
      {
        id: 'unlisted-host',
        name: 'unlisted-host',
        services: 'Node',
        version: '',
        folder: 'nodes/unknown-unlisted-host',
        outcome: 'failed',
        reason: 'connection refused',
        message: 'dial tcp 10.20.0.99:3022: lookup unlisted-host on 10.20.0.1:53',
        ms: 1,
      },
    ],
    attempts: [
      {
        scope: 'node',
        node: 'tp-node-1',
        what: 'journal',
        entry: 'nodes/unknown-unlisted-host/x',
        outcome: 'failed',
        reason: 'no right for ops-admin',
        ms: 0,
        bytes: 0,
      },
    ],
  })
  expect(JSON.stringify(facts)).not.toMatch(/unlisted|tp-node|ops-admin|example|10\.20\.0/)
  expect(facts.agents[0]?.folder).toMatch(/^nodes\/unknown-host-[0-9a-f]{12}$/)
})
