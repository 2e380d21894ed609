// The server as an app without a socket, with packets from memory; and requests to it as the page would make them.
import { join } from 'node:path'
import type { Packet } from '../../analyzer/packet/types.js'
import type { Analyzer } from '../../viewer/server/analyzer.js'
import { createApp } from '../../viewer/server/app.js'
import { createMakeJobs } from '../../viewer/server/make/make-jobs.js'
import { createMarkStore } from '../../viewer/server/marks.js'
import type { PacketEventSink } from '../../viewer/server/packet-events.js'
import { createPacketStore } from '../../viewer/server/packet-store.js'
import { makePrivateDirectory } from '../../viewer/server/private-directory.js'
import { defaultUploadLimits, type UploadLimits } from '../../viewer/server/upload.js'
import { sampleAnalyzer } from './sample-analysis.js'

export const token = 'test-token'
export const port = 4321
const host = `127.0.0.1:${port}`

export interface AppOptions {
  readonly packets?: readonly Packet[]
  readonly analyzer?: Partial<Analyzer>
  readonly limits?: Partial<UploadLimits>
  readonly onPacketEvent?: PacketEventSink
}

export async function openApp({ packets = [], analyzer = {}, limits = {}, onPacketEvent }: AppOptions = {}) {
  const bySource = new Map(packets.map((packet, position) => [`packet-${position}.zip`, packet]))
  const opener: Analyzer = {
    ...sampleAnalyzer,
    openPackets: source => {
      const packet = bySource.get(source)
      return packet === undefined
        ? sampleAnalyzer.openPackets(source)
        : Promise.resolve([{ kind: 'ok', packet }])
    },
    ...analyzer,
  }
  const directory = await makePrivateDirectory()
  const store = createPacketStore(opener, directory)
  const jobs = createMakeJobs(store, directory)
  const app = createApp({
    guard: { token, port: () => port },
    assets: new Map([
      ['index.html', Buffer.from('<!doctype html><title>page</title>')],
      ['assets/app-X.js', Buffer.from('1')],
    ]),
    marks: createMarkStore(join(directory.path, 'state')),
    jobs,
    onPacketEvent,
    store,
    directory,
    limits: { ...defaultUploadLimits, ...limits },
  })
  const ids: string[] = []
  for (const path of bySource.keys())
    ids.push(...(await store.add({ path, shownAs: path, ownFile: false })).map(({ id }) => id))

  /** With our Host and nothing else. */
  const plain = (path: string, init: RequestInit = {}) =>
    app.request(`http://${host}${path}`, { ...init, headers: { host, ...(init.headers as object) } })
  /** With the token, as a script sends it. */
  const ask = (path: string, init: RequestInit = {}) =>
    plain(path, { ...init, headers: { authorization: `Bearer ${token}`, ...(init.headers as object) } })
  const close = async () => {
    await jobs.close()
    await store.close()
    await directory.remove()
  }
  return { plain, ask, ids, directory, close }
}
