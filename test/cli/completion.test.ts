import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { cli } from './run-cli.js'

const execute = promisify(execFile)
const hasBash = existsSync('/bin/bash')

/** What bash proposes for a line, asked of bash itself. */
async function proposals(line: string): Promise<readonly string[]> {
  const { stdout: script } = await cli(['completion', 'bash'])
  const words = line.split(' ')
  const quoted = words.map(word => `'${word}'`).join(' ')
  const ask = `cd /var/empty 2>/dev/null || cd /; COMP_WORDS=(${quoted}); COMP_CWORD=${words.length - 1}; _support_packet; printf '%s\\n' "\${COMPREPLY[@]}"`
  const { stdout } = await execute('/bin/bash', ['--norc', '-c', `${script}\n${ask}`])
  return stdout.trim().split('\n')
}

describe.skipIf(!hasBash)('bash', () => {
  test('proposes commands', async () => {
    expect(await proposals('support-packet va')).toEqual(['validate'])
  })

  test('proposes the commands of a group', async () => {
    expect(await proposals('support-packet rules l')).toEqual(['list', 'lint'])
  })

  test('proposes options', async () => {
    expect(await proposals('support-packet analyze --fa')).toEqual(['--fail-on'])
    expect(await proposals('support-packet rules new x --ar')).toEqual(['--area'])
  })

  test('proposes the values of an option', async () => {
    expect(await proposals('support-packet analyze --fail-on w')).toEqual(['warning'])
  })
})

test.each(['bash', 'zsh', 'fish'])('the script for %s names every option of analyze', async shell => {
  const { stdout, code } = await cli(['completion', shell])
  expect(code).toBe(0)
  for (const name of ['format', 'fail-on', 'limit', 'no-color'])
    expect(stdout).toMatch(new RegExp(`(--|-l )${name}`))
})
