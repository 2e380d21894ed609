import { expect, test } from 'vitest'
import { cli } from './run-cli.js'
import { run } from '../../cli/run.js'
import type { Io } from '../../cli/io.js'
import { hasDesktop } from '../../cli/commands/view.js'
import { createVisibleText } from '../../cli/visible-text.js'
import { viewCommandFor } from '../../cli/view-hint.js'
import { nearestName } from '../../analyzer/lib/nearest-name.js'
import { PassThrough } from 'node:stream'

test('an interrupted command ends with 130 and says nothing', async () => {
  const interrupt = new AbortController()
  interrupt.abort()
  const { code, stdout, stderr } = await cli(['rules', 'list'], { interrupted: interrupt.signal })
  expect([code, stdout, stderr]).toEqual([130, '', ''])
})

test('a bug is told in one line; where it happened only with DEBUG', async () => {
  const broken = (env: Record<string, string>): Io & { text: () => string } => {
    const stderr = new PassThrough()
    return {
      stdin: new PassThrough(),
      stdout: Object.defineProperty(new PassThrough(), 'isTTY', {
        get() {
          throw new TypeError('no such thing')
        },
      }),
      stderr,
      env,
      interrupted: new AbortController().signal,
      text: () => String(stderr.read()),
    }
  }
  const quiet = broken({})
  expect(await run(['ls', 'samples/db-restart.zip'], quiet)).toBe(2)
  expect(quiet.text()).toBe(
    'support-packet: internal error: no such thing; please report it (DEBUG=1 shows where)\n',
  )
  const loud = broken({ DEBUG: '1' })
  await run(['ls', 'samples/db-restart.zip'], loud)
  expect(loud.text()).toContain('    at ')
})

test('a reader that has gone is no error', async () => {
  const stdout = new PassThrough()
  stdout.on('error', () => undefined)
  stdout.destroy(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }))
  const io: Io = {
    stdin: new PassThrough(),
    stdout,
    stderr: new PassThrough(),
    env: {},
    interrupted: new AbortController().signal,
  }
  expect(await run(['cat', 'samples/db-restart.zip', 'mattermost.log'], io)).toBe(0)
})

test('a browser opens only where somebody sees it', () => {
  expect(hasDesktop({ DISPLAY: ':0' }, 'linux')).toBe(true)
  expect(hasDesktop({ WAYLAND_DISPLAY: 'wayland-0' }, 'linux')).toBe(true)
  expect(hasDesktop({}, 'linux')).toBe(false)
  expect(hasDesktop({}, 'darwin')).toBe(true)
  expect(hasDesktop({}, 'win32')).toBe(true)
  expect(hasDesktop({ DISPLAY: ':0', SSH_CONNECTION: '10.0.0.1 22' }, 'linux')).toBe(false)
  expect(hasDesktop({ CI: 'true' }, 'darwin')).toBe(false)
})

test('text cut inside a character or a line ending is made visible as if it were whole', () => {
  const bytes = Buffer.from('ä\r\n\u001bb\r')
  for (let cut = 0; cut <= bytes.length; cut++) {
    const visible = createVisibleText()
    const text = visible.add(bytes.subarray(0, cut)) + visible.add(bytes.subarray(cut)) + visible.end()
    expect(text).toBe('ä\n␛b␍')
  }
})

test('the hint can be pasted into a shell', () => {
  expect(viewCommandFor('packets/a.zip')).toBe('support-packet view packets/a.zip')
  expect(viewCommandFor('C:\\my packets\\a.zip', 'win32')).toBe('support-packet view "C:\\my packets\\a.zip"')
  expect(viewCommandFor("it's here.zip", 'linux')).toBe(`support-packet view 'it'\\''s here.zip'`)
  expect(viewCommandFor('outer.zip!inner.zip')).toBe('support-packet view outer.zip')
  expect(viewCommandFor('-')).toBeUndefined()
})

test('only near words are proposed', () => {
  const known = ['analyze', 'validate', 'view']
  expect(nearestName('anaylze', known)).toBe('analyze')
  expect(nearestName('valid', known)).toBe('validate')
  expect(nearestName('zzz', known)).toBeUndefined()
})
