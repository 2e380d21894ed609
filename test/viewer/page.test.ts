// The page in a real browser: the main path by mouse and by keyboard, addresses, uploads, hostile packets, accessibility.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { packetOf } from '../../analyzer/packet/memory.js'
import { realAnalyzer } from '../../viewer/server/analyzer.js'
import { press, violations } from './axe.js'
import { setStage, type Stage } from './page.js'
import { sampleAnalyzer } from './sample-analysis.js'

const dbRestart = fileURLToPath(new URL('../../samples/db-restart.zip', import.meta.url))
const cluster = fileURLToPath(new URL('../../samples/ha-config-drift.zip', import.meta.url))
const cause = /The database closed 12 connections/

let stage: Stage
beforeAll(async () => {
  stage = await setStage()
})
afterEach(() => stage.clear())
afterAll(() => stage.close())

test('the start address leads to the overview of the only packet, and leaves no token in it', async () => {
  const { page, complaints } = await stage.show([dbRestart])
  await page.locator('.verdict').filter({ hasText: cause }).waitFor()
  expect(page.url()).toMatch(/\/p\/[0-9a-f]{64}$/)
  expect(await page.title()).toBe('Overview · db-restart.zip · support-packet')
  expect(complaints).toEqual([])
})

test('a finding opens in place, its evidence in the panel, and the panel leads to the line', async () => {
  const { page, complaints } = await stage.show([dbRestart])
  await page.getByRole('link', { name: 'Findings 3', exact: true }).click()
  await page.getByRole('button', { name: cause }).click()
  await page.getByText('Find out why PostgreSQL restarted.').waitFor()
  await page.getByRole('button', { name: /mattermost\.log:24/ }).click()
  const panel = page.getByRole('complementary', { name: 'Evidence' })
  await panel.locator('.is-marked').filter({ hasText: 'Unable to save the Post.' }).waitFor()
  await panel.getByRole('link', { name: 'Open in page' }).click()
  await page.locator('.record.is-selected', { hasText: 'Unable to save the Post.' }).waitFor()
  expect(page.url()).toMatch(/\/logs\?(?=.*ev=aa11~1)(?=.*at=\d+\.24)/)
  await page.goBack()
  await page.getByRole('heading', { name: 'Findings' }).waitFor()
  await page.goBack()
  expect(page.url()).toContain('open=aa11')
  expect(page.url()).not.toContain('ev=')
  expect(complaints).toEqual([])
})

test('a real packet, judged by the real rules, shows its cause and the line that proves it', async () => {
  const { page, complaints } = await stage.show([dbRestart], { analyzer: realAnalyzer() })
  await page
    .locator('.verdict')
    .filter({ hasText: /database/i })
    .waitFor()
  await press(page, 'g', 'f', 'j', '.')
  const marked = page.getByRole('complementary', { name: 'Evidence' }).locator('.is-marked')
  await marked.filter({ hasText: /pq: / }).waitFor()
  expect(complaints).toEqual([])
})

test('the main path needs no mouse', async () => {
  const { page } = await stage.show([dbRestart])
  await page.locator('.verdict').waitFor()
  await press(page, 'g', 'f', 'j', 'Enter')
  await page.getByText('Find out why PostgreSQL restarted.').waitFor()
  await press(page, '.')
  await page.getByRole('complementary', { name: 'Evidence' }).getByText('Evidence 1 of 3').waitFor()
  await press(page, '.')
  await page.getByText('Evidence 2 of 3').waitFor()
  await press(page, 'j', 'j', 'Enter', 'Enter')
  await page.locator('.record.is-selected', { hasText: 'Unable to save the Post.' }).waitFor()
  await press(page, 'Escape', 'Control+k')
  await page.getByRole('combobox', { name: /Go to/ }).fill('file mattermost.log')
  await press(page, 'Enter')
  await page.locator('.lines .line').first().waitFor()
  await press(page, 'j', 'j', 'Enter')
  await page.getByRole('complementary', { name: 'Line' }).getByText('Line 2').waitFor()
  await press(page, 'Escape', 'g', 'o')
  await page.getByRole('heading', { name: 'Overview' }).waitFor()
})

test('c copies the finding as Markdown, with its evidence', async () => {
  const { page } = await stage.show([dbRestart])
  await page.locator('.verdict').waitFor()
  await press(page, 'g', 'f', 'j', 'c')
  await page.getByText('Copied the finding as Markdown.').waitFor()
  const copied = String(await page.evaluate('navigator.clipboard.readText()'))
  expect(copied).toContain('**critical: The database closed connections in use**')
  expect(copied).toContain('`mattermost.log:22`')
})

