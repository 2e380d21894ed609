// Commands on real sample packets, in process.
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Analysis, Validation } from '../../analyzer/analysis.js'
import { cli } from './run-cli.js'

const faulty = 'samples/db-restart.zip'
const healthy = 'samples/healthy-11-6.zip'
let folder = ''
const inFolder = (name: string): string => join(folder, name)

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'support-packet-cli-'))
  const whole = await readFile(healthy)
  await writeFile(inFolder('cut.zip'), whole.subarray(0, whole.length / 2))
  await writeFile(inFolder('notes.txt'), 'not a packet\n')
})

afterAll(() => rm(folder, { recursive: true, force: true }))

describe('validate', () => {
  test('accepts a sound packet', async () => {
    const { code, stdout, stderr } = await cli(['validate', healthy])
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/^samples\/healthy-11-6\.zip: valid /)
  })

  test('reads standard input', async () => {
    const { code, stdout } = await cli(['validate', '-'], { stdin: await readFile(healthy) })
    expect(code).toBe(0)
    expect(stdout).toMatch(/^-: valid /)
  })

  test('does not wait for a packet that nobody will type', async () => {
    const { code, stderr } = await cli(['validate', '-'], { terminal: 80 })
    expect(code).toBe(2)
    expect(stderr).toContain('Standard input is a terminal')
  })

  test('rejects a cut packet and names what is wrong', async () => {
    const { code, stdout } = await cli(['validate', inFolder('cut.zip')])
    expect(code).toBe(1)
    expect(stdout).toMatch(/cut\.zip: invalid /)
    expect(stdout).toContain('ARCHIVE_TRUNCATED')
  })

  test('still answers for the others when one packet cannot be read, and exits with 2', async () => {
    const { code, stdout, stderr } = await cli([
      'validate',
      inFolder('notes.txt'),
      healthy,
      inFolder('none.zip'),
    ])
    expect(code).toBe(2)
    expect(stdout).toContain('healthy-11-6.zip: valid')
    const lines = stderr.trimEnd().split('\n')
    expect(lines).toHaveLength(2)
    expect(lines[0]).toMatch(/^support-packet: .*notes\.txt: .+/)
    expect(lines[1]).toMatch(/^support-packet: .*none\.zip: .+/)
  })

  test('writes JSON: an object for one packet, a list for several', async () => {
    const one = await cli(['validate', '--format', 'json', healthy])
    expect((JSON.parse(one.stdout) as Validation).valid).toBe(true)
    const several = await cli(['validate', '--format', 'json', healthy, inFolder('none.zip')])
    expect(JSON.parse(several.stdout)).toHaveLength(1)
  })

  test('heeds limits given on the command line', async () => {
    const { code, stdout } = await cli(['validate', '--limit', 'entries=3', healthy])
    expect(code).toBe(1)
    expect(stdout).toContain('ARCHIVE_TOO_MANY_ENTRIES')
  })
})

