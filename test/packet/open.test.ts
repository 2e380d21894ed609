// Opening: the same files in any form give the same packet, and what is no packet is told apart by content.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { deflateRawSync, gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openBuffer, openPackets, packetOf } from '../../analyzer/packet/open.js'
import { defaultLimits } from '../../analyzer/packet/limits.js'
import type { Packet } from '../../analyzer/packet/types.js'
import { buildTar, paxMember } from '../failure/build-tar.js'
import { buildZip } from '../failure/build-zip.js'
import { noise } from '../failure/hostile.js'
import { codesOf, contentsOf, entryNamed, openOnly, textOf } from './contents.js'

const zip = readFileSync(new URL('../fixtures/packets/healthy-9-11.zip', import.meta.url))

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'packet-test-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

function writeFiles(files: ReadonlyMap<string, string>): void {
  for (const [name, content] of files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), content, 'latin1')
  }
}

async function onlyPacket(source: string): Promise<Packet> {
  const [opened, ...others] = await openPackets(source)
  expect(others).toEqual([])
  if (opened?.kind !== 'ok') throw new Error(opened?.problem.message)
  return opened.packet
}

describe('a packet of a real server', () => {
  test('has the entries and sizes of its list, no problem, and the times of its servers in UTC', async () => {
    const packet = await openOnly(zip)
    expect(packet.format).toBe('zip')
    expect(packet.entries.map(({ name }) => name)).toContain('metadata.yaml')
    expect(await codesOf(packet)).toEqual([])
    for (const { modifiedAt } of packet.entries) expect(modifiedAt).toMatch(/^2026-\d\d-\d\dT[\d:.]+Z$/)
  })

  test('is the same as zip, folder, tar, tar.gz, re-zipped folder and in memory', async () => {
    const expected = await contentsOf(await openOnly(zip))
    writeFiles(expected)
    const files = [...expected].map(([name, content]) => ({ name, content: Buffer.from(content, 'latin1') }))
    const inFolder = files.map(file => ({ ...file, name: `case 123/${file.name}` }))
    const views = [
      await onlyPacket(folder),
      await openOnly(buildTar(files)),
      await openOnly(gzipSync(buildTar(inFolder))),
      await openOnly(buildZip(inFolder)),
      packetOf(Object.fromEntries(files.map(({ name, content }) => [name, content]))),
    ]
    for (const view of views) {
      const contents = await contentsOf(view)
      expect([...contents.keys()].sort()).toEqual([...expected.keys()].sort())
      for (const [name, content] of contents) expect(content === expected.get(name), name).toBe(true)
      expect(await codesOf(view)).toEqual([])
    }
  })

  test('has the SHA-256 of its file; a folder and the same files in memory share one', async () => {
    const packet = await openOnly(zip)
    expect(await packet.sha256()).toBe('d3aa0cfa5c76343b6eed96d983c41f9708a8194a7217f38e402efa38be8852b2')
    writeFiles(
      new Map([
        ['b/c.log', 'two'],
        ['a.yaml', 'one'],
      ]),
    )
    const view = packetOf({ 'a.yaml': 'one', 'b/c.log': 'two' })
    expect(await (await onlyPacket(folder)).sha256()).toBe(await view.sha256())
    expect(await packetOf({ 'a.yaml': 'onet', 'b/c.log': 'wo' }).sha256()).not.toBe(await view.sha256())
  })

  test('may be closed twice', async () => {
    const packet = await openOnly(zip)
    await packet.close()
    await packet.close()
  })

  test('is found by content, whatever its name', async () => {
    writeFileSync(join(folder, 'packet.png'), zip)
    expect((await onlyPacket(join(folder, 'packet.png'))).format).toBe('zip')
  })
})

