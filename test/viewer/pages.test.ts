// The pages beyond findings, files and logs in a real browser, with real packets: what they show, their keys, accessibility,
// narrow screens, hostile names, ten thousand rows; and how large the first view is.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Analyzer } from '../../viewer/server/analyzer.js'
import { realAnalyzer } from '../../viewer/server/analyzer.js'
import { packetOf } from '../../analyzer/packet/memory.js'
import { press, violations } from './axe.js'
import { setStage, type ShowOptions, type Stage } from './page.js'
import { sampleAnalysis, sampleAnalyzer } from './sample-analysis.js'

const sample = (name: string) => fileURLToPath(new URL(`../../samples/${name}.zip`, import.meta.url))
const real = realAnalyzer()

let stage: Stage
beforeAll(async () => {
  stage = await setStage()
})
afterEach(() => stage.clear())
afterAll(() => stage.close())

/** Opens a packet, judged by the real rules unless told otherwise; `go` shows a page of it. */
async function open(packet: string, options: ShowOptions = {}) {
  const shown = await stage.show([packet], options)
  await shown.page.locator('.verdict').waitFor()
  const base = `${shown.origin}${new URL(shown.page.url()).pathname}`
  const go = async (path: string, ready: string) => {
    await shown.page.goto(`${base}${path}`)
    await shown.page.locator(ready).first().waitFor()
  }
  return { ...shown, go, base }
}

async function copied(page: Page): Promise<string> {
  return String(await page.evaluate('navigator.clipboard.readText()'))
}

test('the configuration opens on what differs from defaults, and a setting opens with what rules say of it', async () => {
  const { page, complaints } = await open(sample('ha-config-drift'))
  await press(page, 'g', 'c')
  await page.getByText('23 of 619 settings').waitFor()
  await press(page, '/')
  await page.keyboard.type('maxopen')
  await page.getByText('1 of 619 settings').waitFor()
  await press(page, 'Escape', 'j', 'Enter')
  const panel = page.getByRole('complementary', { name: 'Setting' })
  await panel.getByText('differs from the default').waitFor()
  await panel.getByText('All database connections of the server are in use').waitFor()
  expect(page.url()).toContain('key=SqlSettings.MaxOpenConns')
  await panel.getByRole('button', { name: 'Copy path' }).click()
  expect(await copied(page)).toBe('SqlSettings.MaxOpenConns')
  await press(page, 'Escape')
  await panel.waitFor({ state: 'detached' })
  expect(complaints).toEqual([])
})

test('the palette goes to a setting', async () => {
  const { page } = await open(sample('ha-config-drift'))
  await press(page, 'Control+k')
  await page.getByRole('combobox', { name: /Go to/ }).fill('config maxidleconns')
  await page.getByRole('option', { name: /SqlSettings.MaxIdleConns/ }).waitFor()
  await press(page, 'Enter')
  await page.getByRole('complementary', { name: 'Setting' }).getByText('MaxIdleConns').waitFor()
})

test('settings that the nodes do not share stand side by side', async () => {
  const { page, go } = await open(sample('ha-config-drift'))
  await go('/config?part=nodes', '.settings-table')
  const row = page.locator('tr', { hasText: 'MaxOpenConns' })
  expect(await row.locator('td').allInnerTexts()).toEqual(['MaxOpenConns', '40', '5', '100'])
})

test('evidence in the configuration opens it at the key', async () => {
  const { page } = await open(sample('ha-config-drift'), { analyzer: real })
  await press(page, 'g', 'f', 'j', '.')
  const evidence = page.getByRole('complementary', { name: 'Evidence' })
  await evidence.getByRole('link', { name: 'Open in page' }).click()
  await page.getByRole('heading', { name: 'Configuration' }).waitFor()
  await page.getByRole('complementary', { name: 'Setting' }).getByText('SiteURL').first().waitFor()
})

