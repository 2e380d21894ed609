// The same files in any container give the same analysis; odd inputs are analyzed as far as possible or refused in one line.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Analysis } from '../analyzer/index.js'
import {
  analyzeFile,
  extractPacket,
  openPackets,
  readWhole,
  UnreadablePacketError,
} from '../analyzer/index.js'
import { comparableContent } from './comparable.js'
import { buildTar } from './failure/build-tar.js'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'support-packet-containers-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function analyzed(path: string): Promise<Analysis> {
  const [analysis] = await analyzeFile(path)
  if (analysis === undefined) throw new Error(`${path} gave no analysis`)
  return analysis
}

async function refused(path: string): Promise<string> {
  const error: unknown = await analyzeFile(path).catch((thrown: unknown) => thrown)
  if (error instanceof UnreadablePacketError) return error.problem.message
  throw new Error(`${path} was not refused`)
}

/** The sample as a folder, a tar and a tar.gz. */
async function otherContainers(sample: string): Promise<Record<'directory' | 'tar' | 'tarGz', string>> {
  const [opened] = await openPackets(sample)
  if (opened?.kind !== 'ok') throw new Error(`${sample} did not open`)
  const { packet } = opened
  const paths = {
    directory: join(folder, 'packet'),
    tar: join(folder, 'packet.tar'),
    tarGz: join(folder, 'packet.tar.gz'),
  }
  await rm(paths.directory, { recursive: true, force: true })
  await extractPacket(packet, paths.directory)
  const members = await Promise.all(
    packet.entries.map(async entry => ({
      name: entry.name,
      content: (await readWhole(packet, entry, 1 << 28)).bytes,
    })),
  )
  const tar = buildTar(members)
  await writeFile(paths.tar, tar)
  await writeFile(paths.tarGz, gzipSync(tar))
  await packet.close()
  return paths
}

/** Containers list entries in different orders, and only some know times; what is said of each entry must be equal. */
function inNameOrder(analysis: Analysis): unknown {
  const plain = comparableContent(analysis) as {
    packet: { entries: { name: string }[]; generatedAt?: string }
  }
  plain.packet.entries.sort((a, b) => (a.name < b.name ? -1 : 1))
  return plain
}

describe.each(['db-restart', 'ha-config-drift', 'healthy-9-11'])('%s', name => {
  test('gives the same analysis as zip, folder, tar and tar.gz', async () => {
    const zip = inNameOrder(await analyzed(join('samples', `${name}.zip`)))
    const { directory, tar, tarGz } = await otherContainers(join('samples', `${name}.zip`))
    expect(inNameOrder(await analyzed(directory))).toEqual(zip)
    expect(inNameOrder(await analyzed(tar))).toEqual(zip)
    expect(inNameOrder(await analyzed(tarGz))).toEqual(zip)
  })
})

describe('what is no whole packet', () => {
  test('a folder of logs only is analyzed: the logs are judged, the rest is said to be missing', async () => {
    const logs = join(folder, 'logs-only')
    await mkdir(logs, { recursive: true })
    const [opened] = await openPackets('samples/db-restart.zip')
    if (opened?.kind !== 'ok') throw new Error('the sample did not open')
    const log = opened.packet.entries.find(entry => entry.name === 'mattermost.log')
    if (log === undefined) throw new Error('the sample has no log')
    await writeFile(join(logs, 'mattermost.log'), (await readWhole(opened.packet, log, 1 << 20)).bytes)
    await opened.packet.close()

    const analysis = await analyzed(logs)
    expect(analysis.findings[0]?.ruleId).toBe('database-restarted')
    expect(analysis.skipped.length).toBeGreaterThan(20)
    expect(analysis.passed).not.toContain('site-url-missing')
  })

  test('an empty folder has an analysis that says nothing could be judged', async () => {
    const empty = join(folder, 'empty')
    await mkdir(empty, { recursive: true })
    const analysis = await analyzed(empty)
    expect(analysis.problems.some(problem => problem.severity === 'error')).toBe(true)
    expect(analysis.findings).toEqual([])
    expect(analysis.passed).toEqual([])
  })

  test('an empty zip likewise', async () => {
    const path = join(folder, 'empty.zip')
    await writeFile(path, Buffer.concat([Buffer.from('PK\u0005\u0006'), Buffer.alloc(18)]))
    const analysis = await analyzed(path)
    expect(analysis.problems.some(problem => problem.severity === 'error')).toBe(true)
    expect(analysis.passed).toEqual([])
  })

  test.each([
    ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), /PNG/],
    ['a page', Buffer.from('<!DOCTYPE html><html><title>Log in</title></html>'), /HTML/],
    [
      'an answer of the API',
      Buffer.from('{"id":"api.no_license","message":"x","status_code":403}'),
      /error answer of a server/,
    ],
    ['an empty file', Buffer.alloc(0), /empty/],
  ])('%s is refused with a line that says what it is', async (name, bytes, words) => {
    const path = join(folder, `${name.replaceAll(' ', '-')}.zip`)
    await writeFile(path, bytes)
    expect(await refused(path)).toMatch(words)
  })

  test('a path that does not exist is refused', async () => {
    expect(await refused(join(folder, 'nowhere.zip'))).toMatch(/no such|not found|does not exist/i)
  })
})
