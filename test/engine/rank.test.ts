// The order of findings and what explains what.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Severity } from '../../analyzer/analysis.js'
import type { Found } from '../../analyzer/engine/merge-nodes.js'
import { rankFindings } from '../../analyzer/engine/rank.js'
import type { Rule } from '../../analyzer/engine/rule.js'
import { ruleOf } from './rule-of.js'

interface Parts extends Partial<Omit<Found, 'rule'>> {
  readonly severity?: Severity
  readonly explains?: Rule['explains']
  readonly correlates?: Rule['correlates']
  readonly standing?: boolean
}

function found(id: string, parts: Parts = {}): Found {
  const { severity = 'warning', explains, correlates, standing, ...rest } = parts
  return {
    rule: ruleOf({
      id,
      severity,
      ...(explains && { explains }),
      ...(correlates && { correlates }),
      ...(standing && { standing }),
    }),
    key: '',
    message: id,
    evidence: [],
    observed: false,
    count: 1,
    firstSeenMs: undefined,
    lastSeenMs: undefined,
    nodes: [],
    ...rest,
  }
}

/** `a`, `b<a` for a symptom of a. */
function order(...all: Found[]): string {
  const findings = rankFindings(all)
  const ids = new Map(findings.map(({ fingerprint, ruleId }) => [fingerprint, ruleId]))
  return findings
    .map(({ ruleId, symptomOf }) =>
      symptomOf === undefined ? ruleId : `${ruleId}<${ids.get(symptomOf) ?? '?'}`,
    )
    .join(' ')
}

describe('order', () => {
  test.each<[string, string, Found[]]>([
    [
      'severity first',
      'd c b a',
      [
        found('a', { severity: 'info' }),
        found('b'),
        found('c', { severity: 'error' }),
        found('d', { severity: 'critical' }),
      ],
    ],
    [
      'what held all along after the rest of its severity, though it was seen',
      'b a c',
      [found('a', { standing: true, observed: true }), found('b'), found('c', { severity: 'info' })],
    ],
    [
      'what held all along like any other when something follows from it',
      'a b x<a',
      [
        found('a', { standing: true, observed: true, explains: ['x'] }),
        found('b'),
        found('x', { severity: 'info' }),
      ],
    ],
    ['seen before possible', 'b a', [found('a'), found('b', { observed: true })]],
    ['frequent before rare', 'b a', [found('a', { count: 2 }), found('b', { count: 9 })]],
    ['recent before old', 'b a', [found('a', { lastSeenMs: 1 }), found('b', { lastSeenMs: 2 })]],
    ['else by id', 'a b', [found('b'), found('a')]],
    [
      'what explains more',
      'b a c<b',
      [found('a', { count: 99 }), found('b', { explains: ['c'] }), found('c')],
    ],
  ])('%s', (_name, expected, all) => {
    expect(order(...all)).toBe(expected)
  })
})

describe('symptoms', () => {
  test('either rule may name the other', () => {
    expect(order(found('cause', { explains: ['effect'] }), found('effect'))).toBe('cause effect<cause')
    expect(order(found('cause'), found('effect', { correlates: ['cause'] }))).toBe('cause effect<cause')
  })

  test('a prefix with * names several', () => {
    expect(
      order(found('db', { explains: ['failing-*'] }), found('failing-x'), found('failing-y'), found('other')),
    ).toBe('db other failing-x<db failing-y<db')
  })

  test('a symptom of a symptom belongs to the root', () => {
    expect(order(found('a', { explains: ['b'] }), found('b', { explains: ['c'] }), found('c'))).toBe(
      'a b<a c<a',
    )
  })

  test('of several causes the most important one has it', () => {
    expect(
      order(found('a', { explains: ['s'] }), found('b', { explains: ['s'], severity: 'error' }), found('s')),
    ).toBe('b a s<b')
  })

  test('rules that explain each other leave the more important one standing', () => {
    expect(order(found('a', { explains: ['b'] }), found('b', { explains: ['a'], severity: 'error' }))).toBe(
      'b a<b',
    )
    const ring = [
      found('a', { explains: ['b'] }),
      found('b', { explains: ['c'] }),
      found('c', { explains: ['a'] }),
    ]
    expect(order(...ring)).toBe('a b<a c<a')
  })

  test('a rule that explains everything does not explain itself', () => {
    expect(order(found('a', { explains: ['*'] }), found('b'))).toBe('a b<a')
  })

  test('a cause is as bad as the worst that follows from it', () => {
    const [cause, effect] = rankFindings([
      found('cause', { explains: ['effect'] }),
      found('effect', { severity: 'critical' }),
    ])
    expect([cause?.ruleId, cause?.severity]).toEqual(['cause', 'critical'])
    expect([effect?.ruleId, effect?.severity]).toEqual(['effect', 'critical'])
  })
})

