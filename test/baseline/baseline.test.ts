// Baseline files: what may stand in them, which findings they suppress, and how an update leaves what people wrote.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Analysis, Finding } from '../../analyzer/analysis.js'
import { compareBaseline, knownFindings } from '../../analyzer/baseline/compare.js'
import { readBaseline } from '../../analyzer/baseline/read.js'
import { createSuppressor } from '../../analyzer/baseline/suppress.js'
import type { Baseline } from '../../analyzer/baseline/types.js'
import { newBaselineText, rewriteBaseline } from '../../analyzer/baseline/write.js'
import { analysis, finding } from '../reports/hand-built.js'

const a = 'aaaaaaaaaaaaaaaa'
const b = 'bbbbbbbbbbbbbbbb'

function baselineOf(text: string): Baseline {
  const read = readBaseline(text)
  if (read.kind === 'wrong') throw new Error(JSON.stringify(read.mistakes))
  return read.value
}

const mistakesOf = (text: string): readonly string[] => {
  const read = readBaseline(text)
  return read.kind === 'ok' ? [] : read.mistakes.map(({ line, message }) => `${line}: ${message}`)
}

const suppressed = (
  text: string,
  about: { nodes?: string[]; fingerprint?: string } = {},
  date = '2026-06-15',
) =>
  createSuppressor({ baseline: baselineOf(text), date }).suppress({
    ruleId: 'smtp-refused',
    fingerprint: about.fingerprint ?? a,
    nodes: about.nodes ?? [],
  })

test('a suppression by rule, by prefix and by fingerprint fits', () => {
  const by = (selector: string) => `version: 1\nsuppressions:\n  - ${selector}\n    reason: known\n`
  for (const selector of ['rule: smtp-refused', 'rule: smtp-*', `fingerprint: ${a}`])
    expect(suppressed(by(selector))).toEqual({ kind: 'suppression', reason: 'known' })
  for (const selector of ['rule: smtp', 'rule: smtp-refused-*', `fingerprint: ${b}`])
    expect(suppressed(by(selector))).toBeUndefined()
})

test('everything that a suppression names must fit', () => {
  const both = `version: 1\nsuppressions: [{ rule: smtp-refused, fingerprint: ${b}, reason: known }]\n`
  expect(suppressed(both)).toBeUndefined()
  expect(suppressed(both, { fingerprint: b })).toBeDefined()
})

test('a finding on several nodes counts until each of them is suppressed', () => {
  const one = 'version: 1\nsuppressions:\n  - { node: node-1, reason: is replaced }\n'
  const two = `${one}  - { node: node-2, rule: smtp-refused, reason: is tested, until: 2026-07-01 }\n`
  expect(suppressed(one, { nodes: ['node-1'] })).toEqual({ kind: 'suppression', reason: 'is replaced' })
  expect(suppressed(one, { nodes: ['node-1', 'node-2'] })).toBeUndefined()
  expect(suppressed(two, { nodes: ['node-1', 'node-2'] })).toEqual({
    kind: 'suppression',
    reason: 'is replaced; is tested',
    until: '2026-07-01',
  })
  expect(suppressed(one, { nodes: [] })).toBeUndefined()
})

test('the last day belongs to a suppression, the day after does not', () => {
  const text = 'version: 1\nsuppressions: [{ rule: smtp-refused, reason: known, until: 2026-06-15 }]\n'
  expect(suppressed(text, {}, '2026-06-15')).toMatchObject({ until: '2026-06-15' })
  expect(suppressed(text, {}, '2026-06-16')).toBeUndefined()
})

test('what has ended and what matches nothing is told, with its line', () => {
  const text = `version: 1
suppressions:
  - rule: smtp-refused
    reason: over
    until: 2026-01-31
  - rule: no-such-thing
    reason: matches nothing
  - fingerprint: ${a}
    reason: fits
findings:
  - { fingerprint: ${b}, rule: webhook-refused, until: 2026-01-31 }
`
  const suppressor = createSuppressor({ baseline: baselineOf(text), date: '2026-02-01' })
  suppressor.suppress({ ruleId: 'smtp-refused', fingerprint: a, nodes: [] })
  const none = suppressor.use()
  expect(none.expired).toEqual([{ rule: 'smtp-refused', reason: 'over', until: '2026-01-31', line: 3 }])
  expect(none.unmatched).toEqual([{ rule: 'no-such-thing', reason: 'matches nothing', line: 6 }])
  suppressor.suppress({ ruleId: 'webhook-refused', fingerprint: b, nodes: [] })
  expect(suppressor.use().expired.map(({ fingerprint }) => fingerprint)).toContain(b)
})