test('the palette goes to a file by a few letters', async () => {
  const { page } = await stage.show([dbRestart])
  await page.locator('.verdict').waitFor()
  await press(page, 'Control+k')
  await page.getByRole('combobox', { name: /Go to/ }).fill('file sanit')
  await press(page, 'Enter')
  await page.locator('.lines .line', { hasText: '"ServiceSettings"' }).waitFor()
})

test('t changes the theme, also against the system', async () => {
  const { page } = await stage.show([dbRestart], { theme: 'light' })
  await page.locator('.verdict').waitFor()
  const paper = () => page.evaluate('getComputedStyle(document.body).backgroundColor')
  expect(await paper()).toBe('rgb(255, 255, 255)')
  await press(page, 't', 't')
  await page.getByRole('button', { name: 'Theme: dark' }).waitFor()
  expect(await paper()).toBe('rgb(21, 24, 28)')
  await page.reload()
  await page.getByRole('button', { name: 'Theme: dark' }).waitFor()
  expect(await paper()).toBe('rgb(21, 24, 28)')
})

test('filters are in the address: a link shows a colleague the same list', async () => {
  const { page } = await stage.show([dbRestart])
  await page.locator('.verdict').waitFor()
  await press(page, 'g', 'f')
  await page
    .getByRole('button', { name: /^warning/ })
    .first()
    .click()
  await press(page, '/')
  await page.keyboard.type('open')
  await page.getByText('1 of 3 findings').waitFor()
  expect(page.url()).toMatch(/findings\?sev=warning&q=open$/)
  await page.goto(page.url())
  await page.getByText('1 of 3 findings').waitFor()
  expect(await page.getByRole('button', { name: cause }).count()).toBe(0)
})

test('a packet is opened by choosing a file and by dropping one, and removed with a way back', async () => {
  const { page, complaints } = await stage.show([])
  await page.getByText('No packet is open yet.').waitFor()
  await page.locator('input[type=file]').setInputFiles(dbRestart)
  await page.getByRole('link', { name: 'db-restart.zip' }).waitFor()
  await drop(page, 'other.zip', await readFile(cluster))
  await page.getByRole('link', { name: 'other.zip' }).waitFor()
  await drop(page, 'notes.txt', Buffer.from('no packet'))
  await page.locator('.row', { hasText: 'notes.txt' }).locator('.is-failure').waitFor()
  await page.getByRole('button', { name: 'Remove other.zip' }).click()
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByRole('link', { name: 'other.zip' }).waitFor()
  expect(complaints).toEqual([])
})

test('a page without the token says what to do, and shows nothing', async () => {
  const { viewer, page } = await stage.show([dbRestart])
  const stranger = await page.context().browser()?.newContext()
  const other = await stranger?.newPage()
  await other?.goto(viewer.url.replace(/token=.*/, 'token=wrong'))
  await other?.getByText('Open the address that `support-packet view` printed').waitFor()
  expect(await other?.getByText('db-restart').count()).toBe(0)
})

test('names and lines with markup and escape codes are shown as text', async () => {
  const entry = '<img src=x onerror=alert(1)>.log'
  const packet = packetOf({
    [entry]: `<script>alert(1)</script>\n\u001b[31mred\u202egnp\u0007\nhttp://evil.example/\n`,
    'sub/"><svg onload=alert(1)>.txt': 'x\n',
  })
  const { page, complaints } = await stage.show(['hostile.zip'], {
    analyzer: { ...sampleAnalyzer, openPackets: () => Promise.resolve([{ kind: 'ok', packet }]) },
  })
  await page.locator('.verdict').waitFor()
  await press(page, 'g', 'e')
  await page.getByRole('link', { name: entry }).click()
  await page.locator('.line', { hasText: '<script>alert(1)</script>' }).waitFor()
  await page.locator('.line', { hasText: '␛[31mred<U+202E>gnp␇' }).waitFor()
  expect(await page.locator('main a', { hasText: 'evil' }).count()).toBe(0)
  expect(await page.locator('main img, main script, main svg[onload]').count()).toBe(0)
  expect(complaints).toEqual([])
})

