// Small profiles whose numbers can be worked out by hand.
import { expect, test } from 'vitest'
import { buildGraph } from '../../../analyzer/documents/profile/graph.js'
import { diffProfiles } from '../../../analyzer/documents/profile/diff.js'
import { packageOf } from '../../../analyzer/documents/profile/names.js'
import { profileKind, sampleTypeIndex } from '../../../analyzer/documents/profile/parse-profile.js'
import { isRuntimeFunction, selectSamples } from '../../../analyzer/documents/profile/select.js'
import { subsystemCosts, subsystems } from '../../../analyzer/documents/profile/subsystems.js'
import type { Profile } from '../../../analyzer/documents/profile/types.js'
import { profileOf } from './sample-profile.js'

const costs = (profile: Profile): Record<string, readonly [flat: number, cum: number]> =>
  Object.fromEntries(
    buildGraph(profile, { typeIndex: 0 }).nodes.map(({ name, flat, cum }) => [name, [flat, cum]]),
  )

test('a function that calls itself counts once a sample', () => {
  const profile = profileOf([{ stack: ['fib', 'fib', 'fib', 'main'], value: 7 }])
  expect(costs(profile)).toEqual({ fib: [7, 7], main: [0, 7] })
})

test('what the compiler inlined is a function of its own', () => {
  const profile = profileOf([{ stack: ['(min)', '(sort)', 'work', 'main'], value: 4 }])
  expect(costs(profile)).toEqual({ min: [4, 4], sort: [0, 4], work: [0, 4], main: [0, 4] })
  const { nodes, edges } = buildGraph(profile, { typeIndex: 0, calls: true })
  const calls = edges.map(
    ({ from, to, inline }) => `${nodes[from]?.name} ${inline ? 'inlines' : 'calls'} ${nodes[to]?.name}`,
  )
  expect(calls.sort()).toEqual(['main calls work', 'sort inlines min', 'work inlines sort'])
})

test('samples that were taken away are negative, and the total says how much was looked at', () => {
  const profile = profileOf([
    { stack: ['a', 'main'], value: 5 },
    { stack: ['b', 'main'], value: -3 },
  ])
  expect(costs(profile)).toEqual({ a: [5, 5], b: [-3, -3], main: [0, 2] })
  expect(buildGraph(profile, { typeIndex: 0 }).total).toBe(8)
})

test('hidden frames leave the stack, and their callers get what they spent', () => {
  const profile = profileOf([
    { stack: ['runtime.memmove', 'app.copy', 'main.main'], value: 5 },
    { stack: ['runtime.mcall'], value: 2 },
  ])
  expect(costs(selectSamples(profile, { hideRuntime: true }))).toEqual({
    'app.copy': [5, 5],
    'main.main': [0, 5],
  })
  expect(costs(selectSamples(profile, { hide: name => name === 'app.copy' }))).toEqual({
    'runtime.memmove': [5, 5],
    'runtime.mcall': [2, 2],
    'main.main': [0, 5],
  })
})

test('the runtime is Go’s own and what has no package, never a program of that name', () => {
  expect(['runtime.mcall', 'internal/runtime/syscall.Syscall6', 'memeqbody'].map(isRuntimeFunction)).toEqual([
    true,
    true,
    true,
  ])
  expect(['main.main', 'example.org/runtime.f', 'runtimes.f', 'net/http.f'].some(isRuntimeFunction)).toBe(
    false,
  )
})

test('labels choose samples', () => {
  const profile = profileOf([
    { stack: ['a'], value: 5, labels: { request: 'posts', bytes: 48 } },
    { stack: ['b'], value: 2, labels: { request: 'users' } },
    { stack: ['c'], value: 1 },
  ])
  expect(costs(selectSamples(profile, { label: { key: 'request', value: 'posts' } }))).toEqual({ a: [5, 5] })
  expect(costs(selectSamples(profile, { label: { key: 'bytes', value: '48' } }))).toEqual({ a: [5, 5] })
  expect(selectSamples(profile, { focus: name => name === 'b' }).labels).toEqual([
    { sample: 0, key: 'request', value: 'users', unit: '' },
  ])
})

