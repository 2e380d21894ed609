// Lists of `tctl get` and `kubectl get` in every form they are printed in, sound and damaged.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseResources } from '../../../analyzer/documents/teleport/resource-list.js'
import { parseKubernetesList } from '../../../analyzer/documents/teleport/kube-list.js'
import { sourceText } from '../../../analyzer/documents/text.js'
import { codes, parsed } from '../read.js'

const role = (name: string) => `kind: role
metadata:
  name: ${name}
spec:
  allow:
    logins:
    - root
version: v5
`

const names = (text: string) => parsed(parseResources, text).value.items.map(item => item.metadata?.name)

describe('tctl get', () => {
  test('one document, several, and none', () => {
    expect(names(role('a'))).toEqual(['a'])
    expect(names(`${role('a')}---\n${role('b')}`)).toEqual(['a', 'b'])
    expect(names(`---\n${role('a')}---\r\n${role('b')}---\n`)).toEqual(['a', 'b'])
    expect(names('')).toEqual([])
    expect(names('\n')).toEqual([])
  })

  test('the same objects as JSON, as a list, and as one object', () => {
    const a = { kind: 'role', metadata: { name: 'a' }, spec: {}, version: 'v5' }
    expect(names(JSON.stringify([a, a]))).toEqual(['a', 'a'])
    expect(names(JSON.stringify(a, undefined, 4))).toEqual(['a'])
    expect(names('null')).toEqual([])
    expect(names('- kind: role\n  metadata:\n    name: a\n- kind: role\n  metadata: {name: b}\n')).toEqual([
      'a',
      'b',
    ])
  })

  test('each value is found on its line', () => {
    const { locate } = parsed(parseResources, `${role('a')}---\n${role('b')}`)
    expect(locate(['items', 1, 'metadata', 'name'])).toEqual({ line: 12, column: 3 })
    expect(locate(['items', 1, 'spec', 'allow', 'logins', 0])).toEqual({ line: 16, column: 7 })
    const json = parsed(parseResources, '[\n  {"kind": "role",\n  "version": "v5"}\n]')
    expect(json.locate(['items', 0, 'version'])).toEqual({ line: 3, column: 3 })
  })

  test('three dashes inside a text do not end a document', () => {
    const text =
      'kind: installer\nmetadata:\n  name: a\nspec:\n  script: |\n    x\n    ---\n    y\nversion: v1\n'
    expect(parsed(parseResources, text).value.items[0]).toMatchObject({ spec: { script: 'x\n---\ny\n' } })
  })

  test('kinds and fields that nobody knows are kept', () => {
    const text = 'kind: gadget\nmetadata:\n  name: a\nspec:\n  speed: 3\nversion: v9\nextra: [1]\n'
    expect(parsed(parseResources, text).value.items[0]).toMatchObject({
      kind: 'gadget',
      spec: { speed: 3 },
      extra: [1],
    })
  })

  test('a value of the wrong type is left out, with a problem at its line', () => {
    const found = parsed(parseResources, role('a').replace('    logins:\n    - root', '    logins: 7'))
    expect(codes(found)).toEqual(['FIELD_TYPE 6:5'])
    expect(found.value.items[0]).toMatchObject({ spec: { allow: {} } })
  })

  test('a broken object costs only itself', () => {
    const found = parsed(parseResources, `${role('a')}---\nkind: [\n---\n${role('c')}`)
    expect(found.value.items.map(item => item.metadata?.name)).toEqual(['a', 'c'])
    expect(codes(found)).toEqual(['YAML_SYNTAX 11:1'])
  })

  test('a list that was cut keeps the objects before the cut, and says so', () => {
    const whole = `${role('a')}---\n${role('b')}`
    const found = parsed(parseResources, whole.slice(0, -13))
    expect(found.value.items.map(item => item.metadata?.name)).toEqual(['a', 'b'])
    expect(codes(found)).toContain('DOCUMENT_CUT 16:11')
  })
})

describe('kubectl get', () => {
  const list = `apiVersion: v1
items:
- apiVersion: v1
  kind: Pod
  metadata:
    name: teleport-auth-0
  status:
    phase: Running
- apiVersion: v1
  kind: Pod
  metadata:
    name: teleport-proxy-0
kind: List
metadata:
  resourceVersion: ""
`
  const pods = (text: string) =>
    parsed(parseKubernetesList, text).value.items.map(item => item.metadata?.name)

  test('items of a list, an object of its own, an empty list', () => {
    expect(pods(list)).toEqual(['teleport-auth-0', 'teleport-proxy-0'])
    expect(pods('apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n')).toEqual(['a'])
    expect(pods('apiVersion: v1\nitems: []\nkind: List\nmetadata:\n  resourceVersion: ""\n')).toEqual([])
    expect(
      pods(JSON.stringify({ kind: 'PodList', items: [{ kind: 'Pod', metadata: { name: 'a' } }] })),
    ).toEqual(['a'])
  })

  test('items that are indented are items all the same', () => {
    expect(pods('kind: List\nitems:\n  - kind: Pod\n    metadata:\n      name: a\n')).toEqual(['a'])
  })

  test('each value is found on its line', () => {
    const { locate } = parsed(parseKubernetesList, list)
    expect(locate(['items', 1, 'metadata', 'name'])).toEqual({ line: 12, column: 5 })
    expect(locate(['items', 0, 'status', 'phase'])).toEqual({ line: 8, column: 5 })
  })
})

test('whatever the text, parsing ends and gives maps', () => {
  const line = fc.constantFrom(
    '---',
    '- a: 1',
    'items:',
    '- ',
    'kind: List',
    'kind: role',
    '  x: [',
    '"',
    '{',
    '[',
    '',
    'a: *b',
    '\t',
  )
  fc.assert(
    fc.property(fc.array(line, { maxLength: 30 }), lines => {
      for (const parse of [parseResources, parseKubernetesList]) {
        const found = parse(sourceText(lines.join('\n')))
        if (found.kind === 'ok') for (const item of found.value.items) expect(item).toBeTypeOf('object')
      }
    }),
  )
})

test('ten thousand objects are read in time', () => {
  const text = Array.from({ length: 10_000 }, (_, index) => role(`role-${index}`)).join('---\n')
  const found = parsed(parseResources, text)
  expect(found.value.count).toBe(10_000)
  expect(found.locate(['items', 9_999, 'metadata', 'name'])?.line).toBe(9_999 * 9 + 3)
})
