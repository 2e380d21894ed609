// The page of logs in a real browser: queries, windows, facets, rows, a record, messages, keys, hostile lines, two million lines.
import { mkdtemp, open, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { packetOf } from '../../analyzer/packet/memory.js'
import { realAnalyzer } from '../../viewer/server/analyzer.js'
import { press } from './axe.js'
import { setStage, type ShowOptions, type Stage } from './page.js'
import { sampleAnalyzer } from './sample-analysis.js'

const dbRestart = fileURLToPath(new URL('../../samples/db-restart.zip', import.meta.url))
const cluster = fileURLToPath(new URL('../../samples/healthy-ha-3-nodes.zip', import.meta.url))
const pluginCrash = fileURLToPath(new URL('../../samples/plugin-crash.zip', import.meta.url))

let stage: Stage
beforeAll(async () => {
  stage = await setStage()
})
afterEach(() => stage.clear())
afterAll(() => stage.close())

async function showLogs(packet: string, options: ShowOptions = {}) {
  const shown = await stage.show([packet], options)
  await shown.page.locator('.verdict').waitFor()
  await press(shown.page, 'g', 'l')
  await shown.page.locator('.record[role=option]').first().waitFor()
  return shown
}

test('the logs of a real packet stand in order of time with their levels, counts and values', async () => {
  const { page, complaints } = await showLogs(dbRestart)
  await page.getByText('243 records', { exact: true }).waitFor()
  await page.locator('.record', { hasText: 'Server is initializing...' }).waitFor()
  expect(await page.title()).toBe('Logs · db-restart.zip · support-packet')
  const levels = page.getByRole('region', { name: 'Level' })
  expect(await levels.getByRole('button', { name: 'error 8' }).count()).toBe(1)
  expect(await page.getByRole('img', { name: /Records over time in \d+ bars of 500 ms/ }).count()).toBe(1)
  expect(complaints).toEqual([])
})

test('a typed query is in the address, is undone by going back, and works as a link', async () => {
  const { page, complaints } = await showLogs(dbRestart)
  await press(page, '/')
  await page.keyboard.type('level:error pq')
  await page.getByText('4 of 243 records').waitFor()
  expect(new URL(page.url()).searchParams.get('q')).toBe('level:error pq')
  const link = page.url()
  await page.goBack()
  await page.getByText('243 records', { exact: true }).waitFor()
  expect(await page.getByRole('searchbox', { name: 'Query' }).inputValue()).toBe('')
  await page.goto(link)
  await page.getByText('4 of 243 records').waitFor()
  expect(await page.getByRole('searchbox', { name: 'Query' }).inputValue()).toBe('level:error pq')
  expect(complaints).toEqual([])
})

test('a query that cannot be run says why beside it, and the list stays', async () => {
  const { page } = await showLogs(dbRestart)
  await press(page, '/')
  await page.keyboard.type('/pq(/ ')
  await page.getByRole('alert').filter({ hasText: '/pq(/' }).waitFor()
  await page.getByRole('searchbox', { name: 'Query' }).fill('nothing has this')
  await page.getByText('No record fits the query.').waitFor()
  await page.getByRole('button', { name: 'Clear the query' }).click()
  await page.getByText('243 records', { exact: true }).waitFor()
})

test('values are taken and left out by a click, by Alt and a click, and by keys', async () => {
  const { page } = await showLogs(dbRestart)
  const level = page.getByRole('region', { name: 'Level' })
  await level.getByRole('button', { name: /^error/ }).click()
  await page.getByText('8 of 243 records').waitFor()
  expect(await level.getByRole('button', { name: /^error/ }).getAttribute('aria-pressed')).toBe('true')
  await level.getByRole('button', { name: /^error/ }).click()
  await level.getByRole('button', { name: /^unknown/ }).click({ modifiers: ['Alt'] })
  await page.getByText('29 of 243 records').waitFor()
  await level.getByRole('button', { name: 'not error' }).focus()
  await press(page, 'Enter')
  await page.getByText('21 of 243 records').waitFor()
  expect(new URL(page.url()).searchParams.get('q')).toBe('-level:unknown -level:error')
})

test('a stretch of the histogram is looked at by dragging over it, or by typing its times', async () => {
  const { page } = await showLogs(dbRestart)
  const plot = await page.locator('.histogram-plot').boundingBox()
  if (plot === null) throw new Error('no histogram')
  await page.mouse.move(plot.x + plot.width * 0.3, plot.y + 20)
  await page.mouse.down()
  await page.mouse.move(plot.x + plot.width * 0.4, plot.y + 20, { steps: 3 })
  await page.mouse.up()
  await page.getByText(/^\d\d of 243 records$/).waitFor()
  expect(new URL(page.url()).searchParams.get('since')).toMatch(/^2026-11-21T08:40:3/)
  await page.getByRole('button', { name: 'All times' }).click()
  await page.getByText('243 records', { exact: true }).waitFor()
  await page.getByRole('textbox', { name: 'From' }).fill('08:40:34')
  await press(page, 'Enter')
  await page.getByRole('textbox', { name: 'To' }).fill('08:40:34')
  await press(page, 'Enter')
  await page.getByText(/^\d+ of 243 records$/).waitFor()
  const { searchParams } = new URL(page.url())
  expect([searchParams.get('since'), searchParams.get('until')]).toEqual([
    '2026-11-21T08:40:34.000Z',
    '2026-11-21T08:40:34.999Z',
  ])
  await page.getByRole('textbox', { name: 'To' }).fill('late')
  await press(page, 'Enter')
  await page.getByText('not a time').waitFor()
})

test('the whole way needs no mouse: query, move, open, copy, follow the request, close', async () => {
  const { page } = await showLogs(dbRestart)
  await press(page, '/')
  await page.keyboard.type('level:error file:mattermost.log')
  await press(page, 'Enter')
  await page.getByText('4 of 243 records').waitFor()
  await press(page, 'j', 'j')
  await page.locator('.record.is-selected', { hasText: 'Encountered an error' }).waitFor()
  await press(page, 'k')
  await page.locator('.record.is-selected', { hasText: 'We encountered' }).waitFor()
  await press(page, 'c')
  await page.getByText('Copied the line.').waitFor()
  const copied = String(await page.evaluate('navigator.clipboard.readText()'))
  expect(JSON.parse(copied)).toMatchObject({ level: 'error', caller: 'web/context.go:122' })
  await press(page, 'Enter')
  const panel = page.getByRole('complementary', { name: 'Record' })
  await panel.getByText('the database system is shutting down').first().waitFor()
  await panel.getByRole('button', { name: 'Follow request' }).focus()
  await press(page, 'Enter')
  await page.getByText(/^[2-9] of 243 records$/).waitFor()
  expect(new URL(page.url()).searchParams.get('q')).toMatch(/^request:[a-z0-9]{26}$/)
  await press(page, 'Escape')
  await panel.waitFor({ state: 'detached' })
  await press(page, 'a')
  await page.getByText('243 records', { exact: true }).waitFor()
  await page.locator('.record.is-selected', { hasText: 'We encountered' }).waitFor()
})

test('a link to a record shows it among all records, and where a query leaves it out says so', async () => {
  const { page, complaints } = await showLogs(dbRestart)
  await press(page, '/')
  await page.keyboard.type('level:error')
  await press(page, 'Enter')
  await page.getByText('8 of 243 records').waitFor()
  await press(page, 'j', 'j', 'j')
  await page.locator('#record-2.is-selected').waitFor()
  const link = new URL(page.url())
  const text = (await page.locator('.record.is-selected').textContent()) ?? ''
  expect(text).toContain('retrieving the status')
  link.searchParams.delete('q')
  await page.goto(link.href)
  await page.locator('.record.is-selected', { hasText: text }).waitFor()
  link.searchParams.set('q', 'level:info')
  await page.goto(link.href)
  await page.getByText('The selected record is not among these.').waitFor()
  await page.getByRole('button', { name: 'Show it among all records' }).click()
  await page.locator('.record.is-selected').waitFor()
  expect(complaints).toEqual([])
})

test('evidence of a finding leads to its record among those of all nodes', async () => {
  const { page } = await stage.show([dbRestart], { analyzer: realAnalyzer() })
  await page.locator('.verdict').waitFor()
  await press(page, 'g', 'f', 'j', 'Enter')
  await page.locator('.evidence-line').first().click()
  await press(page, 'Enter')
  await page.locator('.record.is-selected').waitFor()
  expect(page.url()).toMatch(/\/logs\?.*at=\d+\.\d+/)
  await page.getByRole('complementary', { name: 'Evidence' }).waitFor()
  const before = await page.locator('.record.is-selected').getAttribute('id')
  await press(page, '.')
  await page.getByText('Evidence 2 of').waitFor()
  await page.locator(`.record.is-selected:not(#${before})`).waitFor()
})

test('a cluster shows the node of each record, and one node alone', async () => {
  const { page } = await showLogs(cluster)
  await page.getByText('60 records', { exact: true }).waitFor()
  expect(await page.locator('.record', { hasText: 'mm-app-1' }).count()).toBeGreaterThan(0)
  await page
    .getByRole('region', { name: 'Node' })
    .getByRole('button', { name: /^mm-app-3/ })
    .click()
  await page.getByText('20 of 60 records').waitFor()
  expect(await page.locator('.record', { hasText: 'mm-app-1' }).count()).toBe(0)
})

test('messages stand with their numbers and lead to their records', async () => {
  const { page } = await showLogs(pluginCrash)
  await page.getByRole('button', { name: 'Messages' }).click()
  const first = page.locator('.template-text').first()
  await first.waitFor()
  expect(await page.locator('.sparkline').count()).toBeGreaterThan(3)
  await first.click()
  await page.getByText(/^\d+ of 971 records$/).waitFor()
  expect(page.url()).toMatch(/q=template%3A[0-9a-f]{16}/)
})

test('a field becomes a column, and the choice is in the address', async () => {
  const { page } = await showLogs(dbRestart)
  await press(page, '/')
  await page.keyboard.type('http_code:*')
  await press(page, 'Enter')
  await page.getByText(/^\d+ of 243 records$/).waitFor()
  await page.getByText('Columns', { exact: true }).click()
  await page.getByRole('textbox', { name: 'Add a field as a column' }).fill('http_code')
  await press(page, 'Enter')
  await page.locator('.record', { hasText: '500' }).first().waitFor()
  expect(new URL(page.url()).searchParams.get('cols')).toBe('time,level,caller,http_code,message')
})

test('times are those of the zone that is chosen', async () => {
  const { page } = await showLogs(dbRestart)
  await page.locator('.record', { hasText: '08:40:25.997' }).first().waitFor()
  const offset = Number(await page.evaluate('new Date(1795250425997).getTimezoneOffset()'))
  await page.getByRole('button', { name: 'Times: UTC' }).click()
  await page.getByRole('button', { name: 'Times: local' }).waitFor()
  const local = new Date(Date.UTC(2026, 10, 21, 8, 40, 25) - offset * 60_000).toISOString().slice(11, 19)
  await page.locator('.record', { hasText: local }).first().waitFor()
})

test('a packet that is only a log has its page; one without logs says so', async () => {
  const packet = (files: Record<string, string>) => ({
    analyzer: {
      ...sampleAnalyzer,
      openPackets: () => Promise.resolve([{ kind: 'ok' as const, packet: packetOf(files) }]),
    },
  })
  const { page } = await showLogs('only.log', packet({ 'mattermost.log': 'a plain line\n' }))
  await page.locator('.record', { hasText: 'a plain line' }).waitFor()
  const other = await stage.show(['none.zip'], packet({ 'readme.txt': 'x' }))
  await other.page.locator('.verdict').waitFor()
  await press(other.page, 'g', 'l')
  await other.page.getByText('This packet has no logs.').waitFor()
})

test('hostile lines are shown as text, whatever they hold', async () => {
  const hostile = [
    `{"timestamp":"2026-11-21 08:00:01.000 Z","level":"error","msg":"<img src=x onerror=alert(1)>","caller":"<b>x</b>","<i>":"</td><script>alert(2)</script>"}`,
    `{"timestamp":"2026-11-21 08:00:02.000 Z","level":"<svg onload=alert(3)>","msg":"\\u001b[31mred\\u202egnp\\u0007"}`,
    `{"timestamp":"2026-11-21 08:00:03.000 Z","level":"info","msg":"${'long '.repeat(2_000_000)}"}`,
    '\u001b]8;;http://evil.example/\u0007click\u001b]8;;\u0007',
  ].join('\n')
  const packet = packetOf({ '"><svg onload=alert(4)>/mattermost.log': hostile, 'mattermost.log': hostile })
  const { page, complaints } = await showLogs('hostile.zip', {
    analyzer: { ...sampleAnalyzer, openPackets: () => Promise.resolve([{ kind: 'ok', packet }]) },
  })
  await page.locator('.record', { hasText: '<img src=x onerror=alert(1)>' }).first().waitFor()
  await page.locator('.record', { hasText: '␛[31mred<U+202E>gnp␇' }).first().waitFor()
  await press(page, 'j', 'Enter')
  const panel = page.getByRole('complementary', { name: 'Record' })
  await panel.getByText('</td><script>alert(2)</script>').first().waitFor()
  await press(page, 'j', 'j', 'j', 'j')
  await panel.getByText(/The first 262 kB of 10 MB are shown/).waitFor()
  await press(page, 'Escape')
  await page.getByRole('button', { name: 'Messages' }).click()
  await page.locator('.template-text').first().waitFor()
  expect(await page.locator('main img, main script, main svg[onload], main a[href*=evil]').count()).toBe(0)
  expect(complaints).toEqual([])
})

test('a log of two million lines is searched, scrolled to its end, and answers at once', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'viewer-logs-'))
  try {
    await writeLines(join(folder, 'mattermost.log'), 2_000_000)
    const { page, complaints } = await stage.show([folder])
    await page.locator('.verdict').waitFor()
    await press(page, 'g', 'l')
    await page.getByText('2,000,000 records', { exact: true }).waitFor({ timeout: 90_000 })
    await page.locator('.record-list').focus()
    await press(page, 'End')
    await page.locator('#record-1999999').filter({ hasText: ':' }).waitFor()
    await press(page, 'End')
    await page.locator('#record-1999999.is-selected').waitFor()
    await press(page, '/')
    await page.keyboard.type('"the database system is shutting down" level:error')
    await press(page, 'Enter')
    await page.getByText(/^[\d,]+ of 2,000,000 records$/).waitFor({ timeout: 30_000 })
    await page.locator('.record').first().waitFor()
    // Rows in the page are those in sight, not those of the log.
    expect(await page.locator('.record').count()).toBeLessThan(60)
    expect(Number(await page.evaluate('performance.memory.usedJSHeapSize'))).toBeLessThan(200e6)
    expect(complaints).toEqual([])
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}, 180_000)

