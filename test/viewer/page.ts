// A real server with the built page, and a real browser on it, for tests of the page.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { serveViewer, type ServeOptions, type Viewer } from '../../viewer/server/serve.js'
import { launchChromium } from './chromium.js'
import { sampleAnalyzer } from './sample-analysis.js'

export interface Stage {
  /** Serves these packets, and opens the start address; every message of the browser's console fails the test. */
  show(packets: readonly string[], options?: ShowOptions): Promise<Shown>
  /** Ends what was shown so far. */
  clear(): Promise<void>
  close(): Promise<void>
}

export interface ShowOptions extends Partial<ServeOptions> {
  readonly width?: number
  readonly theme?: 'light' | 'dark'
}

export interface Shown {
  readonly page: Page
  readonly viewer: Viewer
  readonly origin: string
  /** What the browser complained of: script errors and refusals by the security policy. */
  readonly complaints: readonly string[]
}

interface BuildScript {
  buildViewer(outDir: string): Promise<void>
}

/** The bundle is built once a test file. */
export async function setStage(): Promise<Stage> {
  const assets = await mkdtemp(join(tmpdir(), 'viewer-page-test-'))
  const script = '../../scripts/build-viewer.mjs'
  const build = (await import(script)) as BuildScript
  await build.buildViewer(assets)
  const browser: Browser = await launchChromium()
  const viewers: Viewer[] = []

  async function show(
    packets: readonly string[],
    { width = 1440, theme = 'light', ...serve }: ShowOptions = {},
  ) {
    const state = join(assets, 'state')
    const viewer = await serveViewer({
      packets,
      port: 0,
      assets,
      state,
      analyzer: sampleAnalyzer,
      ...serve,
    })
    viewers.push(viewer)
    const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: theme })
    const origin = new URL(viewer.url).origin
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin })
    const page = await context.newPage()
    const complaints: string[] = []
    page.on('console', message => {
      if (message.type() === 'error') complaints.push(message.text())
    })
    page.on('pageerror', error => complaints.push(error.message))
    await page.goto(viewer.url)
    return { page, viewer, origin, complaints }
  }

  async function clear() {
    for (const context of browser.contexts()) await context.close()
    for (const viewer of viewers.splice(0)) await viewer.close()
  }

  return {
    show,
    clear,
    async close() {
      await clear()
      await browser.close()
      await rm(assets, { recursive: true, force: true })
    },
  }
}
