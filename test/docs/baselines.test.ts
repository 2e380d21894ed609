// The examples of docs/baselines.md are what the programs read, and its table names every check.
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readBaseline } from '../../analyzer/baseline/read.js'
import { checkOf } from '../../analyzer/checks/check-of-code.js'
import { problemCodes } from '../../analyzer/documents/problem-codes.js'
import { packetProblemCodes } from '../../analyzer/packet/problem-codes.js'
import { cli } from '../cli/run-cli.js'

const text = await readFile('docs/baselines.md', 'utf8')
const examples = [...text.matchAll(/```yaml\n(.*?)```/gs)].map(([, yaml = '']) => yaml)

test('the baseline and the settings shown are accepted, with the rules and areas they name', async () => {
  const [baseline = '', settings = ''] = examples
  expect(examples).toHaveLength(2)
  expect(readBaseline(baseline)).toMatchObject({ kind: 'ok' })
  const folder = await mkdtemp(join(tmpdir(), 'support-packet-docs-'))
  try {
    await mkdir(join(folder, 'our-rules'))
    await writeFile(join(folder, 'our-rules', 'our-own-rule.yaml'), ownRule)
    await installRules(folder, '@acme/chat-rules', ownRule.replace('our-own-rule', 'chat-rule'))
    await writeFile(join(folder, 'known.yaml'), baseline)
    await writeFile(join(folder, 'support-packet.config.yaml'), settings)
    const config = join(folder, 'support-packet.config.yaml')
    const { code, stderr } = await cli(
      ['analyze', '--quiet', '--config', config, 'samples/healthy-11-6.zip'],
      {
        now: () => new Date('2026-12-01T00:00:00Z'),
      },
    )
    expect([code, stderr]).toEqual([1, ''])
    const validated = await cli(['validate', '--quiet', '--config', config, 'samples/healthy-11-6.zip'])
    expect(validated.code).toBe(1)
    expect(validated.stdout).toContain('3 nodes expected')
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})

const ownRule = `id: our-own-rule
title: A rule of our own
severity: info
product: mattermost
when: config.ServiceSettings.EnableDeveloper
message: Developer mode is on.
why: It is slower.
fix: Turn it off.
examples:
  - { given: { config: { ServiceSettings: { EnableDeveloper: true } } }, expect: finding }
  - { given: { config: { ServiceSettings: { EnableDeveloper: false } } }, expect: pass }
  - { given: { config: {} }, expect: skip }
`

/** As npm would. */
async function installRules(folder: string, name: string, rule: string): Promise<void> {
  const installed = join(folder, 'node_modules', name)
  await mkdir(join(installed, 'rules'), { recursive: true })
  await writeFile(
    join(installed, 'package.json'),
    JSON.stringify({ name, version: '1.0.0', 'support-packet': { rules: 'rules' } }),
  )
  await writeFile(join(installed, 'rules', 'chat-rule.yaml'), rule)
}

test('every check that a problem can belong to is explained', () => {
  const codes = Object.keys({ ...packetProblemCodes, ...problemCodes })
  for (const id of new Set(codes.map(checkOf))) expect(text).toContain(`\`${id}\``)
})
