// Packets that are cut, damaged or hostile are sanitized as far as they can be read; nothing of it is thrown.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createZipWriter } from '../../../generator/archive/zip-writer.js'
import { isSafeName } from '../../../generator/archive/entry-name.js'
import { sanitizePacket, type Sanitized } from '../../../generator/mattermost/sanitize/packet.js'
import { packetTexts } from '../packet-texts.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sp-damaged-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

const sanitize = (source: string): Promise<Sanitized> =>
  sanitizePacket({ source, destination: { kind: 'directory', path: join(folder, 'out') }, now: new Date(0) })

test('a packet cut anywhere', async () => {
  const whole = readFileSync('samples/db-restart.zip')
  const path = join(folder, 'cut.zip')
  for (const share of [0.01, 0.2, 0.5, 0.8, 0.99]) {
    writeFileSync(path, whole.subarray(0, Math.floor(whole.length * share)))
    const sanitized = await sanitize(path)
    expect(sanitized.kind === 'packet' || sanitized.message.length > 0).toBe(true)
  }
})

test('a packet with flipped bytes', async () => {
  const whole = readFileSync('samples/healthy-11-6.zip')
  const path = join(folder, 'flipped.zip')
  for (let seed = 1; seed <= 8; seed++) {
    const bytes = Buffer.from(whole)
    for (let at = seed * 977; at < bytes.length; at += 7919 * seed) bytes[at] = (bytes[at] ?? 0) ^ 0x55
    writeFileSync(path, bytes)
    const sanitized = await sanitize(path)
    expect(['packet', 'refused']).toContain(sanitized.kind)
  }
})

test('names that lead out of a folder are not carried on', async () => {
  const chunks: Buffer[] = []
  const zip = createZipWriter(chunk => Promise.resolve(void chunks.push(Buffer.from(chunk))), new Date(0))
  for (const name of ['metadata.yaml', '../../evil.yaml', '/etc/passwd', 'a\\..\\b.yaml', 'ok/file.txt'])
    await zip.add(name, 'version: 1\n')
  await zip.finish()
  const path = join(folder, 'hostile.zip')
  writeFileSync(path, Buffer.concat(chunks))
  const sanitized = await sanitize(path)
  if (sanitized.kind !== 'packet') throw new Error(sanitized.message)
  const names = [...(await packetTexts(sanitized.file)).keys()]
  expect(names).toContain('metadata.yaml')
  for (const name of names) expect(isSafeName(name), name).toBe(true)
})
