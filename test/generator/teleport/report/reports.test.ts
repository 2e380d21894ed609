// readme.html in a browser, report.txt and manifest.json: what a person and a program learn from them.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { manifest } from '../../../../generator/teleport/report/manifest.js'
import { reportModel, type AgentResult, type DumpFacts } from '../../../../generator/teleport/report/model.js'
import { readmePage } from '../../../../generator/teleport/report/page.js'
import { reportText } from '../../../../generator/teleport/report/text.js'
import { violations } from '../../../viewer/axe.js'
import { launchChromium } from '../../../viewer/chromium.js'

let browser: Browser
beforeAll(async () => {
  browser = await launchChromium()
}, 60_000)
afterAll(() => browser.close())

const hostile = '<img src=x onerror="alert(1)">&\u202e\n'

const agent = (name: string, more: Partial<AgentResult> = {}): AgentResult => ({
  id: name,
  name,
  services: 'Node',
  version: '17.1.0',
  folder: `nodes/${name}`,
  outcome: 'collected',
  ms: 1234,
  ...more,
})

const facts: DumpFacts = {
  tool: { name: 'support-packet', version: '1.2.3' },
  startedAt: new Date('2026-11-21T08:00:00Z'),
  endedAt: new Date('2026-11-21T08:01:05Z'),
  mode: 'default',
  way: 'tsh',
  cluster: { name: 'teleport.example.com', version: '17.1.0' },
  secretsRemoved: 12,
  names: 'kept',
  cancelled: false,
  agents: [
    agent('node-a'),
    agent('node-b', { outcome: 'failed', reason: 'no tunnel', message: 'no tunnel connection found' }),
    agent(hostile, { outcome: 'failed', reason: hostile, folder: 'nodes/odd name' }),
  ],
  attempts: [
    {
      scope: 'objects',
      what: 'tctl get node',
      entry: 'objects/tctl_get_node.yaml',
      outcome: 'succeeded',
      ms: 5,
      bytes: 812,
    },
    {
      scope: 'objects',
      what: 'tctl get user',
      entry: 'objects/tctl_get_user.yaml',
      outcome: 'denied',
      reason: 'access denied to perform action "list" on "user"',
      ms: 5,
      bytes: 0,
    },
    {
      scope: 'objects',
      what: 'tctl get bot',
      entry: 'objects/tctl_get_bot.yaml',
      outcome: 'absent',
      reason: 'unsupported resource',
      ms: 5,
      bytes: 0,
    },
    {
      scope: 'node',
      node: 'node-a',
      what: 'journal',
      entry: 'nodes/node-a/teleport.service/log.txt',
      outcome: 'cut',
      reason: 'only the newest part: the limit of a file',
      ms: 5,
      bytes: 5_000_000,
      originalBytes: 9_000_000,
    },
  ],
  entries: [
    { name: 'objects/tctl_get_node.yaml', bytes: 812 },
    { name: 'nodes/node-a/teleport.yaml', bytes: 400 },
    {
      name: 'nodes/node-a/teleport.service/log.txt',
      bytes: 5_000_000,
      cut: 'entry',
      originalBytes: 9_000_000,
    },
    { name: 'nodes/odd name/node.error', bytes: 5 },
  ],
}

const textOf = (pieces: Iterable<Buffer>): string => Buffer.concat([...pieces]).toString('utf8')

async function opened(given: DumpFacts, scheme: 'light' | 'dark' = 'light', width = 1280): Promise<Page> {
  const page = await browser.newPage({
    colorScheme: scheme,
    offline: true,
    bypassCSP: true,
    viewport: { width, height: 900 },
  })
  await page.setContent(textOf(readmePage(reportModel(given))))
  return page
}

