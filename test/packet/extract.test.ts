// Extraction stays inside its directory, keeps what is there, and says what it wrote differently.
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
import { join, relative } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { extractPacket, type ExtractOptions } from '../../analyzer/packet/extract.js'
import { packetOf } from '../../analyzer/packet/open.js'
import { safePaths } from '../../analyzer/packet/safe-path.js'
import { hostile } from '../failure/hostile.js'
import { openOnly } from './contents.js'

let root: string
let target: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'extract-test-'))
  target = join(root, 'target')
})
afterEach(() => {
  rmSync(root, { recursive: true })
})

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(item => item.isFile())
    .map(item => relative(folder, join(item.parentPath, item.name)).replaceAll('\\', '/'))
    .sort()
}

async function extract(files: Record<string, string>, options?: ExtractOptions) {
  const { problems, files: written } = await extractPacket(packetOf(files), target, options)
  return { codes: problems.map(({ code }) => code), written: written.length }
}

test('a packet is written as it is named', async () => {
  expect(await extract({ 'metadata.yaml': '1', 'node-1/mattermost.log': '2' })).toEqual({
    codes: [],
    written: 2,
  })
  expect(filesBelow(target)).toEqual(['metadata.yaml', 'node-1/mattermost.log'])
  expect(readFileSync(join(target, 'node-1', 'mattermost.log'), 'utf8')).toBe('2')
})

test('no hostile archive writes outside the directory or makes a link', async () => {
  for (const { bytes } of Object.values(hostile)) {
    const packet = await openOnly(bytes())
    await extractPacket(packet, target)
    expect(readdirSync(root)).toEqual(['target'])
    expect(
      readdirSync(target, { recursive: true, withFileTypes: true }).filter(item => item.isSymbolicLink()),
    ).toEqual([])
    rmSync(target, { recursive: true })
  }
})

test('a file that exists is kept, unless it may be replaced', async () => {
  mkdirSync(target)
  writeFileSync(join(target, 'a.log'), 'mine')
  expect(await extract({ 'a.log': 'new' })).toEqual({ codes: ['ENTRY_EXISTS'], written: 0 })
  expect(readFileSync(join(target, 'a.log'), 'utf8')).toBe('mine')
  expect(await extract({ 'a.log': 'new' }, { overwrite: true })).toEqual({ codes: [], written: 1 })
  expect(readFileSync(join(target, 'a.log'), 'utf8')).toBe('new')
})

test('a link in the directory is not followed, even when files may be replaced', async () => {
  mkdirSync(target)
  mkdirSync(join(root, 'elsewhere'))
  writeFileSync(join(root, 'elsewhere', 'kept'), 'kept')
  symlinkSync(join(root, 'elsewhere'), join(target, 'node-1'))
  symlinkSync(join(root, 'elsewhere', 'kept'), join(target, 'b.log'))
  expect(await extract({ 'node-1/a.log': 'x', 'b.log': 'x' }, { overwrite: true })).toEqual({
    codes: ['ENTRY_TARGET_BLOCKED'],
    written: 1,
  })
  expect(readdirSync(join(root, 'elsewhere'))).toEqual(['kept'])
  expect(readFileSync(join(root, 'elsewhere', 'kept'), 'utf8')).toBe('kept')
})

test('bytes beyond the given total are not written', async () => {
  const { codes } = await extract({ 'a.log': '12345', 'b.log': '67890' }, { totalBytes: 7 })
  expect(codes).toEqual(['ARCHIVE_TOO_LARGE'])
  expect(readFileSync(join(target, 'b.log'), 'utf8')).toBe('67')
})

test('only the wanted entries are written', async () => {
  const packet = packetOf({ 'a.log': '1', 'b.log': '2' })
  await extractPacket(packet, target, { entries: packet.entries.slice(1) })
  expect(filesBelow(target)).toEqual(['b.log'])
})

test('nothing half written stays behind when a folder is in the way', async () => {
  mkdirSync(join(target, 'a.log'), { recursive: true })
  expect((await extract({ 'a.log': 'x' })).codes).toEqual(['ENTRY_TARGET_BLOCKED'])
  expect(filesBelow(target)).toEqual([])
  expect(existsSync(join(target, 'a.log'))).toBe(true)
})

test('names that Windows or macOS refuse are written as others, none of them twice', () => {
  const names = [
    'con',
    'AUX.log',
    'a:b',
    'end.',
    'end ',
    'a.log',
    'A.LOG',
    'a.log/x',
    'a\x1b[0m',
    'x'.repeat(300),
    'dir/.',
  ]
  const paths = [
    ...safePaths(names.map(name => packetEntry(name)).map((entry, index) => ({ ...entry, index }))).values(),
  ]
  expect(paths.slice(0, 9)).toEqual([
    '_con',
    '_AUX.log',
    'a_b',
    'end_',
    'end_ (2)',
    'a.log',
    'A (2).LOG',
    'a.log (2)/x',
    'a_[0m',
  ])
  expect(Buffer.byteLength(paths[9] ?? '')).toBeLessThanOrEqual(255)
  expect(new Set(paths.map(path => path.toLowerCase())).size).toBe(names.length)
})

function packetEntry(name: string) {
  return {
    index: 0,
    name,
    rawName: name,
    sizeBytes: 0,
    compressedBytes: 0,
    modifiedAt: undefined,
    damage: undefined,
    readable: true,
  }
}
