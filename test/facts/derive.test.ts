// The machinery of facts: lazy, remembered, loud about its own mistakes.
import { expect, test } from 'vitest'
import { deriveWith } from '../../analyzer/facts/derive.js'
import { factDefinitions } from '../../analyzer/facts/index.js'
import { defineFact } from '../../analyzer/facts/types.js'
import type { FactDefinition } from '../../analyzer/facts/types.js'
import { sourcesOf } from './facts-of.js'

function counted(scope: 'node' | 'packet') {
  const asked: string[] = []
  const fact = defineFact({
    id: 'a.fact',
    title: 'A fact',
    scope,
    derive: ({ node }) => {
      asked.push(node)
      return { value: node, from: [] }
    },
  })
  return { fact, asked }
}

const twoNodes = sourcesOf({}, { nodes: ['a', 'b'] })

test('a fact is derived when it is asked for, and once', () => {
  const { fact, asked } = counted('node')
  const facts = deriveWith([fact], twoNodes)
  expect(asked).toEqual([])
  facts.get('a.fact', 'b')
  facts.get('a.fact', 'b')
  expect(asked).toEqual(['b'])
})

test('a fact of the whole packet is one for all nodes', () => {
  const { fact, asked } = counted('packet')
  const facts = deriveWith([fact], twoNodes)
  expect([facts.get('a.fact', 'b')?.value, facts.get('a.fact', 'a')?.value]).toEqual(['a', 'a'])
  expect(asked).toEqual(['a'])
})

test('a fact of the whole packet is taken from the second node when the first does not say', () => {
  const fact = defineFact({
    id: 'a.fact',
    title: 'A fact',
    scope: 'packet',
    derive: ({ node }) => (node === 'b' ? { value: 1, from: [] } : undefined),
  })
  expect(deriveWith([fact], twoNodes).get('a.fact', 'a')?.value).toBe(1)
})

test('a derivation that throws names its fact', () => {
  const fact = defineFact({
    id: 'a.fact',
    title: 'A fact',
    scope: 'node',
    derive: () => {
      throw new TypeError('no such thing')
    },
  })
  expect(() => deriveWith([fact], twoNodes).get('a.fact', 'a')).toThrow('fact a.fact: no such thing')
})

test('facts that ask for each other are a mistake with a name, not an endless loop', () => {
  const first: FactDefinition = {
    id: 'a.first',
    title: 'First',
    scope: 'node',
    derive: input => input.fact(second),
  }
  const second: FactDefinition = {
    id: 'a.second',
    title: 'Second',
    scope: 'node',
    derive: input => input.fact(first),
  }
  expect(() => deriveWith([first, second], twoNodes).get('a.first', 'a')).toThrow('a.first asks for itself')
})

test('an id that is no fact gives nothing', () => {
  expect(deriveWith([], twoNodes).get('no.such', 'a')).toBeUndefined()
})

test('every id is dotted and lower case, and none is the beginning of another', () => {
  const ids = factDefinitions.map(fact => fact.id)
  expect(new Set(ids).size).toBe(ids.length)
  for (const id of ids) expect(id).toMatch(/^[a-z][a-z_]*(\.[a-z0-9_]+)+$/)
  // Rules read `facts.a.b`: were there also a fact `a.b.c`, one of the two could not be read.
  expect(ids.filter(id => ids.some(other => other.startsWith(`${id}.`)))).toEqual([])
})

test('without documents and logs, no fact has a value and none throws', () => {
  const facts = deriveWith(factDefinitions, sourcesOf({}))
  expect(facts.ids().filter(id => facts.get(id, '') !== undefined)).toEqual([])
})
