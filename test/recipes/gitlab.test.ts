// The template of GitLab: its script is run by sh, as runners do in a slim image.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { load } from 'js-yaml'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openWorkspace, type Workspace } from './shell.js'

interface Job {
  readonly image: string
  readonly variables: Readonly<Record<string, string>>
  readonly before_script: readonly string[]
  readonly script: readonly string[]
  readonly artifacts: {
    readonly when: string
    readonly paths: readonly string[]
    readonly reports: Readonly<Record<string, string>>
  }
}

const { '.support-packet': job } = load(
  readFileSync('recipes/gitlab/support-packet.gitlab-ci.yml', 'utf8'),
) as { readonly '.support-packet': Job }

let workspace: Workspace
beforeAll(() => {
  workspace = openWorkspace('gitlab')
  workspace.add('db-restart', 'a.zip')
  workspace.add('healthy-11-6', 'b.zip')
})
afterAll(() => workspace.remove())

const run = (variables: Readonly<Record<string, string>>) =>
  workspace.run(['sh', '-e'], job.script.join('\n'), { ...job.variables, ...variables })

test('the job writes every report that it hands to GitLab', async () => {
  const { code, stdout } = await run({ SUPPORT_PACKET_COMMAND: 'analyze' })
  expect(code).toBe(1)
  expect(stdout).toContain('CRITICAL')
  for (const file of [...job.artifacts.paths, ...Object.values(job.artifacts.reports)])
    expect(existsSync(join(workspace.folder, file))).toBe(true)
  expect(job.artifacts.when).toBe('always')
  const { codequality = '' } = job.artifacts.reports
  const issues = JSON.parse(readFileSync(join(workspace.folder, codequality), 'utf8')) as readonly unknown[]
  expect(issues.length).toBeGreaterThan(2)
}, 60_000)

test('the job validates by default, with the arguments of its variable', async () => {
  const { code, stdout } = await run({ SUPPORT_PACKET_ARGUMENTS: '--quiet --limit entries=5000' })
  expect([code, stdout]).toEqual([0, ''])
}, 60_000)

test('the job fails when its glob finds nothing', async () => {
  const { code, stderr } = await run({ SUPPORT_PACKET_FILES: 'nothing-*.zip' })
  expect(code).toBe(2)
  expect(stderr).toContain('nothing-*.zip')
}, 60_000)

test('a package is installed by name, with its variable quoted', () => {
  expect(job.before_script.join('\n')).toContain('-- "$SUPPORT_PACKET_PACKAGE"')
  expect(job.variables['SUPPORT_PACKET_PACKAGE']).toBe('support-packet')
})
