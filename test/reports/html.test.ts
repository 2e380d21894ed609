import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { htmlReport, htmlValidation } from '../../analyzer/reports/html.js'
import { violations } from '../viewer/axe.js'
import { launchChromium } from '../viewer/chromium.js'
import { analysis, entry, finding } from './hand-built.js'
import {
  formatted,
  hidden,
  hostileAnalysis,
  hostileValidation,
  sampleAnalyses,
  validation,
} from './inputs.js'

let browser: Browser
beforeAll(async () => {
  browser = await launchChromium()
}, 60_000)
afterAll(() => browser.close())

interface Screen {
  readonly width?: number
  readonly scheme?: 'light' | 'dark'
  /** Only to let axe in: its script is one that the page itself would refuse. */
  readonly bypassCSP?: boolean
}

/** The report in a browser without a network. */
async function opened(
  text: string,
  { width = 1440, scheme = 'light', bypassCSP = false }: Screen = {},
): Promise<Page> {
  const page = await browser.newPage({
    bypassCSP,
    colorScheme: scheme,
    offline: true,
    viewport: { width, height: 900 },
  })
  await page.setContent(text)
  return page
}

const cause = finding('database-unreachable', {
  severity: 'critical',
  why: 'Nobody can post.',
  fix: 'Start `postgresql`.',
  docs: ['https://example.com/database', 'javascript:alert(1)'],
  count: 14,
  firstSeen: '2026-11-21T08:40:34.257Z',
  lastSeen: '2026-11-21T08:41:00.000Z',
  evidence: [{ entry: 'mattermost.log', line: 22, excerpt: 'connection refused' }],
})

const whole = analysis({
  findings: [
    cause,
    finding('posts', { title: 'Posts are not saved', symptomOf: 'database-unreachable' }),
    ...['a', 'b', 'c'].map(id => finding(id, { severity: 'warning', title: `Title ${id}`, message: 'Odd.' })),
    finding('known', {
      title: 'Debug logs',
      suppressed: { kind: 'suppression', reason: 'wanted', until: '2026-12-31' },
    }),
  ],
  problems: [{ code: 'ENTRY_EMPTY', severity: 'error', message: 'The entry is empty.', entry: 'stats.yaml' }],
  skipped: [{ ruleId: 'ldap', missing: ['diagnostics.ldap'] }],
  errors: [{ ruleId: 'broken', message: 'no such function' }],
  packet: {
    entries: [entry('mattermost.log'), entry('stats.yaml', { status: 'empty', reason: 'no content' })],
  },
  verdict: 'The database refused 14 connections.',
})

describe('the report', () => {
  test('answers first, shows the first three findings in full, folds the others and the symptoms', async () => {
    const page = await opened(formatted(htmlReport, [whole]))
    expect(await page.locator('.verdict').innerText()).toBe('The database refused 14 connections.')
    expect(await page.locator('h2').allInnerTexts()).toEqual([
      '4 findings',
      'What could not be judged',
      'What is wrong with the packet itself',
      'Passport',
    ])
    const open = await page
      .locator('details.finding')
      .evaluateAll(all => all.map(one => one.hasAttribute('open')))
    expect(open).toEqual([true, true, true, false])
    expect(await page.locator('details.finding').first().innerText()).toContain(
      '14 times, 2026-11-21 08:40:34 to 08:41:00 UTC',
    )
    expect(await page.getByText('Posts are not saved').isVisible()).toBe(false)
    await page.getByText('Explains 1 symptom').click()
    await page.getByText('Posts are not saved').waitFor({ state: 'visible' })
    await page.close()
  })

  test('tells what is suppressed and why', async () => {
    const page = await opened(formatted(htmlReport, [whole]))
    await page.getByText('1 suppressed finding, not counted').click()
    await page.getByText('Suppressed: wanted, until 2026-12-31').waitFor({ state: 'visible' })
    await page.close()
  })

  test('links addresses of the web only', async () => {
    const page = await opened(formatted(htmlReport, [whole]))
    const links = await page.locator('a').evaluateAll(all => all.map(one => one.getAttribute('href')))
    expect(links).toEqual(['https://example.com/database'])
    await page.close()
  })

  test.each([1440, 768, 390])('is no wider than a screen of %i', async width => {
    const page = await opened(formatted(htmlReport, [whole]), { width })
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width)
    await page.close()
  })

  test.each(['light', 'dark'] as const)(
    'gives axe nothing to complain of, all folds open, %s',
    async scheme => {
      const texts = [
        formatted(
          htmlReport,
          sampleAnalyses()
            .slice(0, 4)
            .map(([, sample]) => sample),
        ),
        formatted(htmlReport, [whole]),
        formatted(htmlValidation, [validation()]),
      ]
      for (const text of texts) {
        const page = await opened(text, { scheme, bypassCSP: true })
        await page.evaluate("document.querySelectorAll('details').forEach(one => (one.open = true))")
        expect(await violations(page)).toEqual([])
        await page.close()
      }
    },
  )

  test('prints what is folded, but not the long tables', async () => {
    const page = await opened(formatted(htmlReport, [whole]))
    await page.emulateMedia({ media: 'print' })
    expect(await page.getByText('Title c').isVisible()).toBe(true)
    expect(await page.getByText('Posts are not saved').isVisible()).toBe(true)
    expect(await page.locator('details.bulk').first().isVisible()).toBe(false)
    await page.close()
  })

  test('of several packets begins with a list of them that leads to each', async () => {
    const unreadable = [{ source: 'b.zip', code: 'ARCHIVE_UNREADABLE', message: 'No such file.' }]
    const page = await opened(formatted(htmlReport, [whole], { unreadable }))
    expect(await page.locator('nav li').allInnerTexts()).toEqual([
      'not read\nb.zip\nThe packet could not be read: No such file.',
      'critical\npacket.zip\nThe database refused 14 connections.',
    ])
    expect(await page.locator('nav a').last().getAttribute('href')).toBe('#packet-2')
    expect(await page.locator('article').count()).toBe(2)
    await page.close()
  })

  test('lists a packet without findings as good only when it could be read whole', async () => {
    const nothing = { critical: 0, error: 0, warning: 0, info: 0 }
    const calm = { ...whole, findings: [], problems: [], summary: { ...whole.summary, bySeverity: nothing } }
    const { product: _, ...stranger } = calm.packet
    const page = await opened(formatted(htmlReport, [calm, { ...calm, packet: stranger }]))
    const words = (await page.locator('nav li').allInnerTexts()).map(text => text.split('\n')[0])
    expect(words).toEqual(['no findings', 'incomplete'])
    await page.close()
  })

  test('is small: a packet with a real fault takes less than 50 kB', () => {
    for (const [, sample] of sampleAnalyses().filter(([name]) => name.startsWith('db-')))
      expect(formatted(htmlReport, [sample]).length).toBeLessThan(50_000)
  })
})

