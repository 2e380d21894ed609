// YAML: values, places, and what is left of broken texts.
import { describe, expect, test } from 'vitest'
import { sourceText } from '../../analyzer/documents/text.js'
import { parseYaml } from '../../analyzer/documents/yaml.js'
import { codes, parsed } from './read.js'

test('numbers, booleans and null are read; times and versions stay text', () => {
  const { value } = parsed(
    parseYaml,
    'a: 1\nb: true\nc: null\nd: 2026-01-02T03:04:05Z\ne: 11.6.0\nf: "0.05"\n',
  )
  expect(value).toEqual({ a: 1, b: true, c: null, d: '2026-01-02T03:04:05Z', e: '11.6.0', f: '0.05' })
})

test('every value has the place of its key or item', () => {
  const { locate } = parsed(parseYaml, 'a: 1\nb:\n    - x: "q"\n      y: z\n    - foo\n"c d": {e: 1}\n')
  expect(locate([])).toEqual({ line: 1, column: 1 })
  expect(locate(['b'])).toEqual({ line: 2, column: 1 })
  expect(locate(['b', 0, 'y'])).toEqual({ line: 4, column: 7 })
  expect(locate(['b', 1])).toEqual({ line: 5, column: 7 })
  expect(locate(['c d', 'e'])).toEqual({ line: 6, column: 9 })
})

test('a path that does not exist has the place of its nearest parent', () => {
  const { locate } = parsed(parseYaml, 'a: 1\nb:\n  c: 2\n')
  expect(locate(['b', 'x', 'y'])).toEqual({ line: 2, column: 1 })
})

test('comments, Windows line ends and a document marker change nothing', () => {
  const { value, locate, problems } = parsed(parseYaml, '---\r\n# machine\r\na: 1 # MiB\r\nb: x\r\n')
  expect(value).toEqual({ a: 1, b: 'x' })
  expect(locate(['b'])).toEqual({ line: 4, column: 1 })
  expect(problems).toEqual([])
})

test('of a key that occurs twice the last value counts, and it is a problem', () => {
  const found = parsed(parseYaml, 'a: 1\nb: 2\na: 3\n')
  expect(found.value).toEqual({ a: 3, b: 2 })
  expect(codes(found)).toEqual(['YAML_DUPLICATE_KEY 3:1'])
  expect(found.locate(['a'])).toEqual({ line: 3, column: 1 })
})

test('several documents: the first one is read, and it is a problem', () => {
  const found = parsed(parseYaml, 'a: 1\n---\na: 2\n')
  expect(found.value).toEqual({ a: 1 })
  expect(found.locate(['a'])).toEqual({ line: 1, column: 1 })
  expect(codes(found)).toEqual(['YAML_SEVERAL_DOCUMENTS'])
})

test('a key named __proto__ is a key like any other', () => {
  const value = parsed(parseYaml, '__proto__:\n  polluted: true\nconstructor: 1\n').value as object
  expect(Object.keys(value)).toEqual(['__proto__', 'constructor'])
  expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
})

describe('hostile texts', () => {
  test('aliases that multiply are refused', () => {
    const levels = Array.from({ length: 30 }, (_, i) => `l${i + 1}: &l${i + 1} [*l${i}, *l${i}]`).join('\n')
    const found = parseYaml(sourceText(`l0: &l0 [1]\n${levels}\n`))
    expect(codes(found)[0]).toContain('YAML_SYNTAX')
    expect(JSON.stringify(found.kind === 'ok' ? found.value : '').length).toBeLessThan(10_000)
  })

  test('a value that holds itself is refused', () => {
    expect(codes(parseYaml(sourceText('a: &a [*a]\n')))).toEqual([expect.stringContaining('YAML_SYNTAX')])
  })

  test('too many aliases are named as what is wrong', () => {
    const found = parseYaml(sourceText(`a: &a 1\nb: [${'*a,'.repeat(20)}]\nc: *a\n`))
    expect(found).toMatchObject({
      kind: 'unreadable',
      problem: { line: 2, message: expect.stringContaining('more than 16 aliases') as string },
    })
  })

  test('a key that is there ten thousand times is not ten thousand problems', () => {
    const found = parsed(parseYaml, 'a: 1\n'.repeat(10_000))
    expect(found.problems.length).toBe(10)
  })

  test('custom tags are refused, the rest is read', () => {
    const found = parsed(parseYaml, 'a: !!js/function "x"\nb: 2\n')
    expect(found.value).toEqual({ b: 2 })
    expect(codes(found)).toEqual([expect.stringMatching(/^YAML_SYNTAX 1:/)])
  })

  test('ten thousand brackets are refused', () => {
    expect(codes(parseYaml(sourceText('['.repeat(10_000))))).toEqual([expect.stringContaining('YAML_SYNTAX')])
  })
})

describe('broken texts keep every block that parses', () => {
  test('the broken block is named with line and column', () => {
    const found = parsed(parseYaml, 'a: 1\nb: "never closed\nc: 3\n')
    expect(found.value).toEqual({ a: 1, c: 3 })
    expect(codes(found)).toEqual([expect.stringMatching(/^YAML_SYNTAX [23]:\d+$/)])
  })

  test('values after the break keep their places', () => {
    const found = parsed(parseYaml, 'a: 1\nb: [1, 2\nc:\n  d: 4\n')
    expect(found.value).toEqual({ a: 1, c: { d: 4 } })
    expect(found.locate(['c', 'd'])).toEqual({ line: 4, column: 3 })
  })

  test('a list that is cut inside an item keeps the items before, and the cut one as far as it goes', () => {
    const found = parsed(
      parseYaml,
      'tables:\n- name: a\n  columns:\n  - name: id\n- name: b\n  columns:\n  - na',
    )
    expect(found.value).toEqual({
      tables: [
        { name: 'a', columns: [{ name: 'id' }] },
        { name: 'b', columns: ['na'] },
      ],
    })
  })

  test('inside a broken block the lines that parse are kept', () => {
    const found = parsed(parseYaml, 'server:\n  os: linux\n  hostname: "mm\n  version: 11.6.0\nldap: {}\n')
    expect(found.value).toEqual({ server: { os: 'linux', version: '11.6.0' }, ldap: {} })
    expect(found.locate(['server', 'version'])).toEqual({ line: 4, column: 3 })
    expect(found.locate(['ldap'])).toEqual({ line: 5, column: 1 })
  })

  test('tabs as indentation break only their block', () => {
    const found = parsed(parseYaml, 'a: 1\nb:\n\tc: 2\nd: 4\n')
    expect(found.value).toMatchObject({ a: 1, d: 4 })
    expect(codes(found)).toEqual([expect.stringMatching(/^YAML_SYNTAX 3:/)])
    expect(found.problems[0]?.message).toContain('tab')
  })

  test('text that is no YAML at all is unreadable with a place', () => {
    expect(codes(parseYaml(sourceText('\u0001\u0002{{{:::\n'.repeat(3))))).toEqual([
      expect.stringMatching(/^YAML_SYNTAX 1:/),
    ])
  })

  test.each(['', '\n\n', '# only a comment\n'])('nothing (%j) is empty, not broken', text => {
    expect(codes(parseYaml(sourceText(text)))).toEqual(['ENTRY_EMPTY'])
  })
})
