// A stand-in for a cluster: tctl, tsh and kubectl are scripts that replay recordings, hosts are folders with recorded files.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { openPackets, readWhole } from '../../../analyzer/index.js'
import { createHost, hosts, type HostOptions, type StandInHost } from './node/stand-in-host.js'

const programs = resolve('test/fixtures/generate-teleport/bin')

export const clients = {
  tctl: join(programs, 'tctl'),
  tsh: join(programs, 'tsh'),
  kubectl: join(programs, 'kubectl'),
}

/** How the stand-in of tsh gets to a host: its recorded files, or a failure. */
export type HostWay = 'files' | 'none' | 'refused' | 'denied' | 'hang' | 'half'

export interface StandInCluster {
  readonly folder: string
  write(path: string, content: string | Buffer): void
  host(id: string, way: HostWay, options?: HostOptions): Promise<void>
  remove(): Promise<void>
}

/** `sample`: whose objects tctl lists. Scripts find the cluster by STAND_IN. */
export async function standInCluster(sample = 'teleport-healthy'): Promise<StandInCluster> {
  const folder = mkdtempSync(join(tmpdir(), 'sp-teleport-cluster-'))
  const opened: StandInHost[] = []
  const write = (path: string, content: string | Buffer): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
  for (const [name, bytes] of Object.entries(await bytesOf(`samples/${sample}.zip`)))
    if (name.startsWith('objects/')) write(name, bytes)
  return {
    folder,
    write,
    async host(id, way, options) {
      if (way !== 'files') {
        write(`hosts/${id}`, way)
        return
      }
      const host = await createHost(id, options)
      opened.push(host)
      write(`hosts/${id}`, host.root)
    },
    async remove() {
      for (const host of opened) await host.remove()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export { hosts }

/** Name → bytes of every entry. */
export async function bytesOf(path: string): Promise<Record<string, Buffer>> {
  const [opened] = await openPackets(path)
  if (opened?.kind !== 'ok') throw new Error(`${path} cannot be opened`)
  const { packet } = opened
  const all: Record<string, Buffer> = {}
  for (const entry of packet.entries)
    all[entry.rawName] = (await readWhole(packet, entry, 64 * 1024 * 1024)).bytes
  await packet.close()
  return all
}