test('a log of two million lines scrolls to its end and to any line', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'viewer-long-log-'))
  await writeFile(join(folder, 'mattermost.log'), longLog(2_000_000))
  const { page } = await stage.show([folder])
  await page.locator('.verdict').waitFor()
  await press(page, 'Control+k')
  await page.getByRole('combobox', { name: /Go to/ }).fill('mattermost.log')
  await press(page, 'Enter')
  // The logs are read for the passport at the same time.
  await page.getByText('2,000,000 lines', { exact: true }).waitFor({ timeout: 90_000 })
  await page.getByRole('region', { name: /Lines of/ }).focus()
  await press(page, 'End')
  await page.locator('.line', { hasText: 'line 2000000' }).waitFor()
  await press(page, '/')
  await page.keyboard.type('1234567')
  await press(page, 'Enter')
  await page.locator('.is-marked', { hasText: 'line 1234567' }).waitFor()
  await page.mouse.move(700, 500)
  await page.mouse.wheel(0, 200)
  await page.locator('.line', { hasText: 'line 1234590' }).waitFor()
  expect(await page.locator('.line').count()).toBeLessThan(200)
  await rm(folder, { recursive: true })
}, 180_000)

test.each(['light', 'dark'] as const)(
  'no page breaks a rule of accessibility, in the %s theme',
  async theme => {
    const { page, origin } = await stage.show([dbRestart], { theme })
    await page.locator('.verdict').waitFor()
    const packet = `${origin}${new URL(page.url()).pathname}`
    const places = [
      [`${origin}/`, '.rows .row'],
      [packet, '.verdict'],
      [`${packet}/findings?open=aa11`, '.evidence'],
      [`${packet}/findings?open=aa11&ev=aa11~0`, '.context .is-marked'],
      [`${packet}/files`, '.files'],
      [`${packet}/entry/8?show=line#L3`, '.panel .whole'],
    ] as const
    for (const [address, ready] of places) {
      await page.goto(address)
      await page.locator(ready).first().waitFor()
      expect(await violations(page), address).toEqual([])
    }
    await press(page, '?')
    await page.locator('.keys').waitFor()
    expect(await violations(page), 'keys').toEqual([])
    await press(page, 'Escape', 'Control+k')
    await page.locator('.palette').waitFor()
    expect(await violations(page), 'palette').toEqual([])
  },
  240_000,
)

test('at 390 pixels nothing is wider than the screen', async () => {
  const { page, origin } = await stage.show([dbRestart, cluster], { width: 390 })
  await page.getByRole('link', { name: 'db-restart.zip' }).click()
  await page.locator('.verdict').waitFor()
  const packet = `${origin}${new URL(page.url()).pathname}`
  for (const address of [`${origin}/`, packet, `${packet}/findings?open=aa11&ev=aa11~0`, `${packet}/files`]) {
    await page.goto(address)
    await page.getByRole('heading', { level: 1 }).waitFor()
    expect(await page.evaluate('document.documentElement.scrollWidth'), address).toBe(390)
  }
})

test('at 390 pixels the line a link points at is in sight above the panel', async () => {
  const { page, origin } = await stage.show([dbRestart], { width: 390 })
  await page.locator('.verdict').waitFor()
  const entries = await page.evaluate<{ entries: { index: number; name: string }[] }>(
    `fetch('/api/packets' + location.pathname.slice(2) + '/entries').then(answer => answer.json())`,
  )
  const log = entries.entries.find(({ name }) => name === 'mattermost.log')
  await page.goto(`${origin}${new URL(page.url()).pathname}/entry/${log?.index ?? -1}?show=line#L22`)
  await page.locator('.panel .whole').waitFor()
  const line = page.locator('.lines .is-marked[data-line="22"]')
  await line.waitFor()
  const [lineBox, panelBox] = [await line.boundingBox(), await page.locator('.panel').boundingBox()]
  expect((lineBox?.y ?? Infinity) + (lineBox?.height ?? 0)).toBeLessThanOrEqual(panelBox?.y ?? 0)
})

/** A drop as the browser makes it: a file in a DataTransfer. */
async function drop(page: Page, name: string, bytes: Buffer) {
  const transfer = await page.evaluateHandle(`(() => {
    const transfer = new DataTransfer()
    const bytes = Uint8Array.from(atob('${bytes.toString('base64')}'), c => c.charCodeAt(0))
    transfer.items.add(new File([bytes], '${name}'))
    return transfer
  })()`)
  await page.getByRole('region', { name: 'Open packets' }).dispatchEvent('drop', { dataTransfer: transfer })
}

function longLog(lines: number): Buffer {
  const parts: string[] = []
  for (let line = 1; line <= lines; line++) parts.push(`{"level":"info","msg":"line ${line}"}\n`)
  return Buffer.from(parts.join(''))
}
