// What the README shows is what the command prints.
import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { analyzeFile } from '../analyzer/index.js'
import { defaultReportOptions } from '../analyzer/reports/index.js'
import { textReport } from '../analyzer/reports/text.js'

test('the report at the top of the README is the real one', async () => {
  const readme = await readFile('README.md', 'utf8')
  const example = /```console\n\$ npx support-packet analyze (\S+)\n([\s\S]*?)\n…\n```/.exec(readme)
  const [, sample = '', shown = ''] = example ?? []
  expect(shown).not.toBe('')
  const text = textReport.format(await analyzeFile(sample), defaultReportOptions)
  expect(text).toContain(shown)
})