describe('conditions', () => {
  const minute = 60_000
  const at = (from: number, to = from): Parts => ({ firstSeenMs: from * minute, lastSeenMs: to * minute })
  const link = (condition: object): Parts => ({ explains: [{ rule: 'effect', ...condition }] })

  test.each<[string, Parts, Parts, boolean]>([
    ['within, in time', { ...link({ within: '5m' }), ...at(10, 20) }, at(24), true],
    ['within, a little before', { ...link({ within: '5m' }), ...at(10, 20) }, at(6), true],
    ['within, too late', { ...link({ within: '5m' }), ...at(10, 20) }, at(26), false],
    ['within, overlapping', { ...link({ within: '5m' }), ...at(10, 20) }, at(1, 90), true],
    ['within, times unknown', link({ within: '5m' }), at(10), false],
    ['same node', { ...link({ node: 'same' }), nodes: ['a', 'b'] }, { nodes: ['b'] }, true],
    ['another node', { ...link({ node: 'same' }), nodes: ['a'] }, { nodes: ['b'] }, false],
    ['the whole packet is on every node', { ...link({ node: 'same' }), nodes: [] }, { nodes: ['b'] }, true],
    ['when it holds', { ...link({ when: 'symptom.count < cause.count' }), count: 5 }, {}, true],
    ['when it does not', { ...link({ when: 'symptom.count > cause.count' }), count: 5 }, {}, false],
    ['when it cannot be told', link({ when: 'cause.match.groups.host == "db"' }), {}, false],
    [
      'when on what was caught',
      { ...link({ when: 'cause.match.groups.host == "db"' }), match: { groups: { host: 'db' } } },
      {},
      true,
    ],
  ])('%s', (_name, cause, effect, explained) => {
    expect(order(found('cause', cause), found('effect', effect)).includes('effect<cause')).toBe(explained)
  })
})

test('the order in which rules were judged does not matter', () => {
  const severities: Severity[] = ['critical', 'error', 'warning', 'info']
  const ids = ['a', 'b', 'c', 'd', 'e', 'f']
  const one = fc.record({
    severity: fc.constantFrom(...severities),
    observed: fc.boolean(),
    count: fc.integer({ min: 1, max: 3 }),
    lastSeenMs: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }),
    explains: fc.array(fc.constantFrom(...ids, '*'), { maxLength: 3 }),
  })
  fc.assert(
    fc.property(
      fc.tuple(...ids.map(() => one)),
      fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 6 }),
      (parts, places) => {
        const all = parts.map((part, index) => found(ids[index] ?? '', part))
        const shuffled = places.flatMap(place => all[place] ?? [])
        const expected = rankFindings(all)
        expect(shuffled).toHaveLength(all.length)
        expect(rankFindings(shuffled)).toEqual(expected)
        expect(expected).toHaveLength(all.length)
        const roots = new Set(
          expected.filter(({ symptomOf }) => symptomOf === undefined).map(({ fingerprint }) => fingerprint),
        )
        for (const { symptomOf } of expected)
          if (symptomOf !== undefined) expect(roots.has(symptomOf)).toBe(true)
      },
    ),
  )
})

describe('suppressed findings', () => {
  type Wanted = Readonly<Record<string, { readonly symptoms?: true }>>

  /** `a`, `b<a` for a symptom of a, `-c` for what is suppressed. */
  function ranked(suppressed: Wanted, ...all: Found[]): string {
    const findings = rankFindings(all, ({ ruleId }) => {
      const by = suppressed[ruleId]
      return by === undefined ? undefined : { kind: 'suppression', reason: 'known', ...by }
    })
    const ids = new Map(findings.map(({ fingerprint, ruleId }) => [fingerprint, ruleId]))
    return findings
      .map(({ ruleId, symptomOf, suppressed: by }) => {
        const name = by === undefined ? ruleId : `-${ruleId}`
        return symptomOf === undefined ? name : `${name}<${ids.get(symptomOf) ?? '?'}`
      })
      .join(' ')
  }

  const cause = found('cause', { severity: 'warning', explains: ['symptom*'] })
  const symptom = found('symptom', { severity: 'critical' })
  const other = found('other', { severity: 'error' })

  test('come last, whatever their severity', () => {
    expect(ranked({ symptom: {} }, symptom, other)).toBe('other -symptom')
  })

  test('do not hide what follows from them: a symptom that is new counts on its own', () => {
    expect(ranked({ cause: {} }, cause, symptom, other)).toBe('symptom other -cause')
  })

  test('hide what follows from them when the suppression says so', () => {
    expect(ranked({ cause: { symptoms: true } }, cause, symptom, other)).toBe('other -cause -symptom<cause')
  })

  test('that are symptoms make their cause no worse', () => {
    const [first] = rankFindings([cause, symptom], ({ ruleId }) =>
      ruleId === 'symptom' ? { kind: 'baseline', reason: 'known' } : undefined,
    )
    expect(first).toMatchObject({ ruleId: 'cause', severity: 'warning' })
    expect(ranked({ symptom: {} }, cause, symptom, other)).toBe('other cause -symptom<cause')
  })

  test('stay below their cause when both are suppressed', () => {
    expect(ranked({ cause: {}, symptom: {} }, cause, symptom)).toBe('-cause -symptom<cause')
  })

  test('leave a symptom to another cause that counts', () => {
    const second = found('second', { severity: 'info', explains: ['symptom'] })
    expect(ranked({ cause: { symptoms: true } }, cause, second, symptom)).toBe('second symptom<second -cause')
  })

  test('suppress through a chain what their symptoms explain', () => {
    const middle = found('symptom-middle', { explains: ['end'] })
    const end = found('end')
    expect(ranked({ cause: { symptoms: true } }, cause, middle, end)).toBe(
      '-cause -end<cause -symptom-middle<cause',
    )
  })

  test('are told with kind, reason and end, and nothing else', () => {
    const [one] = rankFindings([symptom], () => ({
      kind: 'suppression',
      reason: 'known',
      until: '2026-12-31',
      symptoms: true,
    }))
    expect(one?.suppressed).toEqual({ kind: 'suppression', reason: 'known', until: '2026-12-31' })
  })
})
