// Several reports of one run, and what they say of packets that cannot be opened.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cli } from './run-cli.js'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'support-packet-outputs-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const sound = 'samples/healthy-11-6.zip'
const missing = 'samples/there-is-none.zip'
const file = (name: string): string => join(folder, name)
const read = (name: string): string => readFileSync(file(name), 'utf8')

describe('one run', () => {
  test('writes every format that was asked for, each to its place', async () => {
    const formats = ['sarif', 'junit', 'markdown', 'html', 'codequality', 'json']
    const args = formats.flatMap(name => ['--format', `${name}=${file(name)}`])
    const { code, stdout, stderr } = await cli(['validate', ...args, '--format', 'github', sound])
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(
      /^samples\/healthy-11-6\.zip: valid \(\d+ checks passed, 0 failed, \d+ skipped\)\n$/m,
    )
    expect(JSON.parse(read('sarif'))).toMatchObject({ version: '2.1.0' })
    expect(read('junit')).toMatch(/^<\?xml .*failures="0" errors="0"/s)
    expect(read('markdown')).toMatch(/^## `samples\/healthy-11-6\.zip`: valid\n/)
    expect(read('html')).toMatch(/^<!doctype html>/)
    expect(JSON.parse(read('codequality'))).toBeInstanceOf(Array)
    expect(JSON.parse(read('json'))).toMatchObject({ valid: true })
  })

  test('puts a report into the file of --output', async () => {
    const { stdout } = await cli(['validate', '--format', 'junit', '--output', file('out.xml'), sound])
    expect(stdout).toBe('')
    expect(read('out.xml')).toContain('<testsuite name="samples/healthy-11-6.zip"')
  })
})

describe('a report whose folder is not there', () => {
  test('has it made', async () => {
    const { code, stderr } = await cli([
      'validate',
      '--format',
      `junit=${file('not/yet/there/out.xml')}`,
      sound,
    ])
    expect([code, stderr]).toEqual([0, ''])
    expect(read('not/yet/there/out.xml')).toContain('<testsuite ')
  })

  test('is refused before the work where a file stands in the way', async () => {
    const args = ['validate', '--format', `json=${file('json')}`]
    expect((await cli([...args, sound])).code).toBe(0)
    const blocked = file('json/out.xml')
    const { code, stdout, stderr } = await cli(['validate', '--format', `junit=${blocked}`, missing])
    expect([code, stdout, stderr]).toEqual([
      2,
      '',
      `support-packet: Cannot write ${blocked}: not a directory\n`,
    ])
  })

  test('is refused where the folder is a file, and where the file is a folder', async () => {
    const { code, stderr } = await cli(['validate', '--output', folder, sound])
    expect(code).toBe(2)
    expect(stderr).toBe(`support-packet: Cannot write ${folder}: it is a directory\n`)
  })
})

describe('a packet that cannot be opened', () => {
  test.each(['sarif', 'junit', 'markdown', 'html', 'github', 'codequality'])(
    'is named in the %s report',
    async format => {
      const { code, stdout, stderr } = await cli(['validate', '--format', format, missing, sound])
      expect(code).toBe(2)
      expect(stderr).toBe(`support-packet: ${missing}: There is no such file or directory.\n`)
      expect(stdout).toContain('There is no such file or directory.')
      expect(stdout).toContain('healthy-11-6.zip')
    },
  )

  test('leaves the report of it alone when it is the only one', async () => {
    const { code, stdout } = await cli(['validate', '--format', 'junit', missing])
    expect(code).toBe(2)
    expect(stdout).toContain('<testsuites name="support-packet" tests="1" failures="0" errors="1">')
  })
})

test('what a code of a problem means is in the SARIF report', async () => {
  const { stdout } = await cli(['validate', '--format', 'sarif', '-'], { stdin: 'no packet' })
  const { runs } = JSON.parse(stdout) as {
    readonly runs: readonly {
      readonly tool: { readonly driver: { readonly notifications: readonly unknown[] } }
    }[]
  }
  expect(runs[0]?.tool.driver.notifications[0]).toMatchObject({
    id: 'ARCHIVE_NOT_A_PACKET',
    shortDescription: { text: 'The file is no archive that a packet can be' },
  })
})
