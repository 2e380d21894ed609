import { describe, expect, test } from 'vitest'
import { cli } from './run-cli.js'

/** The one line that says what is wrong; the exit code must be 2 and nothing on standard output. */
async function complaint(...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await cli(args)
  expect([code, stdout]).toEqual([2, ''])
  return stderr.split('\n')[0] ?? ''
}

describe('what cannot be understood is said in one line', () => {
  test.each([
    [['analyse', 'a.zip'], 'support-packet: Unknown command analyse. Did you mean analyze?'],
    [['constructor'], 'support-packet: Unknown command constructor.'],
    [['--frobnicate'], 'support-packet: Unknown option --frobnicate.'],
    [['rules', 'tset'], 'support-packet: Unknown command rules tset. Did you mean rules test?'],
    [
      ['analyze', '--formt', 'json', 'a.zip'],
      'support-packet: Unknown option --formt. Did you mean --format?',
    ],
    [['analyze', '--constructor', 'a.zip'], 'support-packet: Unknown option --constructor.'],
    [['analyze', '-z', 'a.zip'], 'support-packet: Unknown option -z.'],
    [['analyze'], 'support-packet: analyze needs a PACKET.'],
    [['cat', 'a.zip'], 'support-packet: cat needs an ENTRY.'],
    [['cat', 'a.zip', 'b', 'c'], 'support-packet: cat has no use for "c".'],
    [['analyze', '--quiet=yes', 'a.zip'], 'support-packet: --quiet takes no value.'],
    [['analyze', 'a.zip', '--output'], 'support-packet: --output needs a value: --output FILE.'],
    [['analyze', '--output', '--quiet', 'a.zip'], 'support-packet: --output needs a value: --output FILE.'],
    [['analyze', '-o', 'a', '-o', 'b', 'a.zip'], 'support-packet: -o is given twice.'],
    [
      ['analyze', '--fail-on', 'eror', 'a.zip'],
      'support-packet: --fail-on must be one of critical, error, warning, info, never, not "eror". Did you mean error?',
    ],
    [['view', 'nope.zip'], 'support-packet: Cannot open nope.zip: no such file or directory'],
    [['view', '--port', 'http'], 'support-packet: --port needs a whole number, not "http".'],
    [
      ['analyze', '--format', 'jsn', 'a.zip'],
      'support-packet: There is no format "jsn". Did you mean json? Formats: text, json, ndjson, sarif, junit, markdown, html, github, codequality.',
    ],
    [
      ['analyze', '--format', 'json', '--format', 'text', 'a.zip'],
      'support-packet: Two formats would go to standard output; give one of them a file: --format json=report.json.',
    ],
    [
      ['validate', '--limit', 'entires=5', 'a.zip'],
      'support-packet: There is no limit "entires". Did you mean entries?',
    ],
    [
      ['validate', '--limit', 'entries', 'a.zip'],
      'support-packet: --limit needs a name and a number, such as entries=500 or totalBytes=2G, not "entries".',
    ],
    [['validate', '-', '-'], 'support-packet: Standard input (-) can be read only once.'],
    [
      ['completion', 'bsh'],
      'support-packet: SHELL must be one of bash, zsh, fish, not "bsh". Did you mean bash?',
    ],
    [['help', 'analyz'], 'support-packet: There is no command "analyz". Did you mean analyze?'],
    [
      ['rules', 'new', 'My_Rule'],
      'support-packet: "My_Rule" must be lower-case words with hyphens, such as mail-server-refuses.',
    ],
  ])('%j', async (args, line) => {
    expect(await complaint(...args)).toBe(line)
  })
})

test('without arguments the overview goes to stderr, with --help to stdout', async () => {
  const bare = await cli([])
  const asked = await cli(['--help'])
  expect([bare.code, bare.stdout, bare.stderr]).toEqual([2, '', asked.stdout])
  expect([asked.code, asked.stderr]).toEqual([0, ''])
  expect(asked.stdout).toMatch(/^Usage: support-packet COMMAND/m)
})

test('--version prints the version and nothing else', async () => {
  expect((await cli(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\S*\n$/)
})

test('a double dash ends options', async () => {
  expect(await complaint('ls', '--', '--help')).toContain('--help: ')
})