test('a table is sorted by its heading, searched, copied, and a row opens in the panel', async () => {
  const { page, go, complaints } = await open(sample('healthy-11-6'))
  await go('/schema?part=tables', '.data-table')
  const first = () => page.locator('.data-table tbody tr').first().locator('td').first().innerText()
  await page.getByRole('button', { name: 'Columns' }).click()
  await page.locator('th[aria-sort=descending]', { hasText: 'Columns' }).waitFor()
  expect(await first()).toBe('users')
  expect(page.url()).toContain('sort=-columns')
  await press(page, '/')
  await page.keyboard.type('webhook')
  await page.getByText(/^\d of \d+ rows$/).waitFor()
  await page.getByRole('button', { name: 'Copy as TSV' }).click()
  expect((await copied(page)).split('\n')[0]).toMatch(/^Table\tBelongs to\tColumns\t/)
  await page.locator('body').click()
  await press(page, 'Escape', 'j', 'Enter')
  const panel = page.getByRole('complementary', { name: 'Tables' })
  await panel.getByText('character varying(26) NOT NULL').first().waitFor()
  await panel.getByRole('link', { name: /Open line/ }).click()
  await page.locator('.lines .is-marked').waitFor()
  expect(complaints).toEqual([])
})

test('a flame graph is walked, zoomed and left by keyboard, and a function shows who calls it', async () => {
  const { page, go, complaints } = await open(sample('login-storm'))
  await go('/profiles', '.flame-call')
  await page.getByText('CPU time: 5.0 s: 101 % of one processor').waitFor()
  await page.getByRole('group', { name: /Flame graph/ }).focus()
  await press(page, 'ArrowDown', 'ArrowDown')
  await page.locator('.flame-call', { hasText: 'net/http.serverHandler.ServeHTTP' }).waitFor()
  await press(page, 'Enter')
  await page.waitForURL(/fn=2/)
  await page.getByRole('button', { name: 'Callers and callees' }).click()
  const panel = page.getByRole('complementary', { name: 'Function' })
  await panel.getByRole('button', { name: 'net/http.(*conn).serve' }).waitFor()
  await panel.getByRole('button', { name: 'github.com/gorilla/mux.(*Router).ServeHTTP' }).waitFor()
  await press(page, 'Escape')
  await page.getByRole('button', { name: 'Show all' }).click()
  expect(page.url()).not.toContain('fn=')
  expect(complaints).toEqual([])
})

test('two nodes are compared by their profiles', async () => {
  const { page, go } = await open(sample('ha-config-drift'))
  await go('/profiles?part=changes', 'select')
  const other = page.getByRole('combobox', { name: 'Compared with' })
  // The only other one is taken without asking.
  expect(await other.locator('option:checked').innerText()).toBe('mm-app-2/cpu.prof')
  await page.locator('.data-table', { hasText: 'Itself, change' }).waitFor()
})

test('metrics are picked from the list and drawn, each with its figures', async () => {
  const { page, go, complaints } = await open(sample('metrics-db-stall'))
  await go('/metrics', '.uplot')
  await page
    .getByRole('img', { name: /go_sql_in_use_connections: last 0, least 0, most 12 at 09:05:36/ })
    .waitFor()
  await press(page, '/')
  await page.keyboard.type('open_fds')
  await press(page, 'Escape', 'j', 'Enter')
  await page.getByRole('img', { name: /mattermost_process_open_fds/ }).waitFor()
  expect(page.url()).toContain('mattermost_process_open_fds')
  expect(complaints).toEqual([])
})

test('a finding is marked with a note, which is there again in the next run', async () => {
  const state = await mkdtemp(join(tmpdir(), 'viewer-state-'))
  const options = { state }
  const { page } = await open(sample('db-restart'), options)
  await press(page, 'g', 'f', 'j', 'Enter')
  await page.getByRole('textbox', { name: /Note/ }).fill('told the customer')
  await page.getByRole('textbox', { name: /Note/ }).blur()
  await page.locator('.facts', { hasText: 'told the customer' }).waitFor()
  await page.getByRole('button', { name: 'Copy as Markdown', exact: true }).click()
  expect(await copied(page)).toContain('- Note: told the customer')
  const next = await open(sample('db-restart'), options)
  await press(next.page, 'g', 'f')
  await next.page.locator('.facts', { hasText: 'told the customer' }).waitFor()
  await rm(state, { recursive: true })
})

