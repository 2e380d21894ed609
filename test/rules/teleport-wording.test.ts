// How rules on Teleport speak: a title, a message with values, a reason, a remedy that can be carried out, and a page to read on.
import { describe, expect, test } from 'vitest'
import { builtInRules } from '../../analyzer/engine/load.js'
import type { Rule } from '../../analyzer/engine/rule.js'

/** Areas of instances: their files, logs and metrics. */
const areas: ReadonlySet<string> = new Set([
  'agents',
  'auth',
  'configuration',
  'join',
  'license',
  'lifecycle',
  'limits',
  'logging',
  'network',
  'packet',
  'proxy',
  'security',
  'sessions',
  'storage',
  'tls',
])

const rules = (await builtInRules()).filter(({ product, area }) => product === 'teleport' && areas.has(area))
const where = (wrong: (rule: Rule) => boolean): readonly string[] => rules.filter(wrong).map(({ id }) => id)

test('there are rules in every area', () => {
  expect(rules.length).toBeGreaterThan(150)
  expect([...areas].filter(area => !rules.some(rule => rule.area === area))).toEqual([])
})

describe('texts', () => {
  test('a title is a short sentence without a full stop', () => {
    expect(where(({ title }) => title.length > 80 || /[.!?:]$/.test(title) || !/^[A-Zt]/.test(title))).toEqual([])
  })

  test('reasons and remedies are whole sentences', () => {
    expect(where(({ why, fix }) => [why, fix].some(text => !/^[A-Z`*\d].*[.)]$/s.test(text)))).toEqual([])
  })

  test('nothing begs, shouts or hedges', () => {
    const words = /\b(?:please|simply|obviously|unfortunately|oops)\b|!$/i
    expect(where(rule => [rule.title, rule.message, rule.why, rule.fix].some(text => words.test(text)))).toEqual([])
  })

  test('a remedy holds no placeholder of a message', () => {
    expect(where(({ why, fix }) => /\{(?:facts|match|instance|teleport_)/.test(why + fix))).toEqual([])
  })

  test('log rules say how often and when, or name the record', () => {
    const named = /\{seen\(match\)\}|match\./
    expect(where(({ logs, message }) => logs !== undefined && !named.test(message))).toEqual([])
  })
})

describe('links', () => {
  test('every rule links to a public page about its subject', () => {
    const known = /^https:\/\/(?:goteleport\.com\/docs|github\.com\/gravitational\/teleport|etcd\.io\/docs)\//
    expect(where(({ docs }) => docs.length === 0 || docs.some(link => !known.test(link)))).toEqual([])
  })
})

describe('examples', () => {
  test('each rule has one that finds, one that passes and one that cannot tell', () => {
    const kinds = ({ examples }: Rule): readonly string[] => examples.map(({ expect: outcome }) => outcome)
    const lacking = where(
      rule =>
        !kinds(rule).includes('finding') || !kinds(rule).includes('pass') || !kinds(rule).includes('skip'),
    )
    expect(lacking).toEqual([])
  })
})