test('keys that come before the rows do select and open once the rows are there', async () => {
  const { page, complaints } = await showLogs(dbRestart)
  await page.route('**/logs/rows?*', async way => {
    await new Promise(resolve => setTimeout(resolve, 500))
    await way.continue()
  })
  await press(page, '/')
  await page.keyboard.type('level:error pq')
  await press(page, 'Enter')
  await page.getByText('4 of 243 records').waitFor()
  await press(page, 'j', 'j', 'Enter')
  await page.getByRole('complementary', { name: 'Record' }).waitFor()
  await page.locator('#record-1.is-selected').waitFor()
  expect(complaints).toEqual([])
})

test.each(['light', 'dark'] as const)(
  'axe finds nothing to complain of in the %s theme',
  async theme => {
    const { page } = await showLogs(dbRestart, { theme })
    expect(await violations(page)).toEqual([])
    await page.getByText('How to query').click()
    await press(page, '/')
    await page.keyboard.type('level:error pq')
    await press(page, 'Enter')
    await page.getByText('4 of 243 records').waitFor()
    await press(page, 'j', 'Enter')
    await page.getByRole('complementary', { name: 'Record' }).getByText('Around it in this file').waitFor()
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: 'Messages' }).click()
    await page.locator('.template-text').first().waitFor()
    expect(await violations(page)).toEqual([])
  },
  240_000,
)

