import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { visibleControls } from '../../analyzer/lib/terminal-text.js'
import { cell, code, plain, ruleText } from '../../analyzer/reports/markdown/escape.js'
import { markdownReport, markdownValidation } from '../../analyzer/reports/markdown.js'
import { analysis, finding } from './hand-built.js'
import {
  formatted,
  hidden,
  hostileAnalysis,
  hostileText,
  runs,
  sampleAnalyses,
  validation,
} from './inputs.js'

const extensions = ['table', 'autolink', 'strikethrough', 'footnotes', 'tasklist']

/** What GitHub's own renderer makes of it; HTML that was written in the Markdown stays, so that a test would see it. */
function rendered(markdown: string): string {
  const flags = extensions.flatMap(name => ['-e', name])
  return execFileSync('cmark-gfm', ['--unsafe', ...flags], { input: markdown, encoding: 'utf8' })
}

const textOf = (html: string): string =>
  html
    .replace(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')

const tagsOf = (html: string): readonly string[] => [
  ...new Set([...html.matchAll(/<\/?([a-z][a-z0-9]*|!)/gi)].map(([, name = '']) => name.toLowerCase())),
]

/** Words that GitHub, GitLab or Mattermost make links or notices of, wherever they stand but in code. */
const acting = /@\w|#\d|#\w|:\/\/|www\.|(?<!\w):[a-z]+:|\bGH-\d|![\w]|~\w|\$\w/

/** The text outside of code, as those services look at it after rendering. */
const outsideCode = (html: string): string => textOf(html.replace(/<code>[^<]*<\/code>/g, ' '))

/** Spaces at the ends and in a row are the renderer's to take. */
const squeezed = (text: string): string => text.replace(/\s+/g, ' ').trim()

describe('text of a packet', () => {
  test('stays the text it is: no element but code, no word that acts', () => {
    fc.assert(
      fc.property(hostileText, text => {
        const html = rendered(plain(text))
        expect(tagsOf(html).filter(tag => tag !== 'p' && tag !== 'code')).toEqual([])
        expect(squeezed(textOf(html))).toBe(squeezed(visibleControls(text)))
        expect(outsideCode(html)).not.toMatch(acting)
      }),
      runs(300),
    )
  })

  test('stays in its cell of a table', () => {
    fc.assert(
      fc.property(hostileText, text => {
        const html = rendered(`| a | b |\n| --- | --- |\n| ${cell(text)} | end |`)
        expect(
          tagsOf(html).filter(tag => !['table', 'thead', 'tbody', 'tr', 'th', 'td', 'code'].includes(tag)),
        ).toEqual([])
        expect(html.match(/<td>/g)).toHaveLength(2)
        expect(squeezed(textOf(html.replace(/[^]*<tbody>/, '')))).toBe(
          squeezed(`${visibleControls(text)} end`),
        )
      }),
      runs(200),
    )
  })

  test('stays code where it is shown as code', () => {
    fc.assert(
      fc.property(hostileText, text => {
        const html = rendered(`x ${code(text)} y`)
        expect(tagsOf(html)).toEqual(['p', 'code'])
        expect(squeezed(textOf(html))).toBe(squeezed(`x ${visibleControls(text)} y`))
      }),
      runs(200),
    )
  })

  test.each([
    ['SqlSettings.MaxOpenConns is 5.', 'SqlSettings.MaxOpenConns is 5.'],
    ['tsdb_dump.tar.gz is missing', 'tsdb_dump.tar.gz is missing'],
    ['SiteURL is http://a.example.', 'SiteURL is `http://a.example`.'],
    ['mail of ("a@b.example")', 'mail of ("`a@b.example`")'],
    ['1. first', '1\\. first'],
    ['5 * 3 < 20 & more', '5 \\* 3 &lt; 20 &amp; more'],
    ['at 08:40:34 UTC, 100% of 1,204,331', 'at 08:40:34 UTC, 100% of 1,204,331'],
  ])('%s reads %s', (text, markdown) => {
    expect(plain(text)).toBe(markdown)
  })
})

test('text of a rule keeps the code its author marked', () => {
  expect(ruleText('Run `systemctl start postgresql`, then *wait* for @all')).toBe(
    'Run `systemctl start postgresql`, then \\*wait\\* for `@all`',
  )
})

test('text of a rule is text whatever its author wrote', () => {
  fc.assert(
    fc.property(hostileText, text => {
      const html = rendered(`- ${ruleText(text)}`)
      expect(tagsOf(html).filter(tag => !['ul', 'li', 'code'].includes(tag))).toEqual([])
      expect(outsideCode(html)).not.toMatch(acting)
    }),
    runs(200),
  )
})

test('reads well', () => {
  const findings = [
    finding('database-unreachable', {
      severity: 'critical',
      why: 'Nobody can post.',
      fix: 'Start `postgresql`:\n1. look\n2. start',
      docs: ['https://example.com/database'],
      count: 14,
      firstSeen: '2026-11-21T08:40:34.257Z',
      lastSeen: '2026-11-21T08:41:00.000Z',
      nodes: ['app-1', 'app-2'],
      evidence: [{ entry: 'mattermost.log', line: 22, excerpt: 'connection refused' }],
    }),
    finding('posts', { title: 'Posts are not saved', symptomOf: 'database-unreachable' }),
    ...['a', 'b', 'c', 'd', 'e'].map(id =>
      finding(id, { severity: 'warning', title: `Title ${id}`, message: 'Odd | so.' }),
    ),
    finding('known', {
      title: 'Debug logs',
      suppressed: { kind: 'suppression', reason: 'wanted', until: '2026-12-31' },
    }),
  ]
  const problems = [
    { code: 'ENTRY_EMPTY', severity: 'error', message: 'Empty.', entry: 'stats.yaml' },
  ] as const
  const verdict = 'The database refused 14 connections.'
  const text = formatted(markdownReport, [
    analysis({ findings, problems, verdict, skipped: [{ ruleId: 'ldap', missing: ['diagnostics.ldap'] }] }),
  ])
  expect(text).toMatchInlineSnapshot(`
    "## \`packet.zip\`

    **The database refused 14 connections.**

    Mattermost 11.0.0 · single server · made 2026-11-21 08:40:47 UTC · 3 entries, 84 kB

    ### 1. CRITICAL: The database was unreachable

    - **When:** 14 times, 08:40:34 to 08:41:00 UTC
    - **Nodes:** \`app-1\`, \`app-2\`
    - \`mattermost.log:22\` \`connection refused\`
    - **Why:** Nobody can post.
    - **Fix:** Start \`postgresql\`:  
      1\\. look  
      2\\. start
    - **See:** <https://example.com/database>
    - **Explains:** 1 more: Posts are not saved

    ### 2. WARNING: Title a

    Odd \\| so.

    ### 3. WARNING: Title b

    Odd \\| so.

    ### 4. WARNING: Title c

    Odd \\| so.

    ### 5. WARNING: Title d

    Odd \\| so.

    ### 1 more finding

    | Severity | Finding | What is so |
    | --- | --- | --- |
    | warning | Title e | Odd \\| so. |

    ### 1 suppressed finding, not counted

    | Severity | Finding | Reason |
    | --- | --- | --- |
    | error | Debug logs | wanted (until 2026-12-31) |

    ### Could not be judged

    - 1 rule: diagnostics.yaml is not in this packet. Make a new packet; the server writes it every time.

    ### Problems with the packet itself

    - **error** \`ENTRY_EMPTY\` \`stats.yaml\`: Empty.

    Judged by 90 rules: 80 passed, 8 found something, 1 could not tell. Read 1,204,331 log lines. Entries: 3 present.
    "
  `)
})

test('tells what could not be read, before everything else', () => {
  const unreadable = [{ source: 'b.zip', code: 'ARCHIVE_UNREADABLE', message: 'No such file.' }]
  expect(formatted(markdownReport, [], { unreadable })).toBe(
    '## `b.zip`: could not be read\n\nNo such file.\n',
  )
})

test('tells which suppressions ended', () => {
  const expired = [{ rule: 'mail-*', node: 'app-1', reason: 'is being moved', until: '2026-10-01' }]
  const result = { ...analysis(), baseline: { date: '2026-11-21', expired, unmatched: [] } }
  expect(formatted(markdownReport, [result])).toContain(
    '### Suppressions that ended\n\n- The suppression of rule mail-\\*, node app-1 ended on 2026-10-01: is being moved\n',
  )
})

test('a validation tells what failed and what could not be checked', () => {
  expect(formatted(markdownValidation, [validation()])).toMatchInlineSnapshot(`
    "## \`packet.zip\`: invalid

    Mattermost 11.0.0 · 1 check passed, 1 failed, 1 skipped

    ### Failed

    - mattermost.log can be read whole
      - **error** \`ENTRY_TRUNCATED\` \`mattermost.log:12\`: The entry is cut off. (expected 6,435 bytes, found 1,200 bytes)

    ### Could not be checked

    - Every node is there: a single server
    "
  `)
})

test('fits into a ticket, whatever was found, and says that it was cut', () => {
  const findings = Array.from({ length: 2000 }, (_, index) =>
    finding('a', { fingerprint: `${index}`, message: 'word '.repeat(500) }),
  )
  const text = formatted(markdownReport, [analysis({ findings })], { all: true })
  expect(text.length).toBeLessThanOrEqual(60_200)
  expect(text).toMatch(/\*The report is cut here: .*\*\n$/)
})

test('a text of a million signs costs no more than a long one', () => {
  const text = '|`@'.repeat(1_000_000)
  for (const written of [plain(text), cell(text), ruleText(text), code(text)])
    expect(written.length).toBeLessThan(30_000)
})

test('samples render to the elements that the report has, and to no others', () => {
  const html = rendered(
    formatted(
      markdownReport,
      sampleAnalyses().map(([, sample]) => sample),
    ),
  )
  const own = [
    'h2',
    'h3',
    'p',
    'strong',
    'em',
    'code',
    'ul',
    'ol',
    'li',
    'a',
    'br',
    'table',
    'thead',
    'tbody',
    'tr',
    'th',
    'td',
  ]
  expect(tagsOf(html).filter(tag => !own.includes(tag))).toEqual([])
})

test('hostile packets hide nothing, and make no link, image or element', () => {
  const addresses = /<a href="https?:\/\/evil/
  fc.assert(
    fc.property(fc.array(hostileAnalysis, { minLength: 2, maxLength: 6 }), results => {
      const bare = results.map(result => ({
        ...result,
        findings: result.findings.map(one => ({ ...one, docs: [] })),
      }))
      const text = formatted(markdownReport, bare)
      expect(text).not.toMatch(hidden)
      const html = rendered(text)
      expect(html).not.toMatch(addresses)
      expect(
        tagsOf(html).filter(tag =>
          ['a', 'img', 'script', '!', 'sup', 'del', 'input', 'blockquote', 'hr', 'h1', 'pre'].includes(tag),
        ),
      ).toEqual([])
    }),
    runs(60),
  )
})