test('a dismissed finding is out of the way, and comes back when it is asked for', async () => {
  const { page } = await open(sample('db-restart'))
  await press(page, 'g', 'f', 'j', 'x')
  await page.getByText('1 dismissed finding is not shown.').waitFor()
  await page.getByText('2 of 3 findings').waitFor()
  await page.getByRole('button', { name: 'Show dismissed ones' }).click()
  await press(page, 'j', 'x')
  await page.getByRole('button', { name: 'Show all 3' }).click()
  await page.getByText('3 findings', { exact: true }).waitFor()
})

test('what the packet lacks becomes a question that can be copied', async () => {
  const { page } = await open(sample('healthy-9-11'), { analyzer: real })
  await page.getByText('Question to the customer').click()
  await page.getByRole('button', { name: 'Copy question' }).click()
  expect(await copied(page)).toMatch(/^Hello,\n\nthank you for the support packet \(healthy-9-11\.zip/)
})

test('the report has every finding in full, and prints without what is only for the screen', async () => {
  const { page, complaints } = await open(sample('db-restart'), { theme: 'dark' })
  await page.getByRole('link', { name: 'Report to print' }).click()
  await page.getByText('Find out why PostgreSQL restarted.').waitFor()
  expect(await page.locator('.report-finding').count()).toBe(3)
  await page.emulateMedia({ media: 'print' })
  expect(await page.locator('.rail').isVisible()).toBe(false)
  expect(await page.getByRole('button', { name: 'Print' }).isVisible()).toBe(false)
  expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)')
  // What scrolls on the screen is cut off on paper.
  expect(await page.evaluate('getComputedStyle(document.querySelector("main")).overflowY')).toBe('visible')
  expect(complaints).toEqual([])
})

test('YAML is read as a tree with paths, and what is no text as bytes', async () => {
  const { page, complaints } = await open(sample('db-restart'))
  await press(page, 'g', 'e')
  await page.getByRole('link', { name: 'permissions.yaml' }).click()
  await page.getByRole('button', { name: 'Structure' }).click()
  await page.getByRole('button', { name: 'Unfold 3' }).click()
  await page.getByRole('button', { name: 'name', exact: true }).first().click()
  await page.getByRole('button', { name: 'Copy path' }).click()
  expect(await copied(page)).toBe('roles[3].name')
  await page.getByRole('link', { name: /Open line/ }).click()
  await page.locator('.lines .is-marked', { hasText: 'name:' }).waitFor()
  await press(page, 'g', 'e')
  await page.getByRole('link', { name: 'cpu.prof' }).click()
  await page.locator('.hex .line', { hasText: '1f 8b 08' }).waitFor()
  expect(complaints).toEqual([])
})

const everyPage = [
  ['/config', '.settings-table'],
  ['/config?key=SqlSettings.MaxOpenConns', '.setting-rules'],
  ['/stats', '.data-table'],
  ['/jobs', '.data-table'],
  ['/plugins?row=.enabled.0', '.panel .fields'],
  ['/permissions?part=permissions&is=-', '.is-windowed'],
  ['/schema', 'h1'],
  ['/schema?part=tables', '.data-table'],
  ['/profiles', '.flame-call'],
  ['/profiles?part=functions', '.data-table'],
  ['/profiles?row=net%2Fhttp.(*conn).serve', '.sandwich'],
  ['/goroutines', '.data-table'],
  ['/metrics', '.uplot'],
  ['/findings?open=aa11', '.note-field'],
  ['?part=report', '.report-finding'],
  ['/entry/8?part=tree', '.tree .line'],
  ['', '.verdict'],
] as const

test.each(['light', 'dark'] as const)(
  'no page breaks a rule of accessibility, in the %s theme',
  async theme => {
    const { page, go, complaints } = await open(sample('metrics-db-stall'), { theme })
    for (const [path, ready] of everyPage) {
      await go(path, ready)
      expect(await violations(page), path).toEqual([])
    }
    expect(complaints).toEqual([])
  },
  240_000,
)