describe('analyze', () => {
  test('prints a report and exits with 1 for a server with a fault', async () => {
    const { code, stdout, stderr } = await cli(['analyze', faulty])
    expect([code, stderr]).toEqual([1, ''])
    expect(stdout).toContain('Look closer: support-packet view samples/db-restart.zip')
  })

  test('exits with 0 when told that findings do not matter', async () => {
    expect((await cli(['analyze', '--fail-on', 'never', '--quiet', faulty])).code).toBe(0)
  })

  test('is strict when told to be', async () => {
    expect((await cli(['analyze', '--fail-on', 'info', '--quiet', healthy])).code).toBe(1)
    expect((await cli(['analyze', '--quiet', healthy])).code).toBe(0)
  })

  test('writes several formats at once', async () => {
    const file = inFolder('report.json')
    const { stdout } = await cli(['analyze', '--format', `json=${file}`, '--format', 'text', faulty])
    expect(stdout).toMatch(/^samples\/db-restart\.zip\n/)
    expect((JSON.parse(await readFile(file, 'utf8')) as Analysis).packet.serverVersion).toBe('11.0.0')
  })

  test('says in one line when a report cannot be written', async () => {
    const { code, stderr } = await cli(['analyze', '-o', join(healthy, 'report.txt'), faulty])
    expect(code).toBe(2)
    expect(stderr).toMatch(/^support-packet: Cannot write .*: not a directory\n$/)
  })

  test('says that a report cannot be written before it does the work', async () => {
    const place = join(healthy, 'report.json')
    const { code, stdout } = await cli(['analyze', '--format', `json=${place}`, '--format', 'text', healthy])
    expect([code, stdout]).toEqual([2, ''])
  })

  test('exits with 2 for an archive of something else: nothing was judged', async () => {
    const folder = inFolder('photos')
    await mkdir(folder)
    await writeFile(join(folder, 'cat.jpg'), 'not really')
    const { code, stdout, stderr } = await cli(['analyze', folder])
    expect(code).toBe(2)
    expect(stderr).toMatch(/photos: No entry is one that a support packet of a known product has\.\n$/)
    expect(stdout).toContain('No known product was recognised')
  })

  test.each(['analyze', 'validate'])('%s exits with 2 for a folder without a file', async command => {
    const folder = inFolder(`empty-${command}`)
    await mkdir(folder)
    expect((await cli([command, '--fail-on', 'never', folder])).code).toBe(2)
  })

  test('says when --output would get nothing', async () => {
    const file = inFolder('unused.json')
    const { code, stderr } = await cli(['analyze', '--format', `json=${file}`, '-o', 'out.txt', faulty])
    expect(code).toBe(2)
    expect(stderr).toContain('Nothing is left for --output out.txt')
  })

  test('refuses a folder without rules, which is a typing error', async () => {
    const empty = inFolder('no-rules')
    await mkdir(empty)
    const { code, stderr } = await cli(['analyze', '--rules', empty, faulty])
    expect(code).toBe(2)
    expect(stderr).toContain('There are no rule files')
  })

  test('judges by chosen rules only', async () => {
    const { stdout } = await cli(['analyze', '--only', 'database-*', '--format', 'json', faulty])
    const { findings, passed } = JSON.parse(stdout) as Analysis
    const ids = [...findings.map(({ ruleId }) => ruleId), ...passed]
    expect(ids.length).toBeGreaterThan(0)
    expect(ids.filter(id => !id.startsWith('database-'))).toEqual([])
  })

  test('refuses a rule that does not exist rather than judge by none', async () => {
    const { code, stderr } = await cli(['analyze', '--only', 'databse-unreachable', faulty])
    expect(code).toBe(2)
    expect(stderr).toContain('there is no rule "databse-unreachable". Did you mean database-unreachable?')
  })

  test('refuses to judge when an added rule is wrong, and names its line', async () => {
    const file = inFolder('half.yaml')
    await writeFile(file, 'id: half\nseverity: eror\n')
    const { code, stdout, stderr } = await cli(['analyze', '--rules', file, faulty])
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(/half\.yaml:2:\d+: /)
  })

  test('has colour on a terminal, and none when it is not wanted', async () => {
    const colour = async (
      env: Record<string, string>,
      terminal?: number,
      ...args: string[]
    ): Promise<boolean> => {
      const setting = terminal === undefined ? { env } : { env, terminal }
      return (await cli(['analyze', ...args, faulty], setting)).stdout.includes('\u001b[')
    }
    expect(await colour({}, 100)).toBe(true)
    expect(await colour({})).toBe(false)
    expect(await colour({ NO_COLOR: '1' }, 100)).toBe(false)
    expect(await colour({ FORCE_COLOR: '1' })).toBe(true)
    expect(await colour({ TERM: 'dumb' }, 100)).toBe(false)
    expect(await colour({ FORCE_COLOR: '1' }, 100, '--no-color')).toBe(false)
  })

  test('fits the terminal', async () => {
    const { stdout } = await cli(['analyze', '--no-color', faulty], { terminal: 80 })
    const sentences = stdout.split('\n').filter(line => !line.includes('https://'))
    expect(Math.max(...sentences.map(line => line.length))).toBeLessThanOrEqual(80)
  })
})

describe('ls', () => {
  test('lists entries with size, time and kind', async () => {
    const { code, stdout } = await cli(['ls', healthy])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^ *[\d,]+ {2}\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ? +config +sanitized_config\.json$/m)
  })

  test('gives the same entries as JSON and NDJSON', async () => {
    const json = JSON.parse((await cli(['ls', '--format', 'json', healthy])).stdout) as {
      entries: { name: string }[]
    }
    const lines = (await cli(['ls', '--format', 'ndjson', healthy])).stdout.trimEnd().split('\n')
    expect(lines.map(line => (JSON.parse(line) as { name: string }).name)).toEqual(
      json.entries.map(({ name }) => name),
    )
    expect(json.entries.length).toBeGreaterThan(10)
  })

  test('puts the name of each packet above its entries when there are several', async () => {
    const { stdout } = await cli(['ls', healthy, faulty])
    expect(stdout).toMatch(/^samples\/healthy-11-6\.zip:\n[\s\S]+\n\nsamples\/db-restart\.zip:\n/)
  })
})

