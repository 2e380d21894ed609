// The library as another program uses it: every kind of input, rules of one's own, an abort, and what is thrown.
import { createReadStream } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  analyzePacket,
  analyzePackets,
  diffPackets,
  formatAnalyses,
  loadRules,
  openPackets,
  packetOf,
  SeveralPacketsError,
  UnreadablePacketError,
  validatePacket,
  type Analysis,
  type PacketInput,
} from '../analyzer/index.js'
import { comparableContent } from './comparable.js'

const sample = 'samples/smtp-refused.zip'
let folder = ''
let bytes = Buffer.alloc(0)
let expected: Analysis

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'support-packet-library-'))
  bytes = await readFile(sample)
  expected = await analyzePacket(sample)
})

afterAll(() => rm(folder, { recursive: true, force: true }))

describe('a packet comes as', () => {
  const inputs: readonly (readonly [string, () => PacketInput])[] = [
    ['a file URL', () => pathToFileURL(resolve(sample))],
    ['bytes', () => bytes],
    ['a plain Uint8Array', () => new Uint8Array(bytes)],
    ['a stream of Node.js', () => createReadStream(sample)],
    ['the body of a response', () => new Response(new Uint8Array(bytes)).body as AsyncIterable<Uint8Array>],
  ]
  test.each(inputs)('%s', async (_, input) => {
    expect(comparableContent(await analyzePacket(input()))).toEqual(comparableContent(expected))
  })

  test('an opened packet, which stays open', async () => {
    const [opened] = await openPackets(sample)
    if (opened?.kind !== 'ok') throw new Error('not opened')
    await analyzePacket(opened.packet)
    expect((await validatePacket(opened.packet)).valid).toBe(true)
    await opened.packet.close()
  })
})

test('bytes and streams have the name they are given', async () => {
  expect((await validatePacket(bytes, { name: 'upload 7' })).packet.source).toBe('upload 7')
  expect((await validatePacket(bytes)).packet.source).toBe('memory')
  expect((await validatePacket(createReadStream(sample))).packet.source).toBe('stream')
})

describe('what is thrown', () => {
  test('a file that is no packet is told with its problem', async () => {
    const refused = await analyzePacket('package.json').catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(UnreadablePacketError)
    expect((refused as UnreadablePacketError).problem.code).toBe('ARCHIVE_NOT_A_PACKET')
    await expect(validatePacket('no-such-file.zip')).rejects.toThrow('There is no such file or directory.')
  })

  test('an archive of several packets is refused by functions for one, before any work', async () => {
    const outer = join(folder, 'bundle')
    await mkdir(outer)
    await writeFile(join(outer, 'a.zip'), bytes)
    await writeFile(join(outer, 'b.zip'), bytes)
    const refused = await analyzePacket(outer).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(SeveralPacketsError)
    expect((refused as SeveralPacketsError).sources).toEqual([`${outer}!a.zip`, `${outer}!b.zip`])
    expect(await analyzePackets(outer)).toHaveLength(2)
  })
})

describe('an abort', () => {
  const reason = new Error('enough')

  test('before the work ends it at once', async () => {
    await expect(analyzePacket(sample, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
    await expect(validatePacket(bytes, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
  })

  const line = '{"timestamp":"2026-11-21 08:00:00.000 Z","level":"info","msg":"hello","caller":"a/b.go:1"}\n'
  const log = Buffer.from(line.repeat(60_000))
  const logs: readonly (readonly [string, Record<string, Buffer>])[] = [
    ['of a log', { 'mattermost.log': log }],
    ['of a packed log', { 'mattermost.log': log, 'mattermost-2026-11-20.log.gz': gzipSync(log) }],
  ]
  test.each(logs)('while records %s are read ends it with its reason', async (_, files) => {
    const abort = new AbortController()
    let seen = 0
    const work = analyzePacket(packetOf(files), {
      signal: abort.signal,
      onProgress: ({ doneBytes }) => {
        seen = doneBytes
        abort.abort(reason)
      },
    })
    await expect(work).rejects.toBe(reason)
    expect(seen).toBeGreaterThan(0)
    expect(seen).toBeLessThanOrEqual(2 * log.length)
  })

  test('while a stream comes ends it, and takes no more of it', async () => {
    const abort = new AbortController()
    let given = 0
    // eslint-disable-next-line @typescript-eslint/require-await
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (;;) {
        given += 1
        if (given === 3) abort.abort(reason)
        yield bytes
      }
    }
    await expect(validatePacket(endless(), { signal: abort.signal })).rejects.toBe(reason)
    expect(given).toBe(3)
  })
})

test('the length of the logs is told as they are read', async () => {
  const seen: number[] = []
  await analyzePacket(sample, {
    onProgress: ({ stage, doneBytes, totalBytes }) => {
      expect(stage).toBe('logs')
      expect(totalBytes).toBeGreaterThanOrEqual(doneBytes)
      seen.push(doneBytes)
    },
  })
  expect(seen.length).toBeGreaterThan(0)
  expect([...seen].sort((a, b) => a - b)).toEqual(seen)
})

describe('rules', () => {
  test('of a file of one’s own judge alone', async () => {
    const file = join(folder, 'company-site-url.yaml')
    await writeFile(
      file,
      [
        'id: company-site-url',
        'title: The site URL is not ours',
        'severity: warning',
        'product: mattermost',
        'when: config.ServiceSettings.SiteURL != "https://chat.example.com"',
        'message: "SiteURL is {config.ServiceSettings.SiteURL}."',
        'why: Links in mails lead elsewhere.',
        'fix: Set it.',
        'examples:',
        '  - { given: { config: { ServiceSettings: { SiteURL: "http://a" } } }, expect: finding }',
        '  - { given: { config: { ServiceSettings: { SiteURL: "https://chat.example.com" } } }, expect: pass }',
        '  - { given: { config: {} }, expect: skip }',
        '',
      ].join('\n'),
    )
    const loaded = await loadRules([file], { builtIn: false })
    if (loaded.kind === 'invalid') throw new Error(JSON.stringify(loaded.mistakes))
    const { findings } = await analyzePacket(sample, { rules: loaded.rules })
    expect(findings.map(({ ruleId }) => ruleId)).toEqual(['company-site-url'])
  })

  test('that are wrong are told with every mistake, and nothing throws', async () => {
    const file = join(folder, 'wrong.yaml')
    await writeFile(file, 'id: x y\n')
    const loaded = await loadRules([file], { builtIn: false })
    expect(loaded.kind).toBe('invalid')
  })
})

test('reports come from analyses, and a format that does not exist is refused with those that do', async () => {
  expect(await formatAnalyses('text', [expected])).toContain('The mail server cannot be reached')
  expect(JSON.parse(await formatAnalyses('json', [expected]))).toMatchObject({
    packet: { product: 'mattermost' },
  })
  expect(await formatAnalyses('text', [expected], { quiet: true })).toMatch(/^[^\n]*\n$/)
  await expect(formatAnalyses('pdf', [])).rejects.toThrow(/There is no format "pdf"\. Formats: text, json/)
})

test('two packets of any input are compared', async () => {
  const diff = await diffPackets('samples/healthy-plain-logs.zip', bytes, {
    only: ['findings'],
    name: 'after.zip',
  })
  expect(diff.after.source).toBe('after.zip')
  expect(diff.findings?.changes[0]).toMatchObject({ kind: 'new', severity: 'error' })
  expect(diff.sections).toEqual([])
})