test('at 390 and 320 pixels no page is wider than the screen, and the page that is shown is in sight in the bar', async () => {
  const { page, go } = await open(sample('metrics-db-stall'), { width: 390, analyzer: real })
  for (const [path, ready] of everyPage.filter(([path]) => !path.includes('aa11'))) {
    for (const width of [390, 320]) {
      await page.setViewportSize({ width, height: 900 })
      await go(path, ready)
      expect(await page.evaluate('document.documentElement.scrollWidth'), path).toBe(width)
      expect(await page.evaluate('document.querySelector("main").scrollWidth'), path).toBeLessThanOrEqual(
        width,
      )
    }
  }
  await page.setViewportSize({ width: 390, height: 900 })
  await go('/metrics', '.uplot')
  const box = await page.locator('.rail [aria-current]').boundingBox()
  expect(box?.x).toBeGreaterThanOrEqual(0)
  expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(390)
  expect(await violations(page)).toEqual([])
}, 240_000)

test('where the system has its own colours, what is chosen is outlined', async () => {
  const { page, go } = await open(sample('metrics-db-stall'))
  await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' })
  await go('/goroutines', '.data-table')
  const outlines = await page.evaluate<readonly string[]>(
    `[...document.querySelectorAll('[aria-pressed=true], .rail [aria-current]')].map(e => getComputedStyle(e).outlineStyle)`,
  )
  expect(outlines.length).toBeGreaterThanOrEqual(2)
  expect(new Set(outlines)).toEqual(new Set(['solid']))
})

test('who waits for a lock is drawn with who may have it, and the lock opens its row', async () => {
  const { page, go, complaints } = await open(sample('login-storm'))
  await go('/goroutines?part=locks', '.blocked')
  const graph = page.getByRole('list', { name: 'Who waits for whom' })
  await graph.getByText('7 goroutines').waitFor()
  await graph.getByText('goroutine 3264').waitFor()
  await graph.getByRole('button', { name: /^lock 0x35eefc393e8/ }).click()
  await page.getByRole('complementary', { name: 'Blocked on locks' }).getByText('May be held by').waitFor()
  expect(await violations(page)).toEqual([])
  expect(complaints).toEqual([])
})

const markup = '<img src=x onerror=alert(1)>'

test('names with markup and escape codes are text on every page', async () => {
  const packet = packetOf(hostileFiles())
  const analyzer: Analyzer = {
    openPackets: () => Promise.resolve([{ kind: 'ok', packet }]),
    analyzePacket: sampleAnalysis,
  }
  const { page, go, complaints } = await open('hostile.zip', { analyzer })
  for (const [path, ready] of [
    ['/config?part=all', '.settings-table'],
    ['/config?part=all&key=MadeUp', '.settings-table'],
    ['/plugins', '.data-table'],
    ['/plugins?row=.enabled.0', '.panel'],
    ['/permissions?part=permissions', '.data-table'],
    ['/jobs?row=x_jobs.0', '.panel'],
    ['/schema?part=tables', '.data-table'],
    ['/goroutines', '.data-table'],
  ] as const) {
    await go(path, ready)
    await page.getByText(markup).first().waitFor()
    expect(await page.locator('main img, main script, .panel img').count(), path).toBe(0)
    expect(await page.getByText('\u001b').count(), path).toBe(0)
  }
  expect(complaints).toEqual([])
})

function hostileFiles(): Readonly<Record<string, string>> {
  const name = `${markup}\u001b[31m`
  return {
    'metadata.yaml': 'version: 1\ntype: support-packet\nserver_version: 11.0.0\n',
    'sanitized_config.json': JSON.stringify({
      ServiceSettings: { SiteURL: name },
      [markup]: { [name]: name },
    }),
    'plugins.json': JSON.stringify({ enabled: [{ id: name, name, version: name }], disabled: [] }),
    'permissions.yaml': `roles:\n- name: ${JSON.stringify(name)}\n  permissions:\n  - ${JSON.stringify(name)}\nschemes: []\n`,
    'jobs.yaml': `x_jobs:\n- id: a\n  type: ${JSON.stringify(name)}\n  status: error\n  data:\n    error: ${JSON.stringify(name)}\n`,
    'database_schema.yaml': `tables:\n- name: ${JSON.stringify(name)}\n  columns:\n  - name: ${JSON.stringify(name)}\n    data_type: text\n`,
    goroutines: `goroutine 1 [chan receive]:\nmain.f${markup}(0x1)\n\t/x.go:1 +0x1\n`,
    'mattermost.log': `{"timestamp":"2026-11-21 08:00:00.000 Z","level":"error","msg":"${markup}","caller":"x"}\n`,
  }
}

