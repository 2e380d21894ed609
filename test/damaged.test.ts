// `validate` accepts every sound sample and rejects damaged variants of one, naming the entry.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Validation } from '../analyzer/index.js'
import { openBuffer, openPackets, readWhole, validateFile, validatePacket } from '../analyzer/index.js'
import { buildZip } from './failure/build-zip.js'

const samples = (await readdir('samples')).filter(name => name.endsWith('.zip'))

test.each(samples)('%s is valid', async name => {
  const [validation] = await validateFile(join('samples', name))
  expect(validation?.problems.filter(problem => problem.severity === 'error')).toEqual([])
  expect(validation?.valid).toBe(true)
})

interface Content {
  readonly name: string
  readonly content: Buffer
}

async function contents(path: string): Promise<readonly Content[]> {
  const [opened] = await openPackets(path)
  if (opened?.kind !== 'ok') throw new Error(`${path} did not open`)
  const { packet } = opened
  const read = await Promise.all(
    packet.entries.map(async entry => ({
      name: entry.name,
      content: (await readWhole(packet, entry, 1 << 28)).bytes,
    })),
  )
  await packet.close()
  return read
}

async function validated(bytes: Buffer): Promise<Validation> {
  const [opened] = await openBuffer('packet.zip', bytes)
  if (opened?.kind !== 'ok') throw new Error('the variant did not open')
  try {
    return await validatePacket(opened.packet)
  } finally {
    await opened.packet.close()
  }
}

const original = await contents('samples/healthy-11-6.zip')
const zipBytes = await readFile('samples/healthy-11-6.zip')

function withContent(name: string, change: (content: Buffer) => Buffer): Buffer {
  return buildZip(
    original.map(file => (file.name === name ? { ...file, content: change(file.content) } : file)),
  )
}

/** The archive with one byte flipped inside the stored data of an entry. */
function flippedIn(name: string): Buffer {
  const bytes = Buffer.from(zipBytes)
  const header = bytes.indexOf(Buffer.concat([Buffer.from('PK\u0003\u0004')]))
  for (let at = header; at >= 0; at = bytes.indexOf('PK\u0003\u0004', at + 4, 'latin1')) {
    const nameLength = bytes.readUInt16LE(at + 26)
    if (bytes.toString('utf8', at + 30, at + 30 + nameLength) !== name) continue
    const data = at + 30 + nameLength + bytes.readUInt16LE(at + 28)
    bytes[data + 40] = (bytes[data + 40] ?? 0) ^ 0x10
    return bytes
  }
  throw new Error(`${name} is not in the archive`)
}

describe('a damaged packet is invalid, and the problem names the entry', () => {
  const damaged: Readonly<Record<string, readonly [string, () => Buffer]>> = {
    'an entry is missing without a word': [
      'diagnostics.yaml',
      () => buildZip(original.filter(file => file.name !== 'diagnostics.yaml')),
    ],
    'the configuration breaks off': [
      'sanitized_config.json',
      () => withContent('sanitized_config.json', content => content.subarray(0, content.length / 2)),
    ],
    'a YAML entry is broken in the middle': [
      'jobs.yaml',
      () =>
        withContent('jobs.yaml', content => Buffer.concat([content, Buffer.from('\nbroken: [unclosed\n')])),
    ],
    'an entry is empty': ['stats.yaml', () => withContent('stats.yaml', () => Buffer.alloc(0))],
    'metadata is of the wrong kind': [
      'metadata.yaml',
      () => withContent('metadata.yaml', () => Buffer.from('- a list\n- instead\n')),
    ],
    'a byte of compressed data is flipped': ['permissions.yaml', () => flippedIn('permissions.yaml')],
    'a byte of a log is flipped': ['audit.log', () => flippedIn('audit.log')],
    'the archive is cut off': ['audit.log', () => zipBytes.subarray(0, zipBytes.indexOf('audit.log') + 500)],
  }

  test.each(Object.entries(damaged))('%s', async (_, [entry, build]) => {
    const validation = await validated(build())
    expect(validation.valid).toBe(false)
    const errors = validation.problems.filter(problem => problem.severity === 'error')
    expect(errors.map(problem => problem.entry)).toContain(entry)
  })
})

test('a limit that the headers break is one problem, although the entry is read several times', async () => {
  const { problems } = await validated(withContent('jobs.yaml', () => Buffer.alloc(20_000_000, 'a: 1\n')))
  const exceeded = problems.filter(problem => problem.code === 'ENTRY_RATIO_EXCEEDED')
  expect(exceeded.map(problem => problem.entry)).toEqual(['jobs.yaml'])
})