test('all mistakes of a file are told at once, each with its line and a way out', () => {
  expect(
    mistakesOf(`version: 2
supressions: []
suppressions:
  - rule: a
  - reason: nothing named
  - rule: '*'
    reason: all
    until: 2026-02-30
  - fingerprint: 1234567890123456
    reason: number
  - fingerprint: xyz
    reason: []
findings: 7
`),
  ).toEqual([
    '2: there is no key "supressions" (did you mean "suppressions"?); keys: version, suppressions, findings',
    '1: version must be 1, the one this program knows',
    '13: findings must be a list',
    '4: suppressions[1] has no reason: say why it does not count',
    '5: suppressions[2] names nothing: rule, fingerprint or node is needed',
    '6: suppressions[3] would suppress every rule',
    '8: "2026-02-30" is no day such as 2026-12-31',
    '9: suppressions[4].fingerprint must be text: put it in quotes',
    '12: suppressions[5].reason must be text',
    '11: "xyz" is no fingerprint: those have 16 hex digits',
  ])
  expect(mistakesOf('')).toEqual(['1: version is missing: version: 1'])
  expect(mistakesOf('a: [')).toHaveLength(1)
  expect(mistakesOf('- 1')[0]).toContain('the file must be a map')
})

const found = (parts: Partial<Finding>): Finding => finding('smtp-refused', { fingerprint: a, ...parts })

const packet = (findings: readonly Finding[], parts: Partial<Analysis> = {}): Analysis => ({
  ...analysis({ findings }),
  passed: [],
  skipped: [],
  errors: [],
  ...parts,
})

test('a new baseline holds every finding, and reads back as it was meant', () => {
  const known = knownFindings([
    packet([found({ title: 'Mail: "refused" # 1', message: 'a\u0000b\u2028: c' })]),
  ])
  const text = newBaselineText(known)
  expect(baselineOf(text).findings.map(({ line: _, ...rest }) => rest)).toEqual(known)
  expect(newBaselineText([])).toContain('findings: []')
})

test('an update changes the list of findings and not one other character', () => {
  const text = `# ours
version: 1   # of the format
suppressions:
  # because
  - { rule: x, reason: "y" }

findings:
  # all of these are old

  # looked at by Kim
  - fingerprint: "${a}"
    rule: smtp-refused
    reason: old   # see ticket
  # a remark on the second
  - rule: gone-rule
    fingerprint: ${b}
# the end
`
  const baseline = baselineOf(text)
  const gone = baseline.findings.filter(({ fingerprint }) => fingerprint === b)
  const added = [{ fingerprint: 'cccccccccccccccc', rule: 'new-rule', title: 'New' }]
  expect(rewriteBaseline(text, baseline, { added, gone })).toEqual({
    kind: 'ok',
    text: text.replace(
      `  # a remark on the second
  - rule: gone-rule
    fingerprint: ${b}
`,
      `  - fingerprint: "cccccccccccccccc"
    rule: new-rule
    title: "New"
`,
    ),
  })
})

test('lists that are empty, missing, or end the file can be added to and emptied', () => {
  const added = [{ fingerprint: a, rule: 'x' }]
  for (const text of [
    'version: 1\n',
    'version: 1\nfindings:\n',
    'findings: [] # none\nversion: 1\n',
    'version: 1\r\nfindings: []\r\nsuppressions: []\r\n',
    `version: 1\nfindings:\n- fingerprint: ${b}\n  rule: z\nsuppressions:\n- rule: q\n  reason: r\n`,
  ]) {
    const filled = rewriteBaseline(text, baselineOf(text), { added, gone: [] })
    if (filled.kind === 'refused') throw new Error(text)
    const baseline = baselineOf(filled.text)
    expect(baseline.findings.map(({ fingerprint }) => fingerprint)).toContain(a)
    const emptied = rewriteBaseline(filled.text, baseline, { added: [], gone: baseline.findings })
    expect(emptied.kind === 'ok' && baselineOf(emptied.text).findings).toEqual([])
  }
})

test('a list that cannot be changed line by line is refused, not damaged', () => {
  const text = `version: 1\nfindings: [{ fingerprint: ${a}, rule: x }]\n`
  expect(rewriteBaseline(text, baselineOf(text), { added: [], gone: baselineOf(text).findings }).kind).toBe(
    'refused',
  )
})

