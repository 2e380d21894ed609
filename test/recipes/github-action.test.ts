// The composite action: its shell parts are run as the runner runs them, by bash with the inputs as variables.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { load } from 'js-yaml'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openWorkspace, type Workspace } from './shell.js'

interface Step {
  readonly id?: string
  readonly uses?: string
  readonly shell?: string
  readonly env?: Readonly<Record<string, string>>
  readonly run?: string
}

interface Action {
  readonly name: string
  readonly description: string
  readonly inputs: Readonly<
    Record<string, { readonly description: string; readonly required?: boolean; readonly default?: string }>
  >
  readonly outputs: Readonly<Record<string, { readonly description: string; readonly value: string }>>
  readonly runs: { readonly using: string; readonly steps: readonly Step[] }
}

const text = readFileSync('recipes/github/action.yml', 'utf8')
const action = load(text) as Action
const stepOf = (id: string): Step => {
  const step = action.runs.steps.find(one => one.id === id)
  if (step === undefined) throw new Error(`no step ${id}`)
  return step
}

describe('the file', () => {
  test('is a composite action whose every step has a shell or uses another action', () => {
    expect(action.runs.using).toBe('composite')
    for (const { uses, run, shell } of action.runs.steps)
      expect(uses ?? (run === undefined ? undefined : shell)).toBeDefined()
    for (const input of Object.values(action.inputs)) expect(input.required ?? input.default).toBeDefined()
  })

  test('names only inputs and steps that there are', () => {
    for (const [, name = ''] of text.matchAll(/inputs\.([\w-]+)/g))
      expect(Object.keys(action.inputs)).toContain(name)
    for (const [, id = ''] of text.matchAll(/steps\.([\w-]+)\./g)) expect(stepOf(id).id).toBe(id)
  })

  test('lets no text of a job become part of a script', () => {
    for (const { run = '' } of action.runs.steps) expect(run).not.toContain('${{')
  })
})

describe('the step that checks', () => {
  let workspace: Workspace
  beforeAll(() => {
    workspace = openWorkspace('action')
    workspace.add('db-restart', 'broken server.zip')
    workspace.add('healthy-11-6', 'healthy.zip')
  })
  afterAll(() => workspace.remove())

  async function check(inputs: Readonly<Record<string, string>>) {
    const [summary, output] = ['summary.md', 'output.txt'].map(name => join(workspace.folder, name))
    for (const file of [summary, output]) writeFileSync(file ?? '', '')
    const env = {
      COMMAND: 'validate',
      PACKETS: '',
      FAIL_ON: '',
      ARGUMENTS: '',
      REPORTS: 'reports',
      GITHUB_STEP_SUMMARY: summary ?? '',
      GITHUB_OUTPUT: output ?? '',
      ...inputs,
    }
    const ended = await workspace.run(
      ['bash', '--noprofile', '--norc', '-eo', 'pipefail'],
      stepOf('check').run ?? '',
      env,
    )
    return {
      ...ended,
      summary: readFileSync(summary ?? '', 'utf8'),
      output: readFileSync(output ?? '', 'utf8'),
    }
  }

  test('validates what its globs find, writes the reports and passes', async () => {
    const { code, stdout, summary, output } = await check({ PACKETS: 'nothing-*.zip\n*.zip\n' })
    expect(code).toBe(0)
    expect(stdout).toMatch(/^broken server\.zip: valid .*\nhealthy\.zip: valid .*\n/m)
    expect(summary).toContain('## `healthy.zip`: valid')
    expect(output).toBe(
      'exit-code=0\nsarif=reports/support-packet.sarif\njunit=reports/support-packet.junit.xml\nhtml=reports/support-packet.html\n',
    )
    for (const name of [
      'support-packet.sarif',
      'support-packet.junit.xml',
      'support-packet.html',
      'support-packet.md',
    ])
      expect(readFileSync(join(workspace.folder, 'reports', name), 'utf8').length).toBeGreaterThan(500)
  })

  test('analyzes a packet by its name with spaces, annotates the cause and fails with its code', async () => {
    const { code, stdout, output } = await check({ COMMAND: 'analyze', PACKETS: 'broken server.zip' })
    expect(code).toBe(1)
    expect(stdout).toMatch(/^::error title=critical%3A The database was restarted/m)
    expect(output).toContain('exit-code=1\n')
  })

  test('takes the threshold and further arguments, one a line', async () => {
    const { code, stdout } = await check({
      COMMAND: 'analyze',
      PACKETS: 'broken server.zip',
      FAIL_ON: 'never',
      ARGUMENTS: '--only\nserver-patches-missing',
    })
    expect(code).toBe(0)
    expect(stdout).toContain('::notice title=info%3A Newer patch releases exist')
    expect(stdout).not.toContain('::error')
  })

  test('fails when nothing is there to check', async () => {
    const { code, stdout, output } = await check({ PACKETS: 'nothing-*.zip' })
    expect([code, output]).toEqual([2, 'exit-code=2\n'])
    expect(stdout).toContain('::error title=No support packet::')
  })

  test('refuses other commands', async () => {
    expect((await check({ COMMAND: 'extract -o / x', PACKETS: '*.zip' })).code).toBe(2)
  })
}, 120_000)

describe('the step that installs', () => {
  let workspace: Workspace
  beforeAll(() => {
    workspace = openWorkspace('install')
    // A package of the same name, so that no network is needed.
    const checkout = join(workspace.folder, 'checkout')
    mkdirSync(join(checkout, 'recipes', 'github'), { recursive: true })
    writeFileSync(join(checkout, 'main.js'), '#!/usr/bin/env node\nconsole.log("here")\n')
    const manifest = { name: 'support-packet', version: '1.2.3', bin: { 'support-packet': 'main.js' } }
    writeFileSync(join(checkout, 'package.json'), JSON.stringify(manifest))
  })
  afterAll(() => workspace.remove())

  test.each(['', 'checkout'])('puts the command on the path, from the package "%s"', async which => {
    const temp = join(workspace.folder, `temp-${which}`)
    const path = join(workspace.folder, `path-${which}`)
    const { code, stderr } = await workspace.run(['bash', '-eo', 'pipefail'], stepOf('install').run ?? '', {
      RUNNER_TEMP: temp,
      GITHUB_PATH: path,
      GITHUB_ACTION_PATH: join(workspace.folder, 'checkout', 'recipes', 'github'),
      PACKAGE: which === '' ? '' : join(workspace.folder, which),
      npm_config_offline: 'true',
      npm_config_cache: join(workspace.folder, 'npm-cache'),
    })
    expect([code, code === 0 ? '' : stderr]).toEqual([0, ''])
    const bin = readFileSync(path, 'utf8').trim()
    const { stdout } = await workspace.run(['bash'], `"${bin}/support-packet"`, {})
    expect(stdout).toBe('here\n')
  })
}, 120_000)
