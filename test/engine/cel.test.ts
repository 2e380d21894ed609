// What expressions mean: numbers, missing values, has(), functions, and what lint says of wrong ones.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkExpression, compileExpression, failureOf } from '../../analyzer/engine/cel.js'
import { createWatcher, leaves, newReads, pathText, plain, recording } from '../../analyzer/engine/watch.js'

const config = {
  A: { n: 50, half: 0.5, text: '50', empty: '', list: [], map: {}, yes: true, nothing: null },
  items: [
    { name: 'a', n: 1 },
    { name: 'b', n: 5 },
  ],
  names: ['x', 'y'],
  states: { one: { on: true }, two: { on: false } },
  url: 'https://user:****@Files.Example.com:9000/bucket?x=1',
  secret: '********************************',
  // A hostile packet: this key may not disturb how values are told apart.
  constructor: { name: 'odd' },
}

interface Ran {
  readonly value: unknown
  readonly reads: string
  readonly absent: string
}

function run(source: string, variables: Record<string, unknown> = { config }): Ran {
  const watch = createWatcher()
  const reads = newReads()
  const context = new Proxy(
    {},
    { get: (_, name) => (typeof name === 'string' ? watch(variables[name], [name]) : undefined) },
  )
  let value: unknown
  try {
    value = plain(recording(reads, () => compileExpression(source).run(context)))
  } catch (error) {
    const failure = failureOf(error)
    value = failure.kind
  }
  const text = (paths: Parameters<typeof leaves>[0]): string => leaves(paths).map(pathText).join(' ')
  return { value, reads: text(reads.found), absent: text(reads.absent) }
}

describe('values', () => {
  test.each<[string, unknown]>([
    ['config.A.n == 50', true],
    ['50 == config.A.n', true],
    ['config.A.n / 2 > 20', true],
    ['config.A.n + 1', 51],
    ['10 - config.A.n', -40],
    ['config.A.n * 1.5', 75],
    ['config.A.n % 7', 1],
    ['size(config.items) * config.A.half', 1],
    ['size(config.items) < config.A.n', true],
    ['config.A.n in [50, 60]', true],
    ['config.A.text == 50', false],
    ['config.A.nothing == null', true],
    ['config.A.yes ? "on" : "off"', 'on'],
    ['config.items.exists(i, i.n > 3)', true],
    ['config.items.filter(i, i.n > 3).map(i, i.name)', ['b']],
    ['config.states.exists(key, config.states[key].on)', true],
    ['"x" in config.names', true],
    ['"z" in config.states', false],
    ['config.A.?missing.orValue(7)', 7n],
    ['cel.bind(n, config.A.n, n * n)', 2500],
    ['config.items == config.items', true],
    ['config.A.map == {}', true],
    ['duration("10m") > duration("5m")', true],
  ])('%s', (source, expected) => {
    expect(run(source).value).toEqual(expected)
  })
})

describe('what is missing is missing, and never false', () => {
  test.each<[string, unknown]>([
    ['config.A.missing', 'missing'],
    ['config.B.C.D', 'missing'],
    ['jobs.list', 'missing'],
    ['config.items[9].n', 'missing'],
    ['config.items.exists(i, i.other == 1)', 'missing'],
    // CEL: what the other side decides does not need the missing one.
    ['config.A.missing == 1 && config.A.n == 0', false],
    ['config.A.missing == 1 || config.A.n == 50', true],
    ['config.A.missing == 1 && config.A.n == 50', 'missing'],
    ['!(config.A.missing == 1)', 'missing'],
    ['has(config.A.missing) && config.A.missing == 1', false],
  ])('%s', (source, expected) => {
    expect(run(source).value).toEqual(expected)
  })
})

describe('a value of another type than expected is no bug of the rule', () => {
  test.each([
    'config.A.text > 4',
    'config.A.nothing + 1',
    'size(config.A.n)',
    'config.A.n.matches("x")',
    'config.A.n && true',
  ])('%s', source => {
    expect(run(source).value).toBe('data')
  })
})

describe('has()', () => {
  test.each<[string, boolean]>([
    ['has(config.A)', true],
    ['has(config.A.n)', true],
    ['has(config.A.nothing)', true],
    ['has(config.A.empty)', true],
    ['has(config.A.missing)', false],
    ['has(config.B.C.D)', false],
    ['has(config.A.n.deeper)', false],
    ['has(config.A.nothing.deeper)', false],
    ['has(jobs)', false],
    ['has(jobs.x)', false],
    ['has(config.items[1].name)', true],
    ['has(config.items[2].name)', false],
    ['has(config.states["one"])', true],
    ['config.items.all(i, has(i.name))', true],
  ])('%s is %s', (source, expected) => {
    expect(run(source).value).toBe(expected)
  })

  test('asks without missing anything', () => {
    expect(run('has(config.B.C) || config.A.missing == 1').absent).toBe('config.A.missing')
  })

  test('is true exactly where every step exists', () => {
    const key = fc.constantFrom('a', 'b', 'c')
    const tree = fc.letrec(tie => ({
      node: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom(1, 'text', null, true),
        fc.dictionary(key, tie('node')),
      ),
    })).node
    fc.assert(
      fc.property(tree, fc.array(key, { minLength: 1, maxLength: 5 }), (root, path) => {
        const source = `has(root.${path.join('.')})`
        expect(run(source, { root }).value).toBe(existsIn(root, path))
      }),
    )
  })

  test('and reading agree: reading is missing exactly where has() is false', () => {
    const key = fc.constantFrom('a', 'b')
    fc.assert(
      fc.property(fc.dictionary(key, fc.dictionary(key, fc.integer())), key, key, (root, first, second) => {
        const path = `root.${first}.${second}`
        const has = run(`has(${path})`, { root }).value
        expect(run(path, { root }).value === 'missing').toBe(!(has as boolean))
      }),
    )
  })

  test('stays text inside text', () => {
    expect(run('config.A.text + " has(x).matches(y)"').value).toBe('50 has(x).matches(y)')
  })
})