test('what is added and then taken out again leaves the file as it was, whatever people wrote around it', () => {
  const remark = fc.constantFrom('', '  # a remark', '# at the edge', '   ', '    # deep')
  const item = fc.record({
    above: fc.array(remark, { maxLength: 3 }),
    quoted: fc.boolean(),
    until: fc.boolean(),
  })
  const indents = fc.constantFrom('', '  ', '    ')
  fc.assert(
    fc.property(
      fc.array(item, { minLength: 1, maxLength: 5 }),
      indents,
      fc.array(remark),
      (items, indent, end) => {
        const lines = items.flatMap(({ above, quoted, until }, index) => [
          ...above,
          `${indent}- rule: rule-${index}   # here`,
          ...(until ? [`${indent}  until: 2026-12-31`] : []),
          `${indent}  fingerprint: ${quoted ? `"${fingerprintAt(index)}"` : fingerprintAt(index)}`,
        ])
        const text = [
          '# top',
          'version: 1',
          'findings: # known',
          ...lines,
          ...end,
          'suppressions: []',
          '',
        ].join('\n')
        const added = [{ fingerprint: 'f'.repeat(16), rule: 'new-rule' }]
        const longer = textOf(rewriteBaseline(text, baselineOf(text), { added, gone: [] }))
        expect(baselineOf(longer).findings).toHaveLength(items.length + 1)
        expect(textOf(rewriteBaseline(longer, baselineOf(longer), { added: [], gone: added }))).toBe(text)
      },
    ),
  )
})

const fingerprintAt = (index: number): string => `abcdef${String(index).padStart(10, '0')}`

function textOf(rewritten: ReturnType<typeof rewriteBaseline>): string {
  if (rewritten.kind === 'refused') throw new Error(rewritten.reason)
  return rewritten.text
}

test('no text makes the reader fail: it is a baseline, or has mistakes with lines in it', () => {
  const piece = fc.constantFrom(
    'version: 1',
    'suppressions:',
    'findings:',
    '- ',
    '  ',
    '\n',
    ': ',
    '&a',
    '*a',
    '!!set',
    '!!binary x',
    '{',
    ']',
    '"',
    '#',
    '2026-01-01',
    '__proto__',
    'null',
    '~',
    '? ',
    '|',
    '<<: ',
    'rule',
    'reason',
    '0x10',
    '---',
    '%',
    '\t',
  )
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 5 })), { maxLength: 25 }), pieces => {
      const text = pieces.join('')
      const read = readBaseline(text)
      if (read.kind === 'ok') return
      expect(read.mistakes.length).toBeGreaterThan(0)
      for (const { line } of read.mistakes) {
        expect(line).toBeGreaterThan(0)
        expect(line).toBeLessThanOrEqual(text.split('\n').length)
      }
    }),
    { numRuns: 500 },
  )
})

test('any message of a finding survives being written and read', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 150 }),
      fc.string({ maxLength: 20 }),
      (message, title) => {
        const [known] = knownFindings([packet([found({ message, title: `t${title}` })])])
        const [read] = baselineOf(newBaselineText(known === undefined ? [] : [known])).findings
        return read?.title === known?.title && (read?.about ?? '') === (message.trim() === '' ? '' : message)
      },
    ),
  )
})

test('gone is only what was judged; unknown stays', () => {
  const baseline = baselineOf(`version: 1
suppressions: [{ rule: decided, reason: r }]
findings:
  - { fingerprint: ${a}, rule: fixed }
  - { fingerprint: ${b}, rule: skipped-rule }
  - { fingerprint: cccccccccccccccc, rule: not-of-this-version }
`)
  const decided = found({
    ruleId: 'decided',
    fingerprint: 'dddddddddddddddd',
    suppressed: { kind: 'suppression', reason: 'r' },
  })
  const fresh = found({ ruleId: 'fresh', fingerprint: 'eeeeeeeeeeeeeeee' })
  const change = compareBaseline(baseline, [
    packet([decided, fresh], {
      passed: ['fixed', 'skipped-rule'],
      skipped: [{ ruleId: 'skipped-rule', missing: ['config'], node: 'node-2' }],
    }),
  ])
  expect(change.added.map(({ rule }) => rule)).toEqual(['fresh'])
  expect(change.gone.map(({ rule }) => rule)).toEqual(['fixed'])
  expect(change.untold.map(({ rule }) => rule)).toEqual(['skipped-rule', 'not-of-this-version'])
})
