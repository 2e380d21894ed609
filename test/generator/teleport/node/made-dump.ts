// Makes a dump of one agent for a test, and reads it back.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openPackets, readWhole } from '../../../../analyzer/index.js'
import { createDump, type Attempt, type Dump } from '../../../../generator/teleport/dump/index.js'
import {
  collectNode,
  nodeModes,
  type CollectedNode,
  type NodeRequest,
} from '../../../../generator/teleport/node/index.js'
import { createKeyed, newKey } from '../../../../generator/teleport/obfuscation/keyed.js'
import { createRedaction } from '../../../../generator/teleport/obfuscation/redaction.js'

export const folder = mkdtempSync(join(tmpdir(), 'sp-node-dump-'))
export const removeFolder = (): void => rmSync(folder, { recursive: true, force: true })

let number = 0
export const newDump = (): Promise<Dump> =>
  createDump({
    destination: { kind: 'file', path: join(folder, `dump-${number++}.zip`), overwrite: false },
    fileName: 'unused.zip',
    now: new Date(1_795_246_320_000),
    transform: createRedaction(createKeyed(newKey())),
  })

export interface MadeDump {
  readonly path: string
  readonly nodes: readonly CollectedNode[]
  readonly attempts: readonly Attempt[]
  /** Entry → text, one character a byte. */
  readonly texts: Readonly<Record<string, string>>
}

type Asked = Omit<NodeRequest, 'dump' | 'mode'> & Partial<Pick<NodeRequest, 'mode'>>

/** One agent after the other. */
export async function makeDump(...asked: readonly Asked[]): Promise<MadeDump> {
  const dump = await newDump()
  const nodes: CollectedNode[] = []
  for (const request of asked)
    nodes.push(...(await collectNode({ mode: nodeModes.default, ...request, dump })))
  const { path = '' } = await dump.finish()
  return { path, nodes, attempts: dump.attempts, texts: await textsOf(path) }
}

export async function textsOf(path: string): Promise<Record<string, string>> {
  const [opened] = await openPackets(path)
  if (opened?.kind !== 'ok') throw new Error('the dump cannot be opened')
  const texts: Record<string, string> = {}
  for (const entry of opened.packet.entries)
    texts[entry.name] = (await readWhole(opened.packet, entry, 64 * 1024 * 1024)).bytes.toString('latin1')
  await opened.packet.close()
  return texts
}
