// What docs/audit.md shows is what the command prints and what the configuration takes.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { checkAdvancedLogging, readAuditSource } from '../../audit/index.js'
import { optionsOfFormat, optionsOfType } from '../../audit/config/known-options.js'
import { cli } from '../cli/run-cli.js'

const page = await readFile('docs/audit.md', 'utf8')

function only(pattern: RegExp): string {
  const found = pattern.exec(page)?.[1]
  if (found === undefined) throw new Error(`docs/audit.md has no ${pattern.source}`)
  return found
}

test('the check at the top is the real one', async () => {
  const given = only(/\$ cat siem\.json\n([\s\S]*?)\$ support-packet/)
  const shown = only(/\$ support-packet audit check siem\.json\n([\s\S]*?)```/)
  const folder = await mkdtemp(join(tmpdir(), 'audit-docs-'))
  await writeFile(join(folder, 'siem.json'), given)
  const { stdout } = await cli(['audit', 'check', join(folder, 'siem.json')])
  await rm(folder, { recursive: true })
  expect(stdout.replaceAll(`${folder}/`, '')).toBe(shown)
})

test('the configuration of several targets is sound', () => {
  const { targets, messages } = checkAdvancedLogging(
    only(/several targets:\n\n```json\n([\s\S]*?)```/),
    'tool',
  )
  expect(messages).toEqual([])
  expect(targets.map(({ type }) => type)).toEqual(['file', 'syslog'])
})

test('every address is that of a target', async () => {
  const table = only(/(\| address[\s\S]*?)\n\n/)
  const addresses = [...table.matchAll(/`([a-z+]+:\/\/[^`]+)`/g)].map(([, address = '']) =>
    address.replace('port', '1'),
  )
  expect(addresses.length).toBeGreaterThanOrEqual(8)
  for (const address of addresses) expect((await readAuditSource(address)).targets).toHaveLength(1)
})

/** Every option of the specification, by the table it stands in. */
const specified = {
  file: 'filename max_size max_age max_backups compress',
  syslog: 'host port tls cert insecure tag',
  tcp: 'host port tls cert insecure tag',
  plain:
    'disable_timestamp disable_level disable_msg disable_fields delim min_level_len min_msg_len timestamp_format line_end enable_color',
  json: 'disable_timestamp disable_level disable_msg disable_fields timestamp_format',
  gelf: 'hostname',
}

test.each(Object.entries(specified))('all options of %s are known', (name, options) => {
  const known = Object.keys({ ...optionsOfType, ...optionsOfFormat }[name as keyof typeof specified])
  expect(known).toEqual(expect.arrayContaining(options.split(' ')))
})