describe('standard input', () => {
  const open = async (limits: object) => {
    const input = Readable.from([zip.subarray(0, 10_000), zip.subarray(10_000)])
    const [opened] = await openPackets('-', { input, limits })
    if (opened?.kind !== 'ok') throw new Error('not opened')
    return opened.packet
  }

  test('is kept in memory while it is small', async () => {
    expect(await codesOf(await open({}))).toEqual([])
  })

  test('goes to a private file beyond the threshold, which is gone after closing', async () => {
    const temporary = () => readdirSync(tmpdir()).filter(name => name.startsWith('support-packet-'))
    const before = temporary()
    const packet = await open({ spoolBytes: 1000 })
    expect(await codesOf(packet)).toEqual([])
    expect(await packet.sha256()).toBe(await (await openOnly(zip)).sha256())
    await packet.close()
    expect(temporary().filter(name => !before.includes(name))).toEqual([])
  })

  test('longer than accepted is read up to there', async () => {
    const packet = await open({ streamBytes: 40_000 })
    expect(await codesOf(packet)).toEqual(['ARCHIVE_TOO_LARGE', 'ARCHIVE_TRUNCATED', 'ENTRY_TRUNCATED'])
  })
})

describe('a folder', () => {
  test('is never left through a link', async () => {
    writeFiles(new Map([['metadata.yaml', 'x']]))
    const secret = join(folder, '..', `${folder.split(/[\\/]/).at(-1) ?? ''}-secret`)
    mkdirSync(secret)
    writeFileSync(join(secret, 'key'), 'secret')
    symlinkSync(join(secret, 'key'), join(folder, 'link.log'))
    symlinkSync(secret, join(folder, 'node-1'))
    const packet = await onlyPacket(folder)
    expect(packet.entries.map(({ name, readable }) => [name, readable])).toEqual([
      ['link.log', false],
      ['metadata.yaml', true],
      ['node-1', false],
    ])
    expect(await codesOf(packet)).toEqual(['ENTRY_LINK'])
    rmSync(secret, { recursive: true })
  })

  test('whose file is gone or shorter since it was opened gives a problem', async () => {
    writeFiles(
      new Map([
        ['metadata.yaml', 'x'],
        ['gone.log', 'x'],
        ['short.log', 'xyz'],
      ]),
    )
    const packet = await onlyPacket(folder)
    rmSync(join(folder, 'gone.log'))
    writeFileSync(join(folder, 'short.log'), 'x')
    expect(await codesOf(packet)).toEqual(['ENTRY_READ_FAILED', 'ENTRY_SIZE_MISMATCH'])
  })

  test('that is empty is an empty packet', async () => {
    expect(await codesOf(await onlyPacket(folder))).toEqual(['ARCHIVE_EMPTY'])
  })

  test('deeper than allowed is looked into up to there', async () => {
    writeFiles(
      new Map([
        ['a/b/c.log', 'x'],
        ['a.log', 'y'],
      ]),
    )
    const [opened] = await openPackets(folder, { limits: { depth: 1 } })
    if (opened?.kind !== 'ok') throw new Error('not opened')
    expect(opened.packet.problems.map(({ code }) => code)).toEqual(['ARCHIVE_TOO_DEEP'])
    expect(opened.packet.entries.map(({ name }) => name)).toEqual(['a.log'])
  })
})

describe('the folder around a packet', () => {
  const prefixOf = (...names: readonly string[]) =>
    packetOf(Object.fromEntries(names.map(name => [name, '']))).prefix

  test('is left out of names when it holds what stands at the root of a packet', () => {
    expect(prefixOf('case/metadata.yaml', 'case/mattermost.log')).toBe('case/')
    expect(prefixOf('a/b/support_packet.yaml')).toBe('a/b/')
    expect(prefixOf('ha/node-1/mattermost.log', 'ha/node-2/mattermost.log')).toBe('ha/')
    expect(prefixOf('dump/nodes/1/teleport.yaml', 'dump/report.txt')).toBe('dump/')
  })

  test('is kept when it is a node, or not everything lies in it', () => {
    expect(prefixOf('node-1/mattermost.log', 'node-1/sanitized_config.json')).toBe('')
    expect(prefixOf('case/metadata.yaml', 'other.log')).toBe('')
    expect(prefixOf('logs/a.log', 'logs/b.log')).toBe('')
    expect(prefixOf('nodes/1/teleport.yaml')).toBe('')
  })

  test('is found although macOS put files beside it', () => {
    expect(prefixOf('case/metadata.yaml', '__MACOSX/case/._metadata.yaml', '.DS_Store')).toBe('case/')
  })
})

