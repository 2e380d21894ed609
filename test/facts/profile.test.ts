// Facts of profiles and goroutines: shares, rows as evidence, and what is not said where a profile is missing or cut.
import { expect, test } from 'vitest'
import { parseDump } from '../../analyzer/documents/profile/goroutines/dump.js'
import { withProfiles } from '../../analyzer/profiles.js'
import { openDocuments } from '../../analyzer/reading.js'
import { openPackets } from '../../analyzer/packet/open.js'
import { deriveFacts } from '../../analyzer/facts/index.js'
import type { Facts } from '../../analyzer/facts/index.js'
import type { Rule } from '../../analyzer/engine/rule.js'
import { profileOf, sampleEntry } from '../documents/profile/sample-profile.js'
import type { GivenSample } from '../documents/profile/sample-profile.js'
import { factOf, factsOf } from './facts-of.js'

const cpu = (samples: readonly GivenSample[], durationNanos = 5e9): Record<string, unknown> => ({
  'cpu-profile': profileOf(samples, { durationNanos }),
})

const second = 1e9

test('a profile of five seconds with little in it says that the server was idle', () => {
  const given = cpu([{ stack: ['app.f', 'main.main'], value: 0.2 * second }])
  expect(factOf('profile.cpu.percent', given)).toBe(4)
  expect(factOf('profile.cpu.idle_percent', given)).toBe(96)
  expect(factOf('profile.cpu.seconds', given)).toBe(0.2)
  expect(factOf('profile.cpu.window_seconds', given)).toBe(5)
})

test('shares are of the time used, and rest on the rows of that part', () => {
  const given = cpu([
    { stack: ['sha256.block', 'crypto/pbkdf2.Key', 'main.main'], value: 4 * second },
    { stack: ['app.f', 'main.main'], value: second },
  ])
  const facts = factsOf(given)
  expect(facts.get('profile.cpu.share.password_hashing', '')).toEqual({
    value: 80,
    from: [
      {
        entry: 'cpu-profile',
        path: ['crypto/pbkdf2.Key'],
        excerpt: 'flat 0 0%, cum 4s 80.00%  crypto/pbkdf2.Key',
      },
    ],
  })
  expect(facts.get('profile.cpu.share.images', '')?.value).toBe(0)
  expect(facts.get('profile.cpu.top', '')?.value).toEqual([
    { function: 'sha256.block', flat_percent: 80, cum_percent: 80 },
    { function: 'app.f', flat_percent: 20, cum_percent: 20 },
    { function: 'crypto/pbkdf2.Key', flat_percent: 0, cum_percent: 80 },
    { function: 'main.main', flat_percent: 0, cum_percent: 100 },
  ])
})

test('the share of the machine counts the processors of the container first', () => {
  const busy = cpu([{ stack: ['main.main'], value: 10 * second }])
  const server = { cpu_cores: 8, container_cpu_limit: 2 }
  expect(factOf('profile.cpu.percent_of_machine', { ...busy, diagnostics: { server } })).toBe(100)
  expect(
    factOf('profile.cpu.percent_of_machine', { ...busy, diagnostics: { server: { cpu_cores: 8 } } }),
  ).toBe(25)
  expect(factOf('profile.cpu.percent_of_machine', busy)).toBeUndefined()
})

test('a profile without samples says that nothing was used, and nothing of shares', () => {
  const given = cpu([])
  expect(factOf('profile.cpu.percent', given)).toBe(0)
  expect(factOf('profile.cpu.share.json', given)).toBeUndefined()
  expect(factOf('profile.cpu.top', given)).toBeUndefined()
})

test('a profile that does not say how long it took has no percentage', () => {
  expect(factOf('profile.cpu.percent', cpu([{ stack: ['a'], value: second }], 0))).toBeUndefined()
})

test('memory in use by function, package and part of the server', () => {
  const MiB = 1024 * 1024
  const heap = profileOf(
    [
      { stack: ['runtime.makeslice', 'example.org/cache.New', 'main.main'], value: 30 * MiB },
      { stack: ['example.org/cache.Add', 'main.main'], value: 50 * MiB },
      { stack: ['encoding/json.Unmarshal', 'main.main'], value: 20 * MiB },
    ],
    { type: 'inuse_space', unit: 'bytes', durationNanos: 0 },
  )
  const facts = factsOf({ 'heap-profile': heap, diagnostics: { server: { total_memory_mb: 400 } } })
  expect(facts.get('profile.heap.inuse_mb', '')?.value).toBe(100)
  expect(facts.get('profile.heap.percent_of_memory', '')?.value).toBe(25)
  expect(facts.get('profile.heap.holders', '')?.value).toEqual([
    { function: 'example.org/cache.Add', package: 'example.org/cache', mb: 50, percent: 50 },
    { function: 'encoding/json.Unmarshal', package: 'encoding/json', mb: 20, percent: 20 },
  ])
  expect(facts.get('profile.heap.packages', '')?.value).toEqual([
    { package: 'example.org/cache', mb: 50, percent: 50 },
    { package: 'runtime', mb: 30, percent: 30 },
    { package: 'encoding/json', mb: 20, percent: 20 },
  ])
  expect(facts.get('profile.heap.subsystems', '')?.value).toEqual([
    { id: 'json', words: 'reading and writing JSON', mb: 20, percent: 20 },
  ])
})

