// What axe finds on a page, and keys pressed one after the other: what every test of the page in a browser does.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

interface AxeResult {
  readonly violations: readonly {
    readonly id: string
    readonly nodes: readonly { readonly target: unknown; readonly failureSummary: string }[]
  }[]
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Ids and places of what axe finds. Its script is run by the test, since the page itself allows no foreign one. `rules`: only these. */
export async function violations(page: Page, rules?: readonly string[]): Promise<readonly string[]> {
  await page.evaluate(axe)
  // The size of targets is asked by WCAG 2.2, and left out by axe unless it is named.
  const all = { rules: { 'target-size': { enabled: true } } }
  const options = JSON.stringify(rules === undefined ? all : { runOnly: rules })
  const result = await page.evaluate<AxeResult>(`axe.run(document, ${options})`)
  return result.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${JSON.stringify(target)} ${failureSummary}`),
  )
}

export async function press(page: Page, ...keys: readonly string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key)
}
