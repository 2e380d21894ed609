// The checks of `validate`: one for everything that was looked at, and what makes each pass, fail or be skipped.
import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Check, CheckId, Validation } from '../../analyzer/analysis.js'
import { openPackets } from '../../analyzer/packet/open.js'
import { packetOf } from '../../analyzer/packet/memory.js'
import { readWhole } from '../../analyzer/packet/read-whole.js'
import { hostile } from '../failure/hostile.js'
import { openOnly } from '../packet/contents.js'
import { validateOpened, type ValidateOptions } from '../../analyzer/validate.js'

const samples = readdirSync('samples').filter(name => name.endsWith('.zip'))

async function contents(name: string): Promise<Record<string, Buffer>> {
  const [opened] = await openPackets(`samples/${name}`)
  if (opened?.kind !== 'ok') throw new Error(name)
  const files: Record<string, Buffer> = {}
  for (const entry of opened.packet.entries)
    files[entry.name] = (await readWhole(opened.packet, entry, 1 << 28)).bytes
  await opened.packet.close()
  return files
}

const sound = await contents('healthy-11-6.zip')

/** The sample with entries replaced, added, or (`undefined`) left out. */
function validated(
  change: Readonly<Record<string, string | undefined>> = {},
  options: ValidateOptions = {},
): Promise<Validation> {
  const files = Object.entries({ ...sound, ...change }).filter(([, content]) => content !== undefined)
  return validateOpened(packetOf(Object.fromEntries(files) as Record<string, string>), options)
}

const text = (name: string): string => sound[name]?.toString() ?? ''

const checkOf = ({ checks }: Validation, id: CheckId, entry?: string): Check | undefined =>
  checks.find(check => check.id === id && (entry === undefined || check.entry === entry))

const failed = ({ checks }: Validation): string[] =>
  checks.filter(({ outcome }) => outcome === 'failed').map(({ id, entry }) => `${id} ${entry ?? ''}`.trim())

test.each(samples)(
  '%s: written by a server, so valid by the strictest measure; each problem is in one check',
  async name => {
    const [opened] = await openPackets(`samples/${name}`)
    if (opened?.kind !== 'ok') return expect.fail('not opened')
    const validation = await validateOpened(opened.packet, { strict: true })
    await opened.packet.close()
    const { checks, problems } = validation
    const positions = checks.flatMap(check => check.problems ?? [])
    expect(positions.sort((a, b) => a - b)).toEqual(problems.map((_, position) => position))
    const names = checks.map(({ id, entry }) => `${id} ${entry ?? ''}`)
    expect(new Set(names).size).toBe(names.length)
    for (const { outcome, reason } of checks) expect(reason === undefined).toBe(outcome === 'passed')
    const wrongKeys = 'nodes/04fe8be0-09b6-4cad-8bfa-dc94cb886f45/teleport.yaml'
    const wrong =
      name === 'teleport-config-key-unknown.zip'
        ? [`document-sound ${wrongKeys}`, `keys-known ${wrongKeys}`]
        : []
    expect(failed(validation)).toEqual(wrong)
    expect(validation.valid).toBe(wrong.length === 0)
  },
)

test('archives made to do harm: each problem is in one check, and no check passes that has one', async () => {
  for (const [name, { bytes }] of Object.entries(hostile)) {
    const { checks, problems, valid } = await validateOpened(await openOnly(bytes()), { strict: true })
    const positions = checks.flatMap(check => check.problems ?? [])
    expect([name, positions.sort((a, b) => a - b)]).toEqual([name, problems.map((_, position) => position)])
    for (const { outcome, problems: own } of checks) if (own !== undefined) expect(outcome).not.toBe('passed')
    const worst = problems.some(({ severity }) => severity !== 'info')
    expect([name, valid]).toEqual([name, !worst])
  }
})

test('a sound packet passes its checks, and says of each entry that it is there, whole and well formed', async () => {
  const validation = await validated()
  expect(validation.valid).toBe(true)
  for (const id of ['entry-present', 'entry-intact', 'document-sound'] as const)
    expect(checkOf(validation, id, 'sanitized_config.json')).toEqual({
      id,
      title: expect.stringContaining('sanitized_config.json') as string,
      outcome: 'passed',
      entry: 'sanitized_config.json',
    })
  expect(checkOf(validation, 'nodes-complete')).toMatchObject({
    outcome: 'skipped',
    reason: 'the packet is of a single server',
  })
})

test('what is missing without a reason fails, what is broken fails, and neither is told of the other', async () => {
  const validation = await validated({ 'stats.yaml': undefined, 'jobs.yaml': 'a: [\n' })
  expect(failed(validation)).toEqual(['entry-present stats.yaml', 'document-sound jobs.yaml'])
  expect(checkOf(validation, 'entry-present', 'stats.yaml')?.reason).toBe(
    'stats.yaml is missing, and nothing in the packet says why.',
  )
  expect(checkOf(validation, 'entry-present', 'jobs.yaml')?.outcome).toBe('passed')
  expect(validation.valid).toBe(false)
})

test('what weighs too little to fail is skipped with what was found, never passed', async () => {
  const change = { 'notes.txt': 'by somebody' }
  const lenient = checkOf(await validated(change), 'entries-known')
  expect(lenient).toMatchObject({ outcome: 'skipped' })
  expect(lenient?.reason).toMatch(/^Not counted: notes\.txt is not known/)
  expect(checkOf(await validated(change, { failOn: 'info' }), 'entries-known')?.outcome).toBe('failed')
  expect(checkOf(await validated(change, { strict: true }), 'entries-known')?.outcome).toBe('failed')
})

