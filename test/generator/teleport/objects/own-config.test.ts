// tctl on an Auth Service host empties the log file that its configuration names, as a real one of 13.3.8 did.
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { tctlConfig, withConfig, withoutLog } from '../../../../generator/teleport/objects/own-config.js'
import { localRunner } from '../../../../generator/teleport/run/index.js'

const folder = mkdtempSync(join(tmpdir(), 'sp-own-config-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const config = join(folder, 'teleport.yaml')
const log = join(folder, 'teleport.log')
const tctl = join(folder, 'tctl')
writeFileSync(
  config,
  `teleport:\n  data_dir: /var/lib/teleport\n  log:\n    # where to\n    output: ${log}\nauth_service:\n  enabled: yes\n`,
)
// Empties what `output:` names, as tctl does, and shows what else it read.
writeFileSync(
  tctl,
  `#!/bin/sh\nread_config() { while read -r key value; do [ "$key" != output: ] || : > "$value"; echo "$key"; done; }\nread_config < "$2"\nshift 2; echo "asked $*"; exit 3\n`,
)
chmodSync(tctl, 0o755)

test('the log of the server is left alone, and tctl reads the rest of its configuration', async () => {
  writeFileSync(log, 'precious\n')
  const run = withConfig(tctl, tctlConfig(['--config', config, '--insecure']), ['get', 'role'])
  const outcome = await localRunner().run({ ...run, timeoutMs: 20_000, maxBytes: 1000 })
  expect(outcome).toMatchObject({ kind: 'exited', code: 3 })
  const said = outcome.kind === 'exited' ? outcome.stdout.toString() : ''
  expect(said).toContain('data_dir:')
  expect(said).toContain('asked --insecure get role')
  expect(readFileSync(log, 'utf8')).toBe('precious\n')
})

test('a configuration without log settings, or none, is left to tctl', () => {
  const plain = join(folder, 'plain.yaml')
  writeFileSync(plain, 'teleport:\n  nodename: a\n')
  expect(tctlConfig(['--config', plain])).toEqual({ options: ['--config', plain], text: undefined })
  expect(tctlConfig([], { TELEPORT_CONFIG_FILE: join(folder, 'none') }).text).toBeUndefined()
  expect(tctlConfig([], { TELEPORT_CONFIG_FILE: config }).text).toContain('auth_service')
})

test.each([
  ['teleport:\n  log: {output: /x, severity: INFO}\n  diag_addr: a\n', 'teleport:\n  diag_addr: a\n'],
  [
    'teleport:\n  log:\n    output: /x\n\n    format:\n      output: json\n  nodename: a',
    'teleport:\n  nodename: a',
  ],
  ['proxy_service:\n  log_x: 1\n', 'proxy_service:\n  log_x: 1\n'],
])('%j keeps all but its log settings', (text, expected) => {
  expect(withoutLog(text)).toBe(expected)
})