test('a dump that is cut does not claim to know how many there were', async () => {
  const bytes = await sampleEntry('login-storm', 'goroutines')
  const of = (part: Buffer): Record<string, unknown> => {
    const parsed = parseDump(part)
    return { goroutines: parsed.kind === 'ok' ? parsed.dump : undefined }
  }
  const whole = of(bytes)
  const cut = of(bytes.subarray(0, 20_000))
  expect(factOf('goroutines.total', whole)).toBe(95)
  expect(factOf('goroutines.total', cut)).toBeUndefined()
  expect(factOf('goroutines.waiting_for_lock', whole)).toBe(7)
  expect(factOf('goroutines.waiting_for_lock', cut)).toBeUndefined()
  expect([factOf('goroutines.deadlocks', whole), factOf('goroutines.leaks', whole)]).toEqual([[], []])
  expect([factOf('goroutines.deadlocks', cut), factOf('goroutines.leaks', cut)]).toEqual([
    undefined,
    undefined,
  ])
  expect(factOf('goroutines.waiting_for_plugin', whole)).toBe(0)
  expect(factsOf(whole).get('goroutines.waiting_for_lock', '')?.from[0]).toMatchObject({
    entry: 'goroutines',
    line: 915,
    excerpt: expect.stringMatching(
      /^7 × \[sync\.Mutex\.Lock\] github\.com\/mattermost\/.*CheckPasswordAndAllCriteria$/,
    ) as string,
  })
})

test('a list that only counts says nothing of leaks and deadlocks; connections kept open are no work', () => {
  const parsed = parseDump(
    Buffer.from(
      [
        'goroutine profile: total 712',
        '700 @ 0x1',
        '#\t0x1\tinternal/poll.runtime_pollWait+0x1\tpoll.go:1',
        '#\t0x2\tnet/http.(*connReader).Read+0x1\tserver.go:2',
        '#\t0x3\tnet/http.(*conn).serve+0x1\tserver.go:3',
        '',
        '12 @ 0x4',
        '#\t0x4\tapp.work+0x1\tapp.go:4',
        '',
      ].join('\n'),
    ),
  )
  const counts = { goroutines: parsed.kind === 'ok' ? parsed.dump : undefined }
  expect(factOf('goroutines.total', counts)).toBe(712)
  expect(factOf('goroutines.beyond_connections', counts)).toBe(12)
  expect([factOf('goroutines.deadlocks', counts), factOf('goroutines.leaks', counts)]).toEqual([
    undefined,
    undefined,
  ])
  expect(factsOf(counts).get('goroutines.total', '')?.from[0]?.excerpt).toBe(
    '700 × net/http.(*connReader).Read',
  )
})

test('without profiles nothing is known of them', () => {
  const facts = factsOf({})
  const ids = facts.ids().filter(id => /^(profile|goroutines)\./.test(id))
  expect(ids.length).toBeGreaterThan(40)
  for (const id of ids) expect([id, facts.get(id, '')]).toEqual([id, undefined])
})

async function factsOfSample(name: string, when: string): Promise<Facts> {
  const [opened] = await openPackets(`samples/${name}.zip`)
  if (opened?.kind !== 'ok') throw new Error(name)
  const { documents } = await withProfiles(await openDocuments(opened.packet), [{ when } as Rule])
  await opened.packet.close()
  return deriveFacts({
    nodes: [''],
    documents,
    inventory: { layout: undefined, items: [], problems: [] },
    logs: undefined,
    generatedAtMs: undefined,
  })
}

test('a login storm shows in the profile; nothing is read when no rule asks', async () => {
  const facts = await factsOfSample('login-storm', 'facts.profile.cpu.percent > 1')
  expect(facts.get('profile.cpu.percent', '')?.value).toBe(100.6)
  expect(facts.get('profile.cpu.share.password_hashing', '')?.value).toBe(94.8)
  expect(facts.get('goroutines.checking_passwords', '')?.value).toBe(1)
  const unread = await factsOfSample('login-storm', 'facts.server.version == ""')
  expect(unread.get('profile.cpu.percent', '')).toBeUndefined()
})