function existsIn(value: unknown, path: readonly string[]): boolean {
  let at = value
  for (const key of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return false
    at = (at as Record<string, unknown>)[key]
  }
  return true
}

describe('functions', () => {
  test.each<[string, unknown]>([
    ['config.A.text.matches("^5.$")', true],
    ['config.A.text.matches("^5$")', false],
    ['is_set(config.A.empty)', false],
    ['is_set(config.A.list)', false],
    ['is_set(config.A.map)', false],
    ['is_set(config.A.nothing)', false],
    ['is_set(config.A.n)', true],
    ['is_set(config.secret)', true],
    ['is_set(config.A.missing)', 'missing'],
    ['is_masked(config.secret)', true],
    ['is_masked(config.url)', false],
    ['version_at_least("10.5.1", "10.5")', true],
    ['version_at_least("9.11", "10.0")', false],
    ['version_at_least("11.0.0-rc1", "11.0")', true],
    ['version_below("9.11", "10.0")', true],
    ['version_below("dev", "10.0")', 'data'],
    ['host(config.url)', 'files.example.com'],
    ['port(config.url)', 9000n],
    ['scheme(config.url)', 'https'],
    ['host("postgres://****:****@db:5432/mm?sslmode=disable")', 'db'],
    ['port("postgres://db/mm")', 5432n],
    ['host("mm:p@ss@tcp(mysql.local:3307)/mattermost")', 'mysql.local'],
    ['port("mm:secret@tcp(mysql.local)/mattermost")', 3306n],
    ['host("smtp.example.com:25")', 'smtp.example.com'],
    ['host("http://[::1]:8065")', '::1'],
    ['scheme("localhost:8065")', ''],
    ['is_private_address("10.1.2.3")', true],
    ['is_private_address("http://192.168.1.1:80/")', true],
    ['is_private_address("172.32.0.1")', false],
    ['is_private_address("::1")', true],
    ['is_private_address("fd00::1")', true],
    ['is_private_address("example.com")', false],
    ['is_private_address("10.example.com")', false],
    ['is_private_address("localhost")', true],
    ['lower("ABC")', 'abc'],
    ['percent(config.A.n, 200)', 25],
    ['percent(1, 0)', 'data'],
    ['seconds("1h30m")', 5400],
    ['seconds("1d")', 86400],
    ['seconds("soon")', 'data'],
  ])('%s', (source, expected) => {
    expect(run(source).value).toEqual(expected)
  })

  test('a pattern that would take forever elsewhere is linear here', () => {
    const text = `${'a'.repeat(5000)}!`
    expect(run('text.matches("^(a+)+$")', { text }).value).toBe(false)
  })
})

describe('what was read', () => {
  test.each<[string, string]>([
    ['config.A.n > 3', 'config.A.n'],
    ['size(config.items) > 1', 'config.items'],
    ['size(config.states) > 1', 'config.states'],
    ['config.states == {"one": 1}', 'config.states'],
    ['config.A.yes && config.A.n > 3', 'config.A.yes config.A.n'],
    ['config.items[1].n > 3', 'config.items[1].n'],
    ['config.states.exists(key, config.states[key].on)', 'config.states.one.on'],
    ['has(config.A.n)', 'config.A.n'],
    ['config["A"]["n"] > 3', 'config.A.n'],
  ])('%s reads %s', (source, expected) => {
    expect(run(source).reads).toBe(expected)
  })
})

describe('mistakes', () => {
  test.each<[string, RegExp, number]>([
    ['config.A ==', /Unexpected token: the end/, 11],
    ['config.A & config.B', /Unexpected character: &/, 9],
    ['no_such(config.A)', /no matching overload for 'no_such\(dyn\)'/, 0],
    ['config.A.nope()', /no matching overload for 'dyn.nope\(\)'/, 0],
    ['"a" > 1', /no such overload: string > int/, 0],
    ['has(1 + 2)', /has\(\) takes a path/, 4],
  ])('%s', (source, message, start) => {
    const mistake = checkExpression(source)
    expect(mistake?.message).toMatch(message)
    expect(mistake?.start).toBe(start)
  })

  test('our own names for replaced functions never show', () => {
    expect(checkExpression('matches(config.A)')?.message).not.toMatch(/[A-Z]{3,}/)
    expect(checkExpression('"a".matches(1)')?.message).toMatch(/string\.matches\(int\)/)
  })

  test('whatever the text, checking gives a mistake or nothing, and does not throw', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), source => {
        const mistake = checkExpression(source)
        if (mistake !== undefined) expect(mistake.start).toBeLessThanOrEqual(source.length)
      }),
    )
  })
})