test('on a narrow screen the list keeps its time, level and message, and filters open on demand', async () => {
  const { page } = await showLogs(dbRestart, { width: 390 })
  expect(await page.locator('.record').first().locator('> span').count()).toBe(3)
  expect(Number(await page.evaluate('document.documentElement.scrollWidth'))).toBeLessThanOrEqual(390)
  await page.getByRole('button', { name: 'Filter by level, caller, message…' }).click()
  await page
    .getByRole('region', { name: 'Level' })
    .getByRole('button', { name: /^error/ })
    .click()
  await page.getByText('8 of 243 records').waitFor()
  expect(await violations(page)).toEqual([])
})

/** Lines of a real log, over and over, a few milliseconds apart. */
async function writeLines(path: string, count: number): Promise<void> {
  const fixture = fileURLToPath(new URL('../fixtures/logs/db-restart.log', import.meta.url))
  const lines = readFileSync(fixture, 'utf8')
    .split('\n')
    .filter(line => line.startsWith('{"timestamp"'))
    .map(line => line.slice(line.indexOf('",') + 1))
  const file = await open(path, 'w')
  const startMs = Date.UTC(2026, 10, 20)
  for (let at = 0; at < count; at += 50_000) {
    let text = ''
    for (let n = at; n < Math.min(count, at + 50_000); n++) {
      const iso = new Date(startMs + n * 37).toISOString()
      text += `{"timestamp":"${iso.slice(0, 10)} ${iso.slice(11, 23)} Z"${lines[n % lines.length]}\n`
    }
    await file.write(text)
  }
  await file.close()
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Also what WCAG 2.2 asks of the size of targets, which axe leaves out by itself. */
async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axeSource)
  const found = await page.evaluate<{ violations: { id: string; nodes: { html: string }[] }[] }>(
    "axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })",
  )
  return found.violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(node => node.html.slice(0, 200)).join(' ')}`,
  )
}
