// Many agents at once: failures cost their own time, nobody holds up the others, memory stays small.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { Agent } from '../../../../generator/teleport/cluster/agents.js'
import {
  collectCluster,
  type ClusterRequest,
  type HostCollector,
} from '../../../../generator/teleport/cluster/collect.js'
import { createDump, type Dump } from '../../../../generator/teleport/dump/index.js'
import { createKeyed } from '../../../../generator/teleport/obfuscation/keyed.js'
import { createRedaction } from '../../../../generator/teleport/obfuscation/redaction.js'
import { writeReports, type AgentResult } from '../../../../generator/teleport/report/index.js'
import { validateFile } from '../../../../analyzer/index.js'

const out = mkdtempSync(join(tmpdir(), 'sp-many-agents-'))
afterAll(() => rmSync(out, { recursive: true, force: true }))

let number = 0
const newDump = (): Promise<Dump> =>
  createDump({
    destination: { kind: 'file', path: join(out, `${number++}.zip`), overwrite: false },
    fileName: 'unused.zip',
    now: new Date(1_795_246_320_000),
    transform: createRedaction(createKeyed(Buffer.alloc(32, 1))),
  })

const agents = (count: number): readonly Agent[] =>
  Array.from({ length: count }, (_, index) => ({
    id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    name: `agent-${index}`,
    address: undefined,
    services: ['Node'],
    version: '17.0.0',
    hasSsh: true,
    agentless: false,
  }))

type Host = Parameters<HostCollector>[0]

const result = (host: Host, more: Partial<AgentResult>): readonly AgentResult[] => [
  {
    id: host.id ?? host.name,
    name: host.name,
    services: '',
    version: '',
    outcome: 'collected',
    ms: 0,
    ...more,
  },
]

const request = (more: Partial<ClusterRequest>): ClusterRequest => ({
  agents: agents(40),
  way: { way: 'tsh', clientOptions: [], connectTimeoutMs: 1000 },
  concurrency: 8,
  timeoutMs: 60_000,
  collectHost: host => Promise.resolve(result(host, {})),
  signal: new AbortController().signal,
  ...more,
})

const line =
  '2026-11-21T09:33:04Z INFO [NODE] Nothing of note. token=canary-token-0123456789 node/node.go:1\n'
const log = Buffer.from(line.replace(/token=\S+/, 'count=5').repeat(20) + line)

async function* slowly(size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < size; at += log.length) yield await Promise.resolve(log)
}

describe('2,000 agents, 30 of them failing or hanging', () => {
  test('make one dump that tells of all, in little memory', async () => {
    const dump = await newDump()
    const failing = (index: number): boolean => index % 100 === 7
    const hanging = (index: number): boolean => index % 200 === 11
    let most = 0
    const collectHost: HostCollector = async host => {
      const index = Number(host.name.slice(6))
      most = Math.max(most, process.memoryUsage().rss)
      const folder = dump.claimFolder(`nodes/${host.id ?? ''}`)
      if (failing(index)) {
        await dump.add(
          { name: `${folder}/node.error`, content: 'error' },
          'no tunnel: no node reverse tunnel\n',
        )
        return result(host, { outcome: 'failed', reason: 'no tunnel', folder })
      }
      if (hanging(index)) {
        await new Promise(resolve => host.signal.addEventListener('abort', resolve, { once: true }))
        return result(host, { outcome: 'failed', reason: 'timeout' })
      }
      const spool = dump.spool()
      await spool.add(
        { name: 'teleport.service/log.txt', content: 'log', keep: 'tail', maxBytes: 6000 },
        slowly(8000),
      )
      await spool.add({ name: 'identity.json', content: 'own' }, `{"hostname":"${host.name}"}\n`)
      await spool.moveTo(folder)
      return result(host, { folder })
    }
    const before = process.memoryUsage().rss
    const results = await collectCluster(
      request({ agents: agents(2000), concurrency: 16, timeoutMs: 10, collectHost }),
      dump,
    )
    const report = await writeReports(
      {
        tool: { name: 'test', version: '0' },
        startedAt: new Date(0),
        endedAt: new Date(1000),
        mode: 'default',
        way: 'tsh',
        cluster: { name: 'c', version: '17.0.0' },
        secretsRemoved: 0,
        names: 'kept',
        cancelled: false,
        agents: results,
        attempts: dump.attempts,
        entries: dump.entries,
      },
      dump,
    )
    const { path = '' } = await dump.finish()
    expect(results).toHaveLength(2000)
    expect(results.map(({ name }) => name)).toEqual(agents(2000).map(({ name }) => name))
    expect(report.troubles.map(({ reason, count }) => [reason, count])).toEqual([
      ['no tunnel', 20],
      ['timeout', 10],
    ])
    expect((most - before) / 1024 / 1024).toBeLessThan(200)
    const [validation] = await validateFile(path)
    expect(validation?.valid).toBe(true)
  }, 300_000)
})

test('one that hangs holds up nobody: the others are done before it ends', async () => {
  const dump = await newDump()
  const order: string[] = []
  const results = await collectCluster(
    request({
      concurrency: 2,
      timeoutMs: 1,
      collectHost: async host => {
        if (host.name === 'agent-0')
          await new Promise(resolve => host.signal.addEventListener('abort', resolve, { once: true }))
        order.push(host.name)
        return result(host, {})
      },
    }),
    dump,
  )
  expect(order.at(-1)).toBe('agent-0')
  expect(results[0]?.name).toBe('agent-0')
  await dump.discard()
})

test('when everybody fails for a reason that lies with us, the rest is not tried, and told', async () => {
  const dump = await newDump()
  let asked = 0
  const results = await collectCluster(
    request({
      collectHost: host => {
        asked++
        return Promise.resolve(result(host, { outcome: 'failed', reason: 'access denied' }))
      },
    }),
    dump,
  )
  expect(asked).toBeLessThan(25)
  expect(results).toHaveLength(40)
  expect(results.at(-1)).toMatchObject({
    outcome: 'skipped',
    reason: expect.stringMatching(/^not tried: .*access denied/) as string,
  })
  await dump.discard()
})

test('without the client nobody is tried twice', async () => {
  const dump = await newDump()
  let asked = 0
  await collectCluster(
    request({
      concurrency: 1,
      collectHost: host => {
        asked++
        return Promise.resolve(result(host, { outcome: 'failed', reason: 'no client' }))
      },
    }),
    dump,
  )
  expect(asked).toBe(1)
  await dump.discard()
})

test('a cancel leaves those who were not tried, by name', async () => {
  const dump = await newDump()
  const stop = new AbortController()
  const results = await collectCluster(
    request({
      concurrency: 1,
      signal: stop.signal,
      collectHost: host => {
        if (host.name === 'agent-3') stop.abort()
        return Promise.resolve(result(host, {}))
      },
    }),
    dump,
  )
  expect(results.filter(({ outcome }) => outcome === 'collected')).toHaveLength(4)
  expect(results.at(-1)).toMatchObject({ outcome: 'skipped', reason: 'cancelled' })
  await dump.discard()
})