describe('cat', () => {
  test('writes the bytes of an entry', async () => {
    const { code, stdout, stderr } = await cli(['cat', healthy, 'metadata.yaml'])
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toContain('server_version: 11.6.0')
  })

  test('writes to a file', async () => {
    const file = inFolder('metadata.yaml')
    const { stdout } = await cli(['cat', healthy, 'metadata.yaml', '-o', file])
    expect(stdout).toBe('')
    expect(await readFile(file, 'utf8')).toBe((await cli(['cat', healthy, 'metadata.yaml'])).stdout)
  })

  test('makes control characters visible on a terminal only', async () => {
    const packet = await directoryPacket({ 'mattermost.log': 'a\tb\r\n\u001b[31mred\u0007\n' })
    expect((await cli(['cat', packet, 'mattermost.log'])).stdout).toBe('a\tb\r\n\u001b[31mred\u0007\n')
    expect((await cli(['cat', packet, 'mattermost.log'], { terminal: 80 })).stdout).toBe('a\tb\n␛[31mred␇\n')
    const raw = await cli(['cat', '--raw', packet, 'mattermost.log'], { terminal: 80 })
    expect(raw.stdout).toContain('\u001b[31m')
  })

  test('proposes the entry that was meant', async () => {
    const { code, stderr } = await cli(['cat', healthy, 'matermost.log'])
    expect(code).toBe(2)
    expect(stderr).toContain('has no entry matermost.log. Did you mean mattermost.log?')
    const inNode = await cli(['cat', 'samples/healthy-ha-3-nodes.zip', 'sanitized_config.json'])
    expect(inNode.stderr).toMatch(/Did you mean \S+\/sanitized_config\.json\?/)
  })

  test('says that an entry is cut, writes what there is, and exits with 2', async () => {
    const names = (
      JSON.parse((await cli(['ls', '--format', 'json', inFolder('cut.zip')])).stdout) as {
        entries: { name: string }[]
      }
    ).entries
    const last = names.at(-1)?.name ?? ''
    const { code, stderr } = await cli(['cat', inFolder('cut.zip'), last])
    expect(code).toBe(2)
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
  })
})

async function directoryPacket(files: Record<string, string>): Promise<string> {
  const directory = await mkdtemp(join(folder, 'packet-'))
  for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), text)
  return directory
}

describe('extract', () => {
  test('writes all entries, and keeps files that exist', async () => {
    const directory = inFolder('out')
    const first = await cli(['extract', healthy, '-o', directory])
    expect([first.code, first.stderr]).toEqual([0, ''])
    expect(await readdir(directory)).toContain('sanitized_config.json')
    const second = await cli(['extract', healthy, 'metadata.yaml', '-o', directory])
    expect(second.code).toBe(2)
    expect(second.stderr).toContain('ENTRY_EXISTS')
    expect((await cli(['extract', healthy, 'metadata.yaml', '-o', directory, '--overwrite'])).code).toBe(0)
  })

  test('needs a directory', async () => {
    expect((await cli(['extract', healthy])).stderr).toContain('-o DIR')
  })
})

