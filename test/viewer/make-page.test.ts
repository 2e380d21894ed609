// Having packets made in a real browser: the form, what is refused, a copy without secrets; and what is shown while logs are read.
import { createServer } from 'node:http'
import { readFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Analysis } from '../../analyzer/index.js'
import type { Analyzer } from '../../viewer/server/analyzer.js'
import { press, violations } from './axe.js'
import { setStage, type Stage } from './page.js'
import { sampleAnalysis, sampleAnalyzer } from './sample-analysis.js'

const dbRestart = fileURLToPath(new URL('../../samples/db-restart.zip', import.meta.url))
const token = 'qwertyuiopasdfghjklzxcvbnm'
const closing: (() => unknown)[] = []

let stage: Stage
beforeAll(async () => {
  stage = await setStage()
})
afterEach(async () => {
  await stage.clear()
  for (const close of closing.splice(0)) await close()
})
afterAll(() => stage.close())

/** A stand-in for a server that makes the sample, once it is let. */
async function serveSample() {
  const bytes = await readFile(dbRestart)
  let letGo: () => void = () => undefined
  const isLet = new Promise<void>(done => (letGo = done))
  const server = createServer((_, response) => {
    void isLet.then(() => {
      response.writeHead(200, { 'Content-Type': 'application/zip' })
      response.end(bytes)
    })
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  closing.push(() => {
    server.closeAllConnections()
    return new Promise(done => server.close(done))
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, letGo }
}

test('a packet is asked of a server by keyboard, says how far it is, opens, and can be saved', async () => {
  const { page, complaints } = await stage.show([])
  const { url, letGo } = await serveSample()
  await page.getByRole('link', { name: 'Make a packet' }).click()
  await page.getByLabel('Address of the server').fill(url)
  await page.getByLabel('Token of a system administrator').fill(token)
  await press(page, 'Enter')
  const row = page.locator('.row', { hasText: `Packet of ${url}` })
  await row.getByText('The server makes the packet').waitFor()
  await row.getByRole('button', { name: 'Cancel' }).waitFor()
  letGo()
  await page.getByRole('link', { name: 'Save the file' }).waitFor()
  expect(await page.content()).not.toContain(token)
  await page.getByRole('link', { name: 'Open', exact: true }).click()
  await page.locator('.verdict').waitFor()
  await page.goBack()
  await page.getByRole('button', { name: 'Take off the list' }).click()
  await page.getByRole('link', { name: 'Save the file' }).waitFor({ state: 'detached' })
  expect(complaints).toEqual([])
})

test('the token is gone from the form when the work has begun, and a cancelled one says so', async () => {
  const { page, origin } = await stage.show([])
  const { url } = await serveSample()
  await page.goto(`${origin}/make`)
  await page.getByLabel('Address of the server').fill(url)
  await page.getByLabel('Token of a system administrator').fill(token)
  await page.getByRole('button', { name: 'Make the packet' }).click()
  await page.getByRole('button', { name: 'Cancel' }).click()
  await page.getByText('Cancelled; nothing was kept.').waitFor()
  await page.goBack()
  await page.getByLabel('Token of a system administrator').waitFor()
  expect(await page.getByLabel('Token of a system administrator').inputValue()).toBe('')
})

test('what cannot be asked is said at the form, and what is typed stays', async () => {
  const { page, origin } = await stage.show([])
  await page.goto(`${origin}/make`)
  await page.getByLabel('Address of the server').fill('chat.example.com')
  await page.getByLabel('Token of a system administrator').fill('two words')
  await page.getByRole('button', { name: 'Make the packet' }).click()
  await page.getByRole('alert').filter({ hasText: 'https://chat.example.com' }).waitFor()
  expect(await page.getByLabel('Address of the server').inputValue()).toBe('chat.example.com')
  await page.getByLabel('Address of the server').fill('http://chat.example.com')
  await page.getByText('The token travels unencrypted').waitFor()
})

test('a copy without secrets is made of the packet that is open', async () => {
  const { page, complaints } = await stage.show([dbRestart])
  await page.locator('.verdict').waitFor()
  await page.getByRole('button', { name: 'Make a copy without secrets' }).click()
  const row = page.locator('.row', { hasText: 'Copy without secrets' })
  await row.getByText('Names, addresses and messages of people are still in it').waitFor()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    row.getByRole('link', { name: 'Save the file' }).click(),
  ])
  expect(download.suggestedFilename()).toBe('db-restart-sanitized.zip')
  expect(complaints).toEqual([])
})

test.each(['light', 'dark'] as const)(
  'forms break no rule of accessibility, in the %s theme',
  async theme => {
    const { page, origin } = await stage.show([], { theme })
    for (const part of ['server', 'installation', 'teleport']) {
      await page.goto(`${origin}/make?part=${part}`)
      await page.getByRole('button', { name: 'Make the packet' }).waitFor()
      expect(await violations(page), part).toEqual([])
    }
  },
  240_000,
)

test('at 390 pixels no form is wider than the screen', async () => {
  const { page, origin } = await stage.show([], { width: 390 })
  for (const part of ['server', 'installation', 'teleport']) {
    await page.goto(`${origin}/make?part=${part}`)
    await page.getByRole('button', { name: 'Make the packet' }).waitFor()
    expect(await page.evaluate('document.documentElement.scrollWidth'), part).toBe(390)
  }
})

/** Analyzes when it is let; what needs no logs is known before. */
function patientAnalyzer() {
  let letGo: () => void = () => undefined
  const isLet = new Promise<void>(done => (letGo = done))
  const analyzer: Analyzer = {
    ...sampleAnalyzer,
    async analyzePacket(packet, onProgress) {
      onProgress?.({ stage: 'logs', doneBytes: 120e6, totalBytes: 500e6 })
      await isLet
      return sampleAnalysis(packet)
    },
    async analyzeEarly(packet): Promise<Analysis> {
      const whole = await sampleAnalysis(packet)
      return { ...whole, findings: whole.findings.filter(({ observed }) => !observed) }
    },
  }
  return { analyzer, letGo: () => letGo() }
}

test('findings that need no logs are there while the logs are read, and the rest joins them', async () => {
  const { analyzer, letGo } = patientAnalyzer()
  const { page, complaints } = await stage.show([dbRestart], { analyzer })
  await page
    .getByText('120 MB of 500 MB of logs read, 24 %. Below is what can be said without them.')
    .waitFor()
  await page.getByRole('link', { name: 'Anybody can make an account' }).waitFor()
  await page.getByRole('link', { name: 'Findings 2 so far' }).click()
  await page.getByRole('button', { name: /Anybody can make an account/ }).click()
  await page.getByText('Anybody who reaches the server').waitFor()
  expect(await page.getByText('The database closed').count()).toBe(0)
  expect(await violations(page)).toEqual([])
  letGo()
  await page.getByRole('link', { name: 'Findings 3', exact: true }).waitFor()
  await page.getByRole('button', { name: /The database closed/ }).waitFor()
  await page.getByText('Anybody who reaches the server').waitFor()
  expect(complaints).toEqual([])
})

test('Enter on a finding whose evidence is in the panel opens its page, and folds nothing', async () => {
  const { page } = await stage.show([dbRestart])
  await page.locator('.verdict').waitFor()
  await press(page, 'g', 'f')
  await page.getByRole('heading', { name: 'Findings' }).waitFor()
  await press(page, 'j', '.')
  await page
    .getByRole('complementary', { name: 'Evidence' })
    .getByRole('link', { name: 'Open in page' })
    .waitFor()
  await press(page, 'Enter')
  await page.locator('.record.is-selected').waitFor()
  expect(page.url()).toMatch(/\/logs\?/)
})

test('what a baseline knows is put aside, counted nowhere, and shown with its reason when asked for', async () => {
  const suppressed = { kind: 'suppression', reason: 'accepted by <b>ops</b>', until: '2026-12-31' } as const
  const analyzer: Analyzer = {
    ...sampleAnalyzer,
    async analyzePacket(packet) {
      const whole = await sampleAnalysis(packet)
      const findings = whole.findings.map(one => (one.fingerprint === 'aa11' ? { ...one, suppressed } : one))
      return { ...whole, findings, summary: { ...whole.summary, suppressed: 1 } }
    },
  }
  const { page } = await stage.show([dbRestart], { analyzer })
  await page.getByRole('link', { name: '1 suppressed finding' }).waitFor()
  // What it explained counts: nothing that counts is hidden below what does not.
  await page.getByRole('link', { name: 'Findings 4', exact: true }).click()
  await page.getByText('1 suppressed finding is not shown.').waitFor()
  expect(await page.getByRole('button', { name: /The database closed/ }).count()).toBe(0)
  await page.getByRole('button', { name: 'Show suppressed ones' }).click()
  await page
    .getByRole('button', { name: /The database closed.*accepted by <b>ops<\/b>.*until 2026-12-31/ })
    .waitFor()
})