test('without a product nothing is passed that depends on it', async () => {
  const validation = await validateOpened(packetOf({ 'a.txt': 'x' }))
  expect(failed(validation)).toEqual(['product-recognised'])
  for (const id of ['version-stated', 'nodes-complete'] as const)
    expect(checkOf(validation, id)).toMatchObject({
      outcome: 'skipped',
      reason: 'no known product was recognised',
    })
})

describe('strict', () => {
  const strictly = (change: Readonly<Record<string, string | undefined>>) =>
    validated(change, { strict: true })

  test('a key that servers do not write fails, with its line', async () => {
    const validation = await strictly({ 'stats.yaml': `${text('stats.yaml')}spaceships: 3\n` })
    expect(failed(validation)).toEqual(['keys-known stats.yaml'])
    const found = validation.problems.find(({ code }) => code === 'KEY_UNKNOWN')
    expect(found).toMatchObject({ severity: 'error', entry: 'stats.yaml', found: 'spaceships' })
    expect(found?.line).toBe(text('stats.yaml').split('\n').length)
  })

  test('keys are looked at in lists and below settings', async () => {
    const config = JSON.parse(text('sanitized_config.json')) as Record<string, Record<string, unknown>>
    const changed = {
      ...config,
      SqlSettings: { ...config['SqlSettings'], MaxOpenCons: 3 },
      SpaceSettings: {},
    }
    const validation = await strictly({
      'sanitized_config.json': JSON.stringify(changed),
      'permissions.yaml': text('permissions.yaml').replace(/^( +)built_in:/m, '$1made_by: x\n$1built_in:'),
    })
    expect(validation.problems.flatMap(({ code, found }) => (code === 'KEY_UNKNOWN' ? [found] : []))).toEqual(
      [expect.stringMatching(/^roles\[\d+\]\.made_by$/), 'SqlSettings.MaxOpenCons', 'SpaceSettings'],
    )
  })

  test('a key of a later release is unknown in an earlier one, one release of grace apart', async () => {
    const from = (version: string) =>
      strictly({
        'metadata.yaml': text('metadata.yaml').replace('11.6.0', version),
        'diagnostics.yaml': text('diagnostics.yaml').replaceAll('11.6.0', version),
      })
    const codes = ({ problems }: Validation) =>
      problems
        .filter(({ code, entry }) => code === 'KEY_UNKNOWN' && entry === 'diagnostics.yaml')
        .map(({ found }) => found)
    expect(codes(await from('11.3.0'))).toEqual([])
    expect(codes(await from('11.2.0'))).toEqual(['server.cpu_cores', 'server.total_memory_mb'])
  })

  test('keys of servers that are newer than this program are not judged', async () => {
    const validation = await strictly({
      'metadata.yaml': text('metadata.yaml').replace('11.6.0', '13.0.0'),
      'stats.yaml': `${text('stats.yaml')}spaceships: 3\n`,
    })
    expect(checkOf(validation, 'keys-known', 'stats.yaml')).toMatchObject({
      outcome: 'skipped',
      reason: 'keys are known up to version 11.10, this server is 13.0.0',
    })
  })

  test('a document full of unknown keys has a bounded number of problems', async () => {
    const keys = Array.from({ length: 5000 }, (_, index) => `key_${index}: 1\n`).join('')
    const { problems } = await strictly({ 'stats.yaml': text('stats.yaml') + keys })
    const found = problems.filter(({ code }) => code === 'KEY_UNKNOWN')
    expect(found).toHaveLength(11)
    expect(found.at(-1)?.message).toBe('stats.yaml has 4990 more unknown keys.')
  })

  test('warnings fail, unless somebody says otherwise', async () => {
    const change = { 'metadata.yaml': text('metadata.yaml').replace(/(generated_at: \d{10})\d{3}/, '$1') }
    expect(failed(await validated(change))).toEqual([])
    expect(failed(await strictly(change))).toEqual(['metadata-complete metadata.yaml'])
    expect(failed(await validated(change, { strict: true, failOn: 'error' }))).toEqual([])
  })
})

describe('expectations', () => {
  const expecting = async (expect_: ValidateOptions['expect']) =>
    failed(await validated({}, expect_ === undefined ? {} : { expect: expect_ }))

  test('what is as expected passes, each as a check of its own', async () => {
    const entries = ['metadata.yaml', '*.prof', '**/mattermost.log', '!**/*.pem']
    const validation = await validated(
      {},
      { expect: { product: 'mattermost', version: '>=11.5 <12', nodes: 1, entries } },
    )
    expect(validation.valid).toBe(true)
    const asked = validation.checks.filter(({ id }) => id.endsWith('-expected'))
    expect(asked.map(({ id, entry }) => entry ?? id)).toEqual([
      'product-expected',
      'version-expected',
      'nodes-expected',
      ...entries,
    ])
  })

  test('what is not fails', async () => {
    expect(await expecting({ product: 'teleport' })).toEqual(['product-expected'])
    expect(await expecting({ version: '10.x' })).toEqual(['version-expected'])
    expect(await expecting({ nodes: 3 })).toEqual(['nodes-expected'])
    expect(await expecting({ entries: ['core.dump', '!*.log'] })).toEqual([
      'entry-expected core.dump',
      'entry-expected !*.log',
    ])
  })

  test('a version that nobody states is not the one expected', async () => {
    const validation = await validateOpened(packetOf({ 'mattermost.log': '{}\n' }), {
      expect: { version: '*' },
    })
    expect(checkOf(validation, 'version-expected')).toMatchObject({ outcome: 'failed' })
  })
})
