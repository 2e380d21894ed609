// A Teleport dump in a real browser: hosts by their names, the cluster as a map and as a table, its objects, accessibility, narrow screens.
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { packetOf } from '../../analyzer/packet/memory.js'
import { realAnalyzer } from '../../viewer/server/analyzer.js'
import { press, violations } from './axe.js'
import { setStage, type ShowOptions, type Stage } from './page.js'
import { sampleAnalyzer } from './sample-analysis.js'

const sample = (name: string) => fileURLToPath(new URL(`../../samples/${name}.zip`, import.meta.url))
const real = realAnalyzer()

let stage: Stage
beforeAll(async () => {
  stage = await setStage()
})
afterEach(() => stage.clear())
afterAll(() => stage.close())

async function open(name: string, options: ShowOptions = {}) {
  const shown = await stage.show([sample(name)], { analyzer: real, ...options })
  await shown.page.locator('.verdict').waitFor()
  const base = `${shown.origin}${new URL(shown.page.url()).pathname}`
  const go = async (path: string, ready: string) => {
    await shown.page.goto(`${base}${path}`)
    await shown.page.locator(ready).first().waitFor()
  }
  return { ...shown, go }
}

test('the passport names the hosts, and shows when the log of each begins and ends', async () => {
  const { page, complaints } = await open('teleport-healthy')
  const windows = page.locator('.log-windows li')
  await windows.filter({ hasText: 'tp-proxy-1' }).waitFor()
  await windows.filter({ hasText: 'tp-node-2' }).getByRole('link').click()
  await page.getByRole('heading', { name: 'Logs' }).waitFor()
  expect(page.url()).toMatch(/\/logs\?q=node%3A3fbbee11/)
  await page.getByRole('button', { name: /^tp-node-2 \d/ }).waitFor()
  await page.locator('.record', { hasText: 'tp-node-2' }).first().waitFor()
  expect(complaints).toEqual([])
})

test('the cluster is a map from which a host opens, and a table of the same', async () => {
  const { page, complaints } = await open('teleport-auth-down')
  await press(page, 'g', 'n')
  const map = page.getByRole('region', { name: 'Map' })
  const gone = map.locator('.map-mark', { hasText: 'not running' })
  await gone.click()
  const panel = page.getByRole('complementary', { name: 'Hosts' })
  await panel.getByText('How it ended').waitFor()
  await page.locator('.data-table tr.is-open', { hasText: 'not running' }).waitFor()
  await press(page, 'Escape')
  await panel.waitFor({ state: 'detached' })
  await press(page, '/')
  await page.keyboard.type('proxy')
  await page.locator('.data-table tbody tr', { hasText: 'tp-proxy-1' }).waitFor()
  await page.locator('.data-table tbody tr', { hasText: 'Auth Service' }).waitFor({ state: 'detached' })
  expect(complaints).toEqual([])
})

test('of a thousand hosts the map shows those that need a look, and a number that lists the rest', async () => {
  const ends = (number: number) => (number === 700 ? '2026-11-21T08:00:00Z' : '2026-11-21T09:42:00Z')
  const hosts = Array.from(
    { length: 1000 },
    (_, number) =>
      `kind: node\nmetadata:\n  expires: "${ends(number)}"\n  name: 00000000-0000-4000-8000-${String(number).padStart(12, '0')}\nspec:\n  addr: 10.0.0.1:3022\n  hostname: host-${number}\n  version: 11.0.0\nversion: v2\n`,
  )
  const packet = packetOf({
    'objects/tctl_get_node.yaml': hosts.join('---\n'),
    'nodes/04fe8be0-09b6-4cad-8bfa-dc94cb886f45/identity.json':
      '{"hostname":"tp-auth-1","version":"11.0.0","running":true,"roles":["auth"],"collected_at":"2026-11-21T09:35:00Z"}',
  })
  const { page, origin } = await stage.show(['big.zip'], {
    analyzer: { ...sampleAnalyzer, openPackets: () => Promise.resolve([{ kind: 'ok', packet }]) },
  })
  await page.locator('.verdict').waitFor()
  await page.goto(`${origin}${new URL(page.url()).pathname}/cluster`)
  const map = page.getByRole('region', { name: 'Map' })
  await map.locator('.map-mark', { hasText: 'host-700' }).getByText('heartbeat ended').waitFor()
  expect(await map.locator('.map-mark').count()).toBeLessThan(40)
  await map.getByRole('button', { name: 'List all 1,000' }).click()
  await page.getByText('1,000 of 1,001 rows').waitFor()
  expect(page.url()).toContain('is=part~SSH')
})

test('objects of the cluster are tables; an empty one says whether there is none', async () => {
  const { page, go } = await open('teleport-healthy')
  await press(page, 'g', 'u')
  await page.getByRole('button', { name: /^Tokens/ }).click()
  await page.locator('.data-table', { hasText: 'iam-nodes' }).waitFor()
  await go('/cluster?part=tunnels', '.note')
  await page.getByText('The cluster has no reverse tunnels to other clusters.').waitFor()
})

test.each(['light', 'dark'] as const)(
  'pages of a cluster break no rule of accessibility, in the %s theme',
  async theme => {
    const { page, go } = await open('teleport-healthy', { theme })
    for (const [path, ready] of [
      ['', '.log-windows a'],
      ['/cluster', '.map-mark'],
      ['/cluster?part=heartbeats', '.data-table'],
      ['/resources', '.data-table'],
      ['/resources?part=asked', '.data-table'],
    ] as const) {
      await go(path, ready)
      expect(await violations(page), path).toEqual([])
    }
  },
  180_000,
)

test('at 390 pixels no page of a cluster is wider than the screen', async () => {
  const { page, go } = await open('teleport-healthy', { width: 390 })
  for (const [path, ready] of [
    ['', '.log-windows a'],
    ['/cluster', '.map-mark'],
    ['/resources?part=roles', '.data-table'],
  ] as const) {
    await go(path, ready)
    expect(await page.evaluate('document.documentElement.scrollWidth'), path).toBe(390)
  }
})
