// The zip files we write: read back by unzip, and byte for byte the structure that real servers write.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import {
  centralDirectory,
  dataDescriptor,
  stampOf,
  type WrittenEntry,
} from '../../../generator/archive/zip-records.js'
import { createZipWriter } from '../../../generator/archive/zip-writer.js'

interface Written {
  readonly bytes: Buffer
  readonly errors: readonly unknown[]
}

type Source = AsyncIterable<Buffer> | Buffer | string

async function zipOf(
  entries: readonly (readonly [string, Source])[],
  moment = new Date(0),
): Promise<Written> {
  const chunks: Buffer[] = []
  const errors: unknown[] = []
  const writer = createZipWriter(chunk => {
    chunks.push(Buffer.from(chunk))
    return Promise.resolve()
  }, moment)
  for (const [name, source] of entries) {
    const { error } = await writer.add(name, source)
    if (error !== undefined) errors.push(error)
  }
  expect(await writer.finish()).toBe(chunks.reduce((sum, { length }) => sum + length, 0))
  return { bytes: Buffer.concat(chunks), errors }
}

function unzip(bytes: Buffer, ...args: string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'sp-zip-'))
  try {
    writeFileSync(join(folder, 'a.zip'), bytes)
    const [flags = '-p', ...names] = args
    return execFileSync('unzip', [flags, join(folder, 'a.zip'), ...names], {
      encoding: 'utf8',
      maxBuffer: 2 ** 26,
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function* piecesOf(...texts: readonly string[]): AsyncGenerator<Buffer> {
  for (const text of texts) yield await Promise.resolve(Buffer.from(text))
}

test('entries come back as they went in', async () => {
  const long = 'a line of a log\n'.repeat(100_000)
  const { bytes } = await zipOf([
    ['empty.txt', ''],
    ['a/long.log', piecesOf(long, long)],
    ['größe.txt', 'ü'],
  ])
  expect(unzip(bytes, '-tq')).toContain('No errors detected')
  expect(unzip(bytes, '-p', 'a/long.log')).toBe(long + long)
  expect(unzip(bytes, '-p', 'empty.txt')).toBe('')
})

test('a source that breaks off leaves what came, and a whole archive', async () => {
  async function* broken(): AsyncGenerator<Buffer> {
    yield* piecesOf('first part')
    throw new Error('the disk is gone')
  }
  const { bytes, errors } = await zipOf([
    ['broken.log', broken()],
    ['after.txt', 'still there'],
  ])
  expect(errors).toHaveLength(1)
  expect(unzip(bytes, '-p', 'broken.log')).toBe('first part')
  expect(unzip(bytes, '-p', 'after.txt')).toBe('still there')
})

test('a sink that fails is thrown at whoever writes', async () => {
  const writer = createZipWriter(() => Promise.reject(new Error('no space')), new Date(0))
  await expect(writer.add('a', 'b')).rejects.toThrow('no space')
})

test('headers are those of the servers: only times, checksums, sizes and names differ', async () => {
  const real = readFileSync('samples/healthy-11-6.zip')
  const nameLength = real.readUInt16LE(26)
  const name = real.toString('latin1', 30, 30 + nameLength)
  const moment = new Date(real.readUInt32LE(30 + nameLength + 5) * 1000)
  const { bytes } = await zipOf([[name, 'x']], moment)
  const withoutDosTime = (zip: Buffer): string =>
    Buffer.concat([zip.subarray(0, 10), zip.subarray(14, 30 + nameLength + 9)]).toString('hex')
  expect(withoutDosTime(bytes)).toBe(withoutDosTime(real))

  const listed = (zip: Buffer): string => {
    const at = zip.indexOf('PK\x01\x02', 'latin1')
    const fixed = [zip.subarray(at, at + 12), zip.subarray(at + 28, at + 42)]
    return Buffer.concat([
      ...fixed,
      zip.subarray(at + 46 + zip.readUInt16LE(at + 28), at + 46 + zip.readUInt16LE(at + 28) + 5),
    ]).toString('hex')
  }
  const realEntries = real.subarray(real.indexOf(`PK\x01\x02`, 'latin1'))
  const same = realEntries.readUInt16LE(28) === nameLength ? realEntries : undefined
  expect(listed(bytes).slice(0, 24)).toBe(listed(real).slice(0, 24))
  if (same !== undefined) expect(listed(bytes)).toBe(listed(real))
})

test('entries beyond 4 GiB have wide sizes in their descriptor and in the list', () => {
  const entry: WrittenEntry = {
    name: Buffer.from('big.log'),
    crc32: 1,
    packedBytes: 5_000_000_000,
    sizeBytes: 6_000_000_000,
    offset: 4_500_000_000,
  }
  const descriptor = dataDescriptor(entry)
  expect(descriptor.length).toBe(24)
  expect(descriptor.readBigUInt64LE(16)).toBe(6_000_000_000n)
  const list = centralDirectory([entry], stampOf(new Date(0)), 10_000_000_000)
  expect(list.readUInt16LE(4)).toBe(45)
  expect(list.readUInt32LE(24)).toBe(0xffffffff)
  expect(list.includes(Buffer.from('PK\x06\x06', 'latin1'))).toBe(true)
  expect(list.includes(Buffer.from('PK\x06\x07', 'latin1'))).toBe(true)
})
