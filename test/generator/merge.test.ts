// Packets of nodes merged into one of their cluster.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createZipWriter } from '../../generator/archive/zip-writer.js'
import { mergePackets, type Merged } from '../../generator/mattermost/merge/merge.js'
import { packetTexts } from './packet-texts.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sp-merge-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

const merge = (sources: readonly string[], nodes: readonly string[] = []): Promise<Merged> =>
  mergePackets({ sources, nodes, destination: { kind: 'directory', path: folder }, now: new Date(0) })

/** Packets of single nodes, as the nodes of a real cluster's packet would have made them alone. */
async function splitCluster(): Promise<readonly string[]> {
  const texts = await packetTexts('samples/healthy-ha-3-nodes.zip')
  const nodes = [...new Set([...texts.keys()].flatMap(name => (/^(mm-[^/]+)\//.exec(name) ?? []).slice(1)))]
  return Promise.all(
    nodes.map(async node => {
      const chunks: Buffer[] = []
      const zip = createZipWriter(chunk => Promise.resolve(void chunks.push(Buffer.from(chunk))), new Date(0))
      for (const [name, text] of texts) {
        const [, owner, base = name] = /^(mm-[^/]+)\/(.*)$/.exec(name) ?? []
        if (owner === undefined || owner === node) await zip.add(base, text)
      }
      await zip.add('host.yaml', `process:\n  running: true\n  executable: /${node}/bin/mattermost\n`)
      await zip.finish()
      const path = join(folder, `${node}.zip`)
      writeFileSync(path, Buffer.concat(chunks))
      return path
    }),
  )
}

test('the packets of three nodes become the packet of the cluster', async () => {
  const merged = await merge(await splitCluster())
  if (merged.kind !== 'packet') throw new Error(merged.message)
  expect(merged.validation?.valid).toBe(true)
  expect(merged.nodes).toHaveLength(3)
  const ours = await packetTexts(merged.file)
  const real = await packetTexts('samples/healthy-ha-3-nodes.zip')
  for (const [name, text] of real) if (name !== 'warning.txt') expect(ours.get(name), name).toBe(text)
  const added = [...ours.keys()].filter(name => !real.has(name))
  expect(added.sort()).toEqual(merged.nodes.map(node => `${node}/host.yaml`).sort())
})

test('nodes of one name are kept apart, and names can be given', async () => {
  const [first = ''] = await splitCluster()
  const same = await merge([first, first])
  expect(same).toMatchObject({ nodes: ['mm-app-1', 'mm-app-1-2'] })
  const named = await merge([first, first], ['a/../b', 'two'])
  expect(named).toMatchObject({ nodes: ['a_.._b', 'two'] })
})

test('packets of different servers are refused', async () => {
  const merged = await merge(['samples/healthy-11-6.zip', 'samples/db-restart.zip'])
  expect(merged).toMatchObject({ kind: 'refused' })
  expect(merged.kind === 'refused' && merged.message).toMatch(/different servers/)
})

test('what is no packet is refused with its name', async () => {
  const path = join(folder, 'x.zip')
  writeFileSync(path, 'no packet')
  const merged = await merge([path, 'samples/healthy-11-6.zip'])
  expect(merged.kind === 'refused' && merged.message).toContain(path)
})