describe('nested archives', () => {
  const inner = buildZip([{ name: 'metadata.yaml', content: 'version: 1\n' }])

  test('are packets of their own when there is nothing else', async () => {
    const bundle = buildZip([
      { name: 'monday.bin', content: inner },
      {
        name: 'tuesday.zip',
        content: gzipSync(buildTar([{ name: 'metadata.yaml', content: 'version: 1\n' }])),
      },
      { name: 'README.md', content: 'two packets' },
    ])
    const opened = await openBuffer('outer.zip', bundle)
    const packets = opened.map(one => (one.kind === 'ok' ? one.packet : undefined))
    expect(packets.map(packet => [packet?.source, packet?.format])).toEqual([
      ['outer.zip!monday.bin', 'zip'],
      ['outer.zip!tuesday.zip', 'tar.gz'],
    ])
    for (const packet of packets) {
      expect(packet?.problems.map(({ code }) => code)).toEqual(['ARCHIVE_NESTED_SKIPPED'])
      if (packet !== undefined) expect(await textOf(packet, 'metadata.yaml')).toBe('version: 1\n')
    }
  })

  test('stored in the outer archive are no second end record', async () => {
    const [opened] = await openBuffer('outer.zip', buildZip([{ name: 'a.zip', content: inner, method: 0 }]))
    expect(opened?.kind === 'ok' && opened.packet.problems).toEqual([])
  })

  test('stay entries beside the files of a packet', async () => {
    const packet = await openOnly(
      buildZip([
        { name: 'metadata.yaml', content: '' },
        { name: 'a.zip', content: inner },
      ]),
    )
    expect(packet.entries.map(({ name }) => name)).toEqual(['metadata.yaml', 'a.zip'])
  })

  test('stay an entry when they are the metrics of a packet', async () => {
    const metrics = gzipSync(buildTar([{ name: 'chunks/000001', content: 'x' }]))
    const packet = await openOnly(buildZip([{ name: 'tsdb_dump.tar.gz', content: metrics }]))
    expect(packet.entries.map(({ name }) => name)).toEqual(['tsdb_dump.tar.gz'])
  })

  test('are opened one level deep, and the rest is said', async () => {
    const packet = await openOnly(
      buildZip([{ name: 'b.zip', content: buildZip([{ name: 'a.zip', content: inner }]) }]),
    )
    expect(packet.source).toBe('test!b.zip')
    expect(packet.entries.map(({ name }) => name)).toEqual(['a.zip'])
    expect(await codesOf(packet)).toEqual(['ARCHIVE_TOO_DEEP'])
  })

  test('that are broken leave the others readable', async () => {
    const bundle = buildZip([
      { name: 'broken.zip', content: Buffer.from('\x1f\x8b\x08garbage', 'latin1') },
      { name: 'good.zip', content: inner },
    ])
    const opened = await openBuffer('outer.zip', bundle)
    expect(opened.map(({ kind }) => kind)).toEqual(['unreadable', 'ok'])
  })
})