test('a profile can ask to leave out what some functions call', () => {
  const samples = [
    { stack: ['lock', 'runtime.alloc', 'make', 'main'], value: 3 },
    { stack: ['keep.me', 'make', 'main'], value: 1 },
  ]
  expect(
    costs(profileOf(samples, { dropFrames: 'runtime\\..*|keep\\..*', keepFrames: 'keep\\.me' })),
  ).toEqual({
    make: [3, 4],
    'keep.me': [1, 1],
    main: [0, 4],
  })
})

test('a pattern of frames that is no pattern drops nothing', () => {
  const samples = [{ stack: ['a', 'main'], value: 3 }]
  expect(costs(profileOf(samples, { dropFrames: '(' }))).toEqual(costs(profileOf(samples)))
})

test('a diff has both sides of functions that are only in one profile', () => {
  const before = profileOf([{ stack: ['old', 'main'], value: 10 }])
  const after = profileOf([{ stack: ['new', 'main'], value: 30 }])
  const { rows, total, totalAfter } = diffProfiles(after, before, { typeIndex: 0, baseTypeIndex: 0 })
  expect([total, totalAfter]).toEqual([10, 30])
  expect(rows.map(({ name, flat, cum }) => [name, flat, cum])).toEqual([
    ['new', 30, 30],
    ['old', -10, -10],
    ['main', 0, 20],
  ])
  expect(rows[1]).toMatchObject({ before: { flat: 10, cum: 10 }, after: { flat: 0, cum: 0 } })
})

test('normalised, shares are compared', () => {
  const before = profileOf([
    { stack: ['a'], value: 10 },
    { stack: ['b'], value: 10 },
  ])
  const after = profileOf([
    { stack: ['a'], value: 300 },
    { stack: ['b'], value: 100 },
  ])
  const { rows } = diffProfiles(after, before, { typeIndex: 0, baseTypeIndex: 0, normalize: true })
  expect(rows.map(({ name, flat }) => [name, flat])).toEqual([
    ['a', 5],
    ['b', -5],
  ])
})

test('a sample counts for each part of the server that is in its stack', () => {
  const profile = profileOf([
    { stack: ['syscall.write', 'github.com/mattermost/logr/v2.write', 'main'], value: 3 },
    { stack: ['crypto/pbkdf2.Key', 'main'], value: 6 },
    { stack: ['runtime.memmove', 'main'], value: 1 },
  ])
  const found = subsystemCosts(profile, 0).filter(({ value }) => value > 0)
  expect(found.map(({ subsystem, value }) => [subsystem.id, value])).toEqual([
    ['password_hashing', 6],
    ['system_calls', 3],
    ['logging', 3],
  ])
})

test('parts of the server have names that rules can read, and fit the bits of a number', () => {
  expect(subsystems.every(({ id }) => /^[a-z]+(_[a-z]+)*$/.test(id))).toBe(true)
  expect(new Set(subsystems.map(({ id }) => id)).size).toBe(subsystems.length)
  expect(subsystems.length).toBeLessThanOrEqual(32)
})

test('the package of a function ends where its name begins', () => {
  expect(
    [
      'database/sql.(*DB).conn',
      'github.com/a/b.c/v2.F',
      'main.main',
      'crypto/pbkdf2.Key[go.shape.interface { a/b.C }]',
      'memeqbody',
      'gopkg.in/natefinch/lumberjack%2ev2.(*Logger).Write',
    ].map(packageOf),
  ).toEqual([
    'database/sql',
    'github.com/a/b.c/v2',
    'main',
    'crypto/pbkdf2',
    'memeqbody',
    'gopkg.in/natefinch/lumberjack%2ev2',
  ])
})

test('the kind is told by what is counted, and the values by name', () => {
  const heap = profileOf([{ stack: ['a'], value: 1 }], { type: 'inuse_space', unit: 'bytes' })
  expect(profileKind(heap)).toBe('heap')
  expect(profileKind(profileOf([]))).toBe('cpu')
  expect([
    sampleTypeIndex(heap, undefined),
    sampleTypeIndex(heap, 'inuse_space'),
    sampleTypeIndex(heap, 'cpu'),
  ]).toEqual([0, 0, undefined])
})
