import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openPackets, readWhole } from '../../../../analyzer/index.js'
import {
  createDump,
  unchanged,
  type Caps,
  type Dump,
  type NewEntry,
} from '../../../../generator/teleport/dump/index.js'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sp-dump-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

const caps: Caps = { entryBytes: 1000, totalBytes: 10_000 }
const dumpWith = (limits: Partial<Caps> = {}): Promise<Dump> =>
  createDump({
    destination: { kind: 'directory', path: folder },
    fileName: 'teleport-dump.zip',
    now: new Date(1_795_246_320_000),
    caps: { ...caps, ...limits },
  })

async function entriesOf(path: string | undefined): Promise<Record<string, string>> {
  const [opened] = await openPackets(path ?? '')
  if (opened?.kind !== 'ok') throw new Error('cannot be opened')
  const texts: Record<string, string> = {}
  for (const entry of opened.packet.entries)
    texts[entry.name] = (await readWhole(opened.packet, entry, 1 << 20)).bytes.toString('latin1')
  await opened.packet.close()
  return texts
}

const log = (name: string, keep: 'head' | 'tail' = 'tail', maxBytes?: number): NewEntry => ({
  name,
  content: 'log',
  keep,
  ...(maxBytes === undefined ? {} : { maxBytes }),
})

async function* chunks(...texts: readonly string[]): AsyncGenerator<Buffer> {
  for (const text of texts) yield await Promise.resolve(Buffer.from(text, 'latin1'))
}

describe('a dump', () => {
  test('holds what was added, in a file that only its maker can read', async () => {
    const dump = await dumpWith()
    await dump.add(log('a.txt'), 'one')
    await dump.add(log('b/c.txt'), chunks('t', 'wo'))
    const { path = '' } = await dump.finish()
    expect(await entriesOf(path)).toEqual({ 'a.txt': 'one', 'b/c.txt': 'two' })
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(readdirSync(folder)).toEqual(['teleport-dump.zip'])
  })

  test('leaves nothing behind when it is given up', async () => {
    const dump = await dumpWith()
    await dump.add(log('a.txt'), 'one')
    await dump.discard()
    expect(readdirSync(folder)).toEqual([])
  })

  test('takes no name twice, and none that leads out of it', async () => {
    const dump = await dumpWith()
    await dump.add(log('a.txt'), 'one')
    await expect(dump.add(log('a.txt'), 'two')).rejects.toThrow('in the dump already')
    await expect(dump.add(log('../a.txt'), 'two')).rejects.toThrow('not a name')
    await dump.discard()
  })

  test('goes on while a source is slow', async () => {
    const dump = await dumpWith()
    let goOn: () => void = () => undefined
    const wait = new Promise<void>(resolve => (goOn = resolve))
    const slow = dump.add(
      log('slow.txt'),
      (async function* () {
        yield Buffer.from('be')
        await wait
        yield Buffer.from('gun')
      })(),
    )
    await dump.add(log('fast.txt'), 'done')
    expect(dump.entries.map(({ name }) => name)).toEqual(['fast.txt'])
    goOn()
    await slow
    expect(await entriesOf((await dump.finish()).path)).toEqual({ 'fast.txt': 'done', 'slow.txt': 'begun' })
  })

  test('keeps what came before a source failed, and tells the failure', async () => {
    const dump = await dumpWith()
    const kept = await dump.add(
      log('a.txt'),
      (async function* () {
        yield await Promise.resolve(Buffer.from('half'))
        throw new Error('cut off')
      })(),
    )
    expect(kept).toMatchObject({ bytes: 4, error: new Error('cut off') })
    expect(await entriesOf((await dump.finish()).path)).toEqual({ 'a.txt': 'half' })
  })

  test('has no more than its total, and says of what was left out', async () => {
    const dump = await dumpWith({ totalBytes: 1500 })
    const line = `${'x'.repeat(99)}\n`
    const first = await dump.add(log('a'), line.repeat(10))
    const second = await dump.add(log('b', 'head'), line.repeat(10))
    const third = await dump.add(log('c'), line.repeat(10))
    expect([first.cut, second.cut, third.cut]).toEqual([undefined, 'total', 'total'])
    expect(dump.entries.map(({ bytes }) => bytes)).toEqual([1000, 500, 0])
    // What tells how complete it is has room all the same.
    expect(await dump.add({ name: 'report.txt', content: 'own' }, 'incomplete')).toEqual({ bytes: 10 })
    await dump.discard()
  })

  test('shows everything to its hook before the disk has it, but what is its own', async () => {
    const dump = await createDump({
      destination: { kind: 'directory', path: folder },
      fileName: 'd.zip',
      now: new Date(1_795_246_320_000),
      transform: {
        ...unchanged,
        async *bytes(_, source) {
          for await (const chunk of source) yield Buffer.from(chunk.toString().toUpperCase())
        },
      },
    })
    await dump.add(log('a'), 'text')
    await dump.add({ name: 'b', content: 'own' }, 'text')
    expect(await entriesOf((await dump.finish()).path)).toEqual({ a: 'TEXT', b: 'text' })
  })

  test('gives folders of equal names numbers', async () => {
    const dump = await dumpWith()
    expect(['nodes/x', 'nodes/x', 'nodes/y', 'nodes/x'].map(name => dump.claimFolder(name))).toEqual([
      'nodes/x',
      'nodes/x.2',
      'nodes/y',
      'nodes/x.3',
    ])
    await dump.discard()
  })

  test('takes the room of an agent whole, under a name that came last', async () => {
    const dump = await dumpWith()
    const spool = dump.spool()
    await spool.add(log('log.txt'), 'a line')
    await spool.add(log('sub/x.txt'), 'x')
    expect(dump.entries).toEqual([])
    await spool.moveTo('nodes/abc')
    expect(await entriesOf((await dump.finish()).path)).toEqual({
      'nodes/abc/log.txt': 'a line',
      'nodes/abc/sub/x.txt': 'x',
    })
  })
})