test('ten thousand rows are a table of which only those in sight are drawn', async () => {
  const permissions = Array.from({ length: 10_000 }, (_, at) => `  - permission_${at}`).join('\n')
  const packet = packetOf({
    'metadata.yaml': 'version: 1\ntype: support-packet\nserver_version: 11.0.0\n',
    'permissions.yaml': `roles:\n- name: big\n  permissions:\n${permissions}\nschemes: []\n`,
  })
  const analyzer: Analyzer = {
    ...sampleAnalyzer,
    openPackets: () => Promise.resolve([{ kind: 'ok', packet }]),
  }
  const { page, go } = await open('big.zip', { analyzer })
  await go('/permissions?part=permissions', '.is-windowed')
  await page.getByText('10,000 rows').waitFor()
  expect(await page.locator('.data-table tbody tr').count()).toBeLessThan(150)
  await page.evaluate('document.querySelector("main").scrollTo(0, 1e9)')
  await page.getByRole('button', { name: 'permission_9999' }).waitFor()
  await page.getByRole('button', { name: 'permission_9990' }).focus()
  await press(page, 'k', 'Enter')
  await page.getByRole('complementary', { name: 'Permissions' }).getByText('permission_9989').waitFor()
  expect(await page.locator('.data-table tbody tr').count()).toBeLessThan(150)
})

test('ten thousand findings are filtered and opened without holding the page up', async () => {
  const analyzer: Analyzer = {
    ...sampleAnalyzer,
    async analyzePacket(packet) {
      const analysis = await sampleAnalysis(packet)
      const [first] = analysis.findings
      if (first === undefined) return analysis
      const findings = Array.from({ length: 10_000 }, (_, at) => ({
        ...first,
        fingerprint: `many-${at}`,
        title: `Finding ${at}`,
      }))
      return { ...analysis, findings }
    },
  }
  const { page, go } = await open(sample('db-restart'), { analyzer })
  const startMs = performance.now()
  await go('/findings?open=many-9000', '.is-open')
  await page.getByText('10,000 findings').waitFor()
  await press(page, '/')
  await page.keyboard.type('finding 99')
  await page.getByText('111 of 10,000 findings').waitFor()
  expect(performance.now() - startMs).toBeLessThan(20_000)
})

test('the first view is at most 60 kB of script and style, compressed; other pages come when they are opened', async () => {
  const { page, viewer } = await stage.show([sample('db-restart')])
  const loaded: string[] = []
  await page.locator('.verdict').waitFor()
  const html = await (await fetch(viewer.url)).text()
  const names = [...html.matchAll(/\/assets\/([\w.-]+)/g)].map(([, name = '']) => name)
  loaded.push(...names, ...(await page.evaluate<string[]>(scriptsLoaded)))
  const sizes = await Promise.all(
    [...new Set(loaded)]
      .filter(name => /\.(?:js|css)$/.test(name))
      .map(async name => gzipSync(await (await fetch(new URL(`/assets/${name}`, viewer.url))).text()).length),
  )
  const total = sizes.reduce((sum, size) => sum + size, 0)
  expect(total).toBeGreaterThan(10_000)
  expect(total).toBeLessThan(60_000)
  expect(loaded.join()).not.toContain('metrics-page')
})

const scriptsLoaded = `performance.getEntriesByType('resource')
  .map(({ name }) => new URL(name).pathname).filter(path => path.startsWith('/assets/')).map(path => path.slice(8))`