describe('readme.html', () => {
  test('says first whether the dump is complete, then what is missing and what helps', async () => {
    const page = await opened(facts)
    expect(await page.locator('h1').textContent()).toBe('Teleport support dump')
    expect(await page.locator('header > p').textContent()).toContain('Not complete.')
    const missing = await page.locator('#missing').innerText()
    expect(missing).toContain('no tunnel')
    expect(missing).toContain('no fault of the cluster')
    expect(await page.locator('#instances tbody tr').count()).toBe(3)
    await page.close()
  })

  test('leads to the files, by names that a browser understands', async () => {
    const page = await opened(facts)
    const targets = await page
      .locator('main a[href]')
      .evaluateAll(links => links.map(link => link.getAttribute('href')))
    for (const target of [
      'objects/tctl_get_node.yaml',
      'nodes/node-a/teleport.yaml',
      'nodes/odd%20name/node.error',
      'report.txt',
      'manifest.json',
    ])
      expect(targets).toContain(target)
    await page.close()
  })

  test('shows what hosts say as text, and runs nothing', async () => {
    const html = textOf(readmePage(reportModel(facts)))
    expect(html).not.toMatch(/<img|<script|\u202e/)
    const page = await opened(facts)
    expect(await page.locator('img, script').count()).toBe(0)
    expect(await page.locator('#instances').innerText()).toContain('<img src=x onerror=')
    await page.close()
  })

  test.each(['light', 'dark'] as const)('can be read by everybody, %s', async scheme => {
    const page = await opened(facts, scheme)
    expect(await violations(page)).toEqual([])
    await page.close()
  })

  test('needs no sideways scrolling on a small screen', async () => {
    const page = await opened(facts, 'light', 380)
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(380)
    await page.close()
  })
})

test('a dump without trouble is complete, also where kinds are not known or not allowed', () => {
  const fine = { ...facts, agents: [agent('node-a')], attempts: facts.attempts.slice(0, 3) }
  expect(reportModel(fine).verdict).toBe('complete')
  expect(textOf(reportText(reportModel(fine)))).toMatch(/^Teleport support dump: COMPLETE\n/)
})

test('a refusal of what every question needs makes it incomplete, as does a cancel', () => {
  const denied = facts.attempts.map(attempt => ({ ...attempt, what: attempt.what.replace('user', 'role') }))
  expect(reportModel({ ...facts, agents: [], attempts: denied }).verdict).toBe('partial')
  expect(
    reportModel({ ...facts, agents: [], attempts: facts.attempts.slice(0, 1), cancelled: true }).verdict,
  ).toBe('partial')
  expect(reportModel({ ...facts, agents: [], attempts: [] }).verdict).toBe('nothing')
  const alone = facts.attempts.slice(0, 1).map(attempt => ({ ...attempt, what: 'tctl version' }))
  expect(reportModel({ ...facts, agents: [], attempts: alone }).verdict).toBe('nothing')
})

test('equal failures of many instances are told once', () => {
  const many = Array.from({ length: 500 }, (_, index) =>
    agent(`n-${index}`, { outcome: 'failed', reason: 'timeout', message: `10.0.0.${index}:22` }),
  )
  const { troubles } = reportModel({ ...facts, agents: many, attempts: [] })
  expect(troubles).toHaveLength(1)
  expect(troubles[0]).toMatchObject({ count: 500, reason: 'timeout', outcome: 'failed' })
  expect(troubles[0]?.nodes).toHaveLength(6)
})

test('manifest.json has everything that report.txt has', () => {
  const model = reportModel(facts)
  const read = JSON.parse(textOf(manifest(model))) as Record<string, unknown>
  expect(read).toMatchObject({
    format: 'teleport-support-dump',
    version: 1,
    complete: false,
    verdict: 'partial',
    counts: { succeeded: 1, denied: 1, absent: 1, cut: 1 },
  })
  expect(read['nodes']).toHaveLength(3)
  expect(read['attempts']).toHaveLength(4)
  expect(read['files']).toContainEqual({
    path: 'nodes/node-a/teleport.service/log.txt',
    bytes: 5_000_000,
    truncated: 'entry',
    original_bytes: 9_000_000,
  })
  const empty = JSON.parse(
    textOf(manifest(reportModel({ ...facts, agents: [], attempts: [], entries: [] }))),
  ) as { nodes: unknown }
  expect(empty.nodes).toEqual([])
})

test('report.txt has one line for each attempt, whatever hosts say', () => {
  const lines = textOf(reportText(reportModel(facts))).split('\n')
  const from = lines.indexOf('Everything that was tried')
  expect(lines.slice(from + 2).filter(line => line !== '')).toHaveLength(4)
  expect(lines.join('\n')).not.toMatch(/[\u202e\u0000-\u0008]/)
})