describe('what is no packet', () => {
  const words = async (content: string | Buffer) => {
    const [opened] = await openBuffer('x', Buffer.from(content as string, 'latin1'))
    return opened?.kind === 'unreadable' ? [opened.problem.code, opened.problem.found] : undefined
  }

  test.each([
    ['\x89PNG\r\n\x1a\n', 'a PNG image'],
    ['%PDF-1.7', 'a PDF document'],
    ["7z\xbc\xaf'\x1c\x00", 'a 7z archive (pack its content as zip)'],
    ['Rar!\x1a\x07\x01\x00', 'a RAR archive (pack its content as zip)'],
    ['\xfd7zXZ\0\0', 'an xz file (unpack it first)'],
    ['\x28\xb5\x2f\xfd\0', 'a Zstandard file (unpack it first)'],
    ['BZh91AY&SY', 'a bzip2 file (unpack it first)'],
    ['\x7fELF\x02', 'a Linux program (ELF)'],
    ['', 'an empty file'],
    [
      '\n <!DOCTYPE html><html><head><title>Log\n in</title>',
      'an HTML page ("Log in"), perhaps the log-in page',
    ],
    [
      '{"id":"api.context.session_expired.app_error","message":"Invalid or expired session, please login again.","status_code":401}',
      'an error answer of a server ("Invalid or expired session, please login again.")',
    ],
    ['{"timestamp":"2026-11-21 10:00:00.000 Z","level":"info","msg":"x"}\n', 'a single log file'],
    ['2026-11-21 10:00:00 INFO x\n', 'a single log file'],
    ['{"ServiceSettings": {}}', 'a JSON document'],
    ['version: 1\ntype: support-packet\n', 'a YAML or text file'],
    ['hello\n', 'a text file'],
    ['\x01\x02\x03\x04', 'a binary file of an unknown kind (4 bytes)'],
  ])('is told by its content: %j', async (content, description) => {
    expect(await words(content)).toEqual(['ARCHIVE_NOT_A_PACKET', description])
  })

  test('is told through gzip', async () => {
    expect(await words(gzipSync('hello\n'))).toEqual(['ARCHIVE_NOT_A_PACKET', 'a gzip file of a text file'])
    expect(await words(gzipSync('hello\n').subarray(0, 10))).toEqual([
      'ARCHIVE_NOT_A_PACKET',
      'a damaged gzip file',
    ])
  })

  test('is told in one line that says what was expected', async () => {
    const [opened] = await openBuffer('x.zip', Buffer.from('%PDF-1.7'))
    expect(opened?.kind === 'unreadable' && opened.problem.message).toBe(
      'This is a PDF document, not a support packet (expected a zip, tar or tar.gz archive, or a directory).',
    )
  })

  test('is told when there is nothing at all', async () => {
    const [opened] = await openPackets(join(folder, 'nothing.zip'))
    expect(opened?.kind === 'unreadable' && opened.problem).toMatchObject({
      code: 'ARCHIVE_UNREADABLE',
      message: 'There is no such file or directory.',
    })
    expect(existsSync(join(folder, 'nothing.zip'))).toBe(false)
  })
})

describe('limits', () => {
  const many = buildZip([1, 2, 3, 4].map(number => ({ name: `${number}.log`, content: noise(1000) })))

  test('of the number of entries leave out the later ones', async () => {
    const packet = await openOnly(many, { limits: { entries: 2 } })
    expect(packet.entries.map(({ name }) => name)).toEqual(['1.log', '2.log'])
    expect(await codesOf(packet)).toEqual(['ARCHIVE_TOO_MANY_ENTRIES'])
  })

  test('of the size of an entry give its start', async () => {
    const packet = await openOnly(many, { limits: { entryBytes: 300 } })
    const outcome = await packet.read(entryNamed(packet, '1.log'), () => undefined)
    expect(outcome).toMatchObject({
      kind: 'partial',
      sizeBytes: 300,
      problem: { code: 'ENTRY_TOO_LARGE', entry: '1.log' },
    })
  })

  test('of all bytes hold over entries, but not over repeated reads of one', async () => {
    const packet = await openOnly(many, { limits: { totalBytes: 2500 } })
    expect(packet.problems.map(({ code }) => code)).toEqual(['ARCHIVE_TOO_LARGE'])
    const read = async (name: string) => packet.read(entryNamed(packet, name), () => undefined)
    for (const name of ['1.log', '1.log', '1.log', '2.log']) expect((await read(name)).kind).toBe('complete')
    expect(await read('3.log')).toMatchObject({
      kind: 'partial',
      sizeBytes: 500,
      problem: { code: 'ARCHIVE_TOO_LARGE' },
    })
    expect((await read('1.log')).kind).toBe('complete')
  })

  test('of the ratio stop a bomb after the harmless size, and never a small document', async () => {
    const zeros = Buffer.alloc(20 << 20)
    const bytes = buildZip([
      { name: 'bomb', content: zeros },
      { name: 'small', content: zeros.subarray(0, 1 << 20) },
    ])
    const packet = await openOnly(bytes)
    const outcome = await packet.read(entryNamed(packet, 'bomb'), () => undefined)
    expect(outcome).toMatchObject({ kind: 'partial', sizeBytes: defaultLimits.ratioFromBytes })
    expect((await packet.read(entryNamed(packet, 'small'), () => undefined)).kind).toBe('complete')
  })

  test('of a tar.gz stop listing where it inflates too far', async () => {
    const bytes = gzipSync(
      buildTar([
        { name: 'a.log', content: 'x' },
        { name: 'b.log', content: Buffer.alloc(1 << 20) },
      ]),
    )
    const packet = await openOnly(bytes, { limits: { totalBytes: 100_000 } })
    expect(packet.problems.map(({ code }) => code)).toContain('ARCHIVE_TOO_LARGE')
    expect(await textOf(packet, 'a.log')).toBe('x')
  })
})

