// Profiles and metrics as the pages get them: trees that add up, comparisons, series, and refusals in words.
import { expect, test } from 'vitest'
import type { ProfileView } from '../../analyzer/index.js'
import { writeProfile } from '../documents/profile/sample-profile.js'
import { sampleViews, viewsOfFiles } from './view-sample.js'

async function entryOf(views: Awaited<ReturnType<typeof sampleViews>>, name: string): Promise<number> {
  const entries = await views.entries(['cpu-profile', 'heap-profile', 'tsdb-dump'])
  return entries.find(entry => entry.name === name)?.index ?? -1
}

async function profileOf(packet: string, name: string, type?: string): Promise<ProfileView> {
  const views = await sampleViews(packet)
  const view = await views.profile(await entryOf(views, name), type)
  if ('message' in view) throw new Error(view.message)
  return view
}

test('a CPU profile says what it is of, and its tree adds up to its total', async () => {
  const view = await profileOf('login-storm', 'cpu.prof')
  expect(view).toMatchObject({ kind: 'cpu', type: 'cpu', unit: 'nanoseconds', total: 5_030_000_000 })
  expect(view.tree.total[0]).toBe(view.total)
  expect(view.functions[0]?.name).toBe('crypto/internal/fips140/sha256.blockSHANI')
})

test('a memory profile has several kinds of values, and shows the one that is asked for', async () => {
  const view = await profileOf('login-storm', 'heap.prof', 'alloc_objects')
  expect(view.types).toEqual(['alloc_objects', 'alloc_space', 'inuse_objects', 'inuse_space'])
  expect(view).toMatchObject({ type: 'alloc_objects', unit: 'count' })
})

test('profiles of two nodes are compared, function by function', async () => {
  const views = await viewsOfFiles({
    'metadata.yaml': 'version: 1\n',
    'a/cpu.prof': writeProfile([{ stack: ['work', 'main'], value: 30 }]),
    'b/cpu.prof': writeProfile([
      { stack: ['work', 'main'], value: 10 },
      { stack: ['idle', 'main'], value: 5 },
    ]),
  })
  const [a, b] = [await entryOf(views, 'a/cpu.prof'), await entryOf(views, 'b/cpu.prof')]
  const changes = await views.changes(a, b, undefined)
  expect(changes).toMatchObject({ before: 15, after: 30 })
  expect('rows' in changes && changes.rows.map(({ name, flat }) => [name, flat])).toEqual([
    ['work', 20],
    ['idle', -5],
    ['main', 0],
  ])
})

test('what is no profile, is not there or has no such values is refused in words', async () => {
  const views = await sampleViews('login-storm')
  const index = await entryOf(views, 'cpu.prof')
  expect(await views.profile(9999, undefined)).toEqual({
    kind: 'not-shown',
    message: 'This entry is no profile.',
  })
  expect(await views.profile(index, 'nonsense')).toMatchObject({ kind: 'not-shown' })
  const broken = await viewsOfFiles({ 'metadata.yaml': 'version: 1\n', 'cpu.prof': 'no profile' })
  expect(await broken.profile(await entryOf(broken, 'cpu.prof'), undefined)).toMatchObject({
    kind: 'not-shown',
  })
})

test('metrics are listed with their kind and unit, and each gives its series', async () => {
  const views = await sampleViews('metrics-db-stall')
  const index = await entryOf(views, 'tsdb_dump.tar.gz')
  const list = await views.metrics(index)
  if (!('metrics' in list)) throw new Error(list.message)
  expect(list.metrics).toContainEqual(
    expect.objectContaining({ name: 'go_memstats_alloc_bytes', kind: 'gauge', unit: 'bytes', series: 1 }),
  )
  expect(list.metrics).toContainEqual(
    expect.objectContaining({ name: 'mattermost_http_requests_total', kind: 'counter' }),
  )
  const series = await views.series(index, 'go_sql_in_use_connections')
  if (!('shown' in series)) throw new Error(series.message)
  expect(series.shown[0]?.labels).toEqual({
    db_name: 'master',
    instance: '127.0.0.1:8067',
    job: 'mattermost',
  })
  expect(Math.max(...(series.shown[0]?.values.map(Number) ?? []))).toBe(12)
  expect(await views.series(index, 'nothing')).toMatchObject({ kind: 'not-shown' })
})
