import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import {
  analyzePacket,
  openPackets,
  readWhole,
  validateFile,
  type Packet,
} from '../../../../analyzer/index.js'
import { createDump, type Attempt, type Dump } from '../../../../generator/teleport/dump/index.js'
import { collectNode, nodeModes, type NodeRequest } from '../../../../generator/teleport/node/index.js'
import { createKeyed, newKey } from '../../../../generator/teleport/obfuscation/keyed.js'
import { createRedaction } from '../../../../generator/teleport/obfuscation/redaction.js'
import { localRunner } from '../../../../generator/teleport/run/index.js'
import { createHost, hosts, storedSecret, type HostOptions } from './stand-in-host.js'

const folder = mkdtempSync(join(tmpdir(), 'sp-node-dump-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let number = 0
const newDump = (): Promise<Dump> =>
  createDump({
    destination: { kind: 'file', path: join(folder, `dump-${number++}.zip`), overwrite: false },
    fileName: 'unused.zip',
    now: new Date(1_795_246_320_000),
    transform: createRedaction(createKeyed(newKey())),
  })

interface Made {
  readonly path: string
  readonly names: readonly string[]
  readonly attempts: readonly Attempt[]
  text(name: string): Promise<string>
  readonly packet: Packet
}

async function dumpOf(uuid: string, options: HostOptions & Partial<NodeRequest> = {}): Promise<Made> {
  const host = await createHost(uuid, options)
  try {
    const dump = await newDump()
    await collectNode({
      name: 'tp-host',
      runner: localRunner(host.environment),
      dump,
      mode: nodeModes.default,
      root: host.root,
      ...options,
    })
    const { path = '' } = await dump.finish()
    const [opened] = await openPackets(path)
    if (opened?.kind !== 'ok') throw new Error('the dump cannot be opened')
    const { packet } = opened
    return {
      path,
      packet,
      attempts: dump.attempts,
      names: dump.entries.map(({ name }) => name),
      async text(name) {
        const entry = packet.entries.find(entry => entry.name === name)
        if (entry === undefined) throw new Error(`no ${name}`)
        return (await readWhole(packet, entry, 64 * 1024 * 1024)).bytes.toString('utf8')
      },
    }
  } finally {
    await host.remove()
  }
}

describe('the dump of one agent', () => {
  test('has the files of a recorded dump', async () => {
    const made = await dumpOf(hosts.app)
    console.log(made.names, made.attempts)
    for (const name of made.names) console.log('==', name, (await made.text(name)).slice(0, 700))
  })
})