describe('a zip', () => {
  const log = { name: 'a.log', content: 'one\ntwo\n' }

  test.each([
    ['zip64', buildZip([{ ...log, zip64: true }], { zip64: true })],
    ['a comment', buildZip([log], { comment: 'made by hand' })],
    [
      'a comment with the mark of an end record',
      buildZip([log], { comment: 'PK\x05\x06 is the mark, and so on and on' }),
    ],
    ['stored entries', buildZip([{ ...log, method: 0 }])],
    ['marked descriptors', buildZip([{ ...log, descriptor: 'marked' }])],
    ['plain descriptors', buildZip([{ ...log, descriptor: 'plain' }])],
  ])('with %s is read without a problem', async (_what, bytes) => {
    const packet = await openOnly(bytes)
    expect(await codesOf(packet)).toEqual([])
    expect(await textOf(packet, 'a.log')).toBe('one\ntwo\n')
  })

  const second = { name: 'b.log', content: noise(3000) }
  test.each([
    ['sizes in the headers', [log, second]],
    [
      'marked descriptors',
      [
        { ...log, descriptor: 'marked' },
        { ...second, descriptor: 'marked' },
      ],
    ],
    [
      'plain descriptors',
      [
        { ...log, descriptor: 'plain' },
        { ...second, descriptor: 'plain' },
      ],
    ],
    [
      'stored entries',
      [
        { ...log, method: 0 },
        { ...second, method: 0 },
      ],
    ],
    [
      'stored entries with descriptors',
      [
        { ...log, method: 0, descriptor: 'marked' },
        { ...second, method: 0, descriptor: 'marked' },
      ],
    ],
    [
      'zip64 sizes',
      [
        { ...log, zip64: true },
        { ...second, zip64: true },
      ],
    ],
  ] as const)('without its list is salvaged from %s, checksums included', async (_what, specs) => {
    const whole = buildZip(specs)
    const packet = await openOnly(whole.subarray(0, whole.indexOf('PK\x01\x02')))
    expect(await codesOf(packet)).toEqual(['ARCHIVE_TRUNCATED'])
    expect(await textOf(packet, 'a.log')).toBe('one\ntwo\n')
    expect(packet.entries[1]?.sizeBytes).toBe(3000)
    const changed = Buffer.from(whole.subarray(0, whole.indexOf('PK\x01\x02')))
    const at = changed.indexOf(second.content.subarray(1000, 1020))
    changed[at] = (changed[at] ?? 0) ^ 1
    expect(await codesOf(await openOnly(changed))).toEqual(['ARCHIVE_TRUNCATED', 'ENTRY_CRC_MISMATCH'])
  })

  test('of 2000 small entries without its list is salvaged whole', async () => {
    const specs = Array.from({ length: 2000 }, (_, at) => ({
      name: `${at}.log`,
      content: `log ${at}`,
      descriptor: 'marked' as const,
    }))
    const whole = buildZip(specs)
    const packet = await openOnly(whole.subarray(0, whole.indexOf('PK\x01\x02')))
    expect(await codesOf(packet)).toEqual(['ARCHIVE_TRUNCATED'])
    expect(packet.entries).toHaveLength(2000)
    expect(await textOf(packet, '1999.log')).toBe('log 1999')
  })

  test('larger than what is loaded at once is read from its file, cut or not', async () => {
    const large = { name: 'large.log', content: noise(6_000_000), descriptor: 'marked' as const }
    const whole = buildZip([log, large, second])
    writeFileSync(join(folder, 'whole.zip'), whole)
    writeFileSync(
      join(folder, 'cut.zip'),
      whole.subarray(0, whole.lastIndexOf('b.log', whole.indexOf('PK\x01\x02')) + 1000),
    )
    const packet = await onlyPacket(join(folder, 'whole.zip'))
    expect(await codesOf(packet)).toEqual([])
    await packet.close()
    const cut = await onlyPacket(join(folder, 'cut.zip'))
    expect(cut.entries.map(({ name, damage }) => [name, damage?.code])).toEqual([
      ['a.log', undefined],
      ['large.log', undefined],
      ['b.log', 'ENTRY_TRUNCATED'],
    ])
    expect(await textOf(cut, 'large.log')).toBe(large.content.toString())
    await cut.close()
  })

  test('with a damaged entry in the middle and no list gives the entries behind it', async () => {
    const whole = buildZip([log, { ...second, descriptor: 'marked' }, { name: 'c.log', content: 'three' }])
    const cut = Buffer.from(whole.subarray(0, whole.indexOf('PK\x01\x02')))
    const from = cut.indexOf('b.log') + 'b.log'.length
    cut.fill(0xff, from, from + 200)
    const packet = await openOnly(cut)
    expect(packet.entries.map(({ name, damage }) => [name, damage?.code])).toEqual([
      ['a.log', undefined],
      ['b.log', 'ENTRY_DATA_DAMAGED'],
      ['c.log', undefined],
    ])
    expect(await textOf(packet, 'c.log')).toBe('three')
  })

  test('gives every byte of an entry that lies before the damage', async () => {
    const content = noise(700_000)
    const data = deflateRawSync(content)
    const spot = 400_000
    data.fill(0xff, spot, spot + 40_000) // ends the stored block that deflate makes of noise with an invalid one
    const packet = await openOnly(buildZip([{ name: 'a.log', content, data }]))
    const chunks: Buffer[] = []
    const outcome = await packet.read(
      entryNamed(packet, 'a.log'),
      chunk => void chunks.push(Buffer.from(chunk)),
    )
    const read = Buffer.concat(chunks)
    expect(outcome).toMatchObject({
      kind: 'partial',
      sizeBytes: read.length,
      problem: { code: 'ENTRY_DATA_DAMAGED' },
    })
    expect(read.length).toBeGreaterThan(spot - 1000)
    expect(read.subarray(0, spot - 1000).equals(content.subarray(0, spot - 1000))).toBe(true)
  })

  test('names in UTF-8 without the flag, and in code page 437, are read as they were meant', async () => {
    const packet = await openOnly(
      buildZip([
        { name: 'Büro.log', content: '' },
        { name: Buffer.from([0x42, 0x81, 0x72, 0x6f]), content: '' },
      ]),
    )
    expect(packet.entries.map(({ name }) => name)).toEqual(['Büro.log', 'Büro'])
  })
})

