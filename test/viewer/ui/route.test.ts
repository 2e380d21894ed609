// Addresses of the page, both ways.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  entryRoute,
  formatRoute,
  listed,
  packetsRoute,
  parseRoute,
  toggled,
  viewRoute,
} from '../../../viewer/ui/route.js'

test('every route comes back from its own address', () => {
  const text = fc.string({ unit: 'grapheme', minLength: 1 }).filter(value => value.isWellFormed())
  const id = fc.stringMatching(/^[0-9a-f]{64}$/)
  const query = fc.record({ sev: text, q: text, open: text, ev: text, status: text }, { requiredKeys: [] })
  const routes = fc.oneof(
    fc.constant(packetsRoute),
    fc.tuple(fc.constantFrom('overview', 'findings', 'files'), id, query).map(args => viewRoute(...args)),
    fc.tuple(id, fc.nat(999_999_999), fc.integer({ min: 1 }), query).map(args => entryRoute(...args)),
  )
  fc.assert(
    fc.property(routes, route => {
      expect(parseRoute(formatRoute(route))).toEqual(route)
    }),
  )
})

test('an address nobody knows leads to the nearest page there is', () => {
  expect(parseRoute('/nothing/here').view).toBe('packets')
  expect(parseRoute('/p/abc/later-page')).toEqual(viewRoute('overview', 'abc'))
  expect(parseRoute('/p/abc/entry/x')).toEqual(viewRoute('overview', 'abc'))
  expect(parseRoute('/p/%E0%A4%A/findings?sev=&evil=1#L0')).toEqual(viewRoute('findings', '%E0%A4%A'))
})

test('a list in the address gains and loses items', () => {
  expect(toggled(undefined, 'error')).toBe('error')
  expect(toggled('error,info', 'error')).toBe('info')
  expect(listed('error,,info')).toEqual(['error', 'info'])
})