test('a validation shows what failed with its problems, what else is wrong, then what could not be checked', async () => {
  const note = { code: 'ENTRY_UNKNOWN', severity: 'info', message: 'Nobody knows it.', entry: 'x' } as const
  const page = await opened(
    formatted(htmlValidation, [validation({ problems: [...validation().problems, note] })]),
  )
  expect(await page.locator('.verdict').innerText()).toBe('The packet is invalid: 1 check failed.')
  expect(await page.locator('h2').allInnerTexts()).toEqual([
    'What failed',
    'What else is wrong',
    'What could not be checked',
    'Passport',
  ])
  expect(await page.locator('section').first().innerText()).toContain(
    'mattermost.log can be read whole\nThe entry is cut off. (expected 6,435 bytes, found 1,200 bytes)\n',
  )
  expect(await page.getByText('The entry is cut off.').count()).toBe(1)
  await page.close()
})

describe('a hostile packet', () => {
  /** Whatever a text of the packet would add: the report's own elements are the same with any text. */
  const foreign =
    'script, img, iframe, object, embed, form, input, link, base, svg, [onerror], [onclick], a[href^="javascript"]'

  test('gives no element and no script, and loads nothing', async () => {
    const page = await opened('')
    const asked: string[] = []
    const said: string[] = []
    page.on('request', request => asked.push(request.url()))
    page.on('dialog', dialog => void dialog.dismiss().then(() => said.push(dialog.message())))
    const seeds = fc.sample(fc.tuple(hostileAnalysis, hostileValidation), { numRuns: 40, seed: 12 })
    for (const [result, check] of seeds)
      for (const text of [formatted(htmlReport, [result]), formatted(htmlValidation, [check])]) {
        expect(text).not.toMatch(hidden)
        await page.setContent(text)
        expect(await page.locator(foreign).count()).toBe(0)
        expect(await page.locator('main > article').count()).toBe(1)
      }
    expect([asked, said]).toEqual([[], []])
    await page.close()
  }, 60_000)

  test('is shown with every character it has', async () => {
    const message = `<b>"&amp;' ]]> \u202e`
    const page = await opened(formatted(htmlReport, [analysis({ findings: [finding('a', { message })] })]))
    expect(await page.locator('details.finding p').first().innerText()).toBe(`<b>"&amp;' ]]> \\u{202e}`)
    await page.close()
  })

  test('with thousands of findings, entries and problems stays a page', () => {
    const many = <T>(make: (index: number) => T): readonly T[] =>
      Array.from({ length: 5000 }, (_, index) => make(index))
    const text = formatted(htmlReport, [
      analysis({
        findings: many(index => finding('a', { fingerprint: `${index}` })),
        problems: many(index => ({ code: 'ENTRY_EMPTY', severity: 'error' as const, message: `${index}` })),
        skipped: many(index => ({ ruleId: `r${index}`, missing: [`config.${index}`] })),
        packet: { entries: many(index => entry(`${index}`, { status: 'empty' })) },
      }),
    ])
    expect(text.length).toBeLessThan(600_000)
    expect(text).toContain('and 4,800 more findings')
    expect(text).toContain('and 4,000 more entries')
  })
})