describe('a tar', () => {
  test('of every dialect has its long names, prefixes and sizes', async () => {
    const long = `${'d'.repeat(60)}/${'f'.repeat(120)}.log`
    const packet = await openOnly(
      buildTar([
        { name: 'v7.log', magic: '', content: '1' },
        { name: 'ustar.log', prefix: 'folder', content: '2' },
        { name: '././@LongLink', type: 'L', content: `${long}\0`, magic: 'ustar  \0' },
        { name: long.slice(0, 100), content: '3', magic: 'ustar  \0' },
        paxMember({ path: 'pax/Büro.log', size: '4', mtime: '1700000000.5' }),
        { name: 'short', content: 'four', sizeBytes: 0 },
        { name: 'large.log', content: '5', isBase256: true },
        { name: 'folder/', type: '5' },
        { name: 'old-folder/', magic: '' },
      ]),
    )
    expect(await contentsOf(packet)).toEqual(
      new Map([
        ['v7.log', '1'],
        ['folder/ustar.log', '2'],
        [long, '3'],
        ['pax/Büro.log', 'four'],
        ['large.log', '5'],
      ]),
    )
    expect(entryNamed(packet, 'pax/Büro.log').modifiedAt).toBe('2023-11-14T22:13:20.500Z')
    expect(await codesOf(packet)).toEqual([])
  })

  test('that is compressed keeps small entries, and inflates again for large ones', async () => {
    const files = [
      { name: 'small.log', content: noise(1000) },
      { name: 'large.log', content: noise(300_000) },
      { name: 'last.log', content: noise(200_000) },
    ]
    const packet = await openOnly(gzipSync(buildTar(files)), { limits: { keptEntryBytes: 10_000 } })
    const reads = packet.entries.map(async entry => [entry.name, await textOf(packet, entry.name)])
    expect(await Promise.all(reads)).toEqual(files.map(({ name, content }) => [name, content.toString()]))
  })
})