describe('rules', () => {
  test('list shows ids by area, and as NDJSON', async () => {
    const { stdout } = await cli(['rules', 'list', '--area', 'database'])
    expect(stdout).toMatch(/^mattermost\/database\n {2}(critical|error|warning|info) +[a-z]/)
    const { stdout: lines } = await cli([
      'rules',
      'list',
      '--only',
      'database-unreachable',
      '--format',
      'ndjson',
    ])
    expect(JSON.parse(lines)).toMatchObject({ id: 'database-unreachable', product: 'mattermost' })
  })

  test('list proposes the area that was meant', async () => {
    const { code, stderr } = await cli(['rules', 'list', '--area', 'databse'])
    expect(code).toBe(2)
    expect(stderr).toContain('There is no area "databse". Did you mean database?')
  })

  test('show tells why and what to do', async () => {
    const { stdout } = await cli(['rules', 'show', 'database-unreachable'])
    expect(stdout).toMatch(/^database-unreachable: /)
    expect(stdout).toMatch(/^ {2}Fix +\S/m)
    expect((await cli(['rules', 'show', 'database-unreachabel'])).stderr).toContain(
      'Did you mean database-unreachable?',
    )
  })

  test('new gives a rule that lint accepts and whose examples run', async () => {
    const file = inFolder('mail-server-refuses.yaml')
    expect((await cli(['rules', 'new', 'mail-server-refuses', '--area', 'mail', '-o', file])).code).toBe(0)
    expect((await cli(['rules', 'lint', file])).stdout).toContain('1 rule file: no mistakes')
    const { code, stdout } = await cli(['rules', 'test', file])
    expect(stdout).toBe('1 rule, 3 examples: all as expected\n')
    expect(code).toBe(0)
    const again = await cli(['rules', 'new', 'mail-server-refuses', '-o', file])
    expect(again.stderr).toContain('file already exists')
  })

  test('test shows what each part of a condition gave when an example fails', async () => {
    const file = inFolder('wrong-example.yaml')
    const { stdout: scaffold } = await cli(['rules', 'new', 'wrong-example'])
    await writeFile(file, scaffold.replace('EnableDeveloper: false', 'EnableDeveloper: true'))
    const { code, stdout } = await cli(['rules', 'test', file])
    expect(code).toBe(1)
    expect(stdout).toContain('wrong-example, example a sound server: expected pass, gave finding')
    expect(stdout).toContain('config.ServiceSettings.EnableDeveloper = true')
  })

  test('explain shows values, records and lines of a finding', async () => {
    const { code, stdout } = await cli(['rules', 'explain', faulty, 'database-restarted', 'debug-logging'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^database-restarted: .+\n {2}logs: \d+ records? matched\n/)
    expect(stdout).toMatch(/^ {2}→ finding: .*\n {4}mattermost\.log:\d+ \{/m)
    expect(stdout).toMatch(/^debug-logging: [^]*config\.LogSettings\.FileLevel = INFO[^]*→ pass/m)
  })

  test('explain says what was missing, as JSON too, and proposes the rule that was meant', async () => {
    const { stdout } = await cli([
      'rules',
      'explain',
      healthy,
      'posts-table-not-vacuumed',
      'memory-nearly-used-up',
    ])
    expect(stdout).toContain('does not concern this server: it is for mattermost >=11.9')
    const json = await cli(['rules', 'explain', '--format', 'json', healthy, 'debug-logging'])
    expect(JSON.parse(json.stdout)).toMatchObject([{ ruleId: 'debug-logging', applies: 'yes' }])
    const { code, stderr } = await cli(['rules', 'explain', healthy, 'debug-loging'])
    expect([code, stderr]).toEqual([2, expect.stringContaining('Did you mean debug-logging?')])
  })

  test('explain shows rules about what others leave unexplained as analyze judges them', async () => {
    const { stdout } = await cli(['rules', 'explain', faulty, 'errors-unexplained'])
    expect(stdout).toContain('→ pass')
  })

  test('coverage counts packets by what rules came to', async () => {
    const args = ['rules', 'coverage', '--format', 'json', '--only', 'd*', faulty, healthy]
    const { code, stdout } = await cli(args)
    expect(code).toBe(0)
    const { packets, rules } = JSON.parse(stdout) as { packets: number; rules: { id: string }[] }
    expect(packets).toBe(2)
    expect(rules.find(({ id }) => id === 'database-restarted')).toEqual({
      id: 'database-restarted',
      found: 1,
      passed: 1,
      skipped: 0,
      failed: 0,
      missing: [],
    })
  })

  test('coverage reads the archives of a folder, and says so when one cannot be read', async () => {
    const packets = inFolder('many')
    await mkdir(packets)
    await writeFile(join(packets, 'a.zip'), await readFile(faulty))
    await writeFile(join(packets, 'b.zip'), 'no archive')
    const { code, stdout, stderr } = await cli(['rules', 'coverage', '--only', 'database-restarted', packets])
    expect(stdout).toMatch(/^1 packet, 1 rule\n\nFound something: 1\n {2}database-restarted \(1\)\n/)
    expect([code, stderr]).toEqual([2, expect.stringContaining('b.zip')])
  })

  test('profile lists as many rules as asked, with times', async () => {
    const { code, stdout } = await cli(['rules', 'profile', healthy, '--only', 'database-*', '--top', '2'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^Reading the packet, its logs too: \d+ ms\. Judging \d+ rules: /)
    expect(stdout.match(/^ +\d+\.\d{3} +\d+\.\d{3} {2}database-/gm)).toHaveLength(2)
  })

  test('lint reports every mistake with its line', async () => {
    const file = inFolder('bad.yaml')
    await writeFile(file, 'id: bad\nseverity: eror\nproduct: mattermost\n')
    const { code, stdout } = await cli(['rules', 'lint', file])
    expect(code).toBe(1)
    expect(stdout).toMatch(/bad\.yaml:2:\d+: .*severity/)
    expect(stdout).toMatch(/1 rule file: \d+ mistakes\n$/)
  })
})
