// How rules speak: to somebody who does not know the server, with the exact place of the remedy. Checked over all rules at once.
import { describe, expect, test } from 'vitest'
import { builtInRules } from '../../analyzer/engine/load.js'
import type { Rule } from '../../analyzer/engine/rule.js'

const rules = (await builtInRules()).filter(({ product }) => product === 'mattermost')

const idsOf = (found: readonly Rule[]): string[] => found.map(({ id }) => id)
const where = (wrong: (rule: Rule) => boolean): string[] => idsOf(rules.filter(wrong))

const texts = ({ title, message, why, fix }: Rule): string[] => [title, message, why, fix]

describe('titles, messages and remedies', () => {
  test('a title is a short sentence without a full stop', () => {
    expect(where(({ title }) => title.length > 80 || /[.!?:]$/.test(title) || !/^[A-Z]/.test(title))).toEqual([])
  })

  test('reasons and remedies are whole sentences', () => {
    expect(where(({ why, fix }) => [why, fix].some(text => !/^[A-Z`].*[.)]$/s.test(text)))).toEqual([])
  })

  test('a message starts with a capital or a value', () => {
    expect(where(({ message }) => !/^[A-Z{]/.test(message))).toEqual([])
  })

  test('nothing begs, shouts or hedges', () => {
    const words = /\b(?:please|simply|obviously|unfortunately|oops|sorry, we)\b|!$/i
    expect(where(rule => texts(rule).some(text => words.test(text)))).toEqual([])
  })

  test('no two rules have the same title', () => {
    const titles = rules.map(({ title }) => title)
    expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([])
  })

  test('log rules say how often and when, or name the record', () => {
    expect(where(({ logs, message }) => logs !== undefined && !/\{seen\(match(?:\.all)?\)\}|\{match\./.test(message))).toEqual([])
  })
})

describe('links and relations', () => {
  test('every rule links to something public', () => {
    expect(where(({ docs }) => docs.length === 0 || docs.some(link => !link.startsWith('https://')))).toEqual([])
  })

  test('what follows from others never explains them', () => {
    const symptom = /^failing-/
    const explainsCause = ({ id, explains }: Rule): boolean =>
      symptom.test(id) &&
      (explains ?? []).some(link => !symptom.test(typeof link === 'string' ? link : link.rule))
    expect(where(explainsCause)).toEqual([])
  })

  test('a mere setting is never critical, unless nothing works with it', () => {
    const allowed = ['login-methods-missing', 'search-off']
    const settings = rules.filter(
      ({ logs, when, each, observed }) =>
        logs === undefined && observed !== true && !`${when ?? ''} ${each ?? ''}`.includes('facts.'),
    )
    expect(idsOf(settings.filter(({ severity, id }) => severity === 'critical' && !allowed.includes(id)))).toEqual([])
  })
})
