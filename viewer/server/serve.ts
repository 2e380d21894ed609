// Starts the viewer: a server on the loopback interface, reachable with the token in its start address, with packets opened.
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { createApp } from './app.js'
import { readAssets } from './assets.js'
import type { AnalyzeOptions, OpenOptions } from '../../analyzer/index.js'
import { realAnalyzer, type Analyzer } from './analyzer.js'
import { createMakeJobs } from './make/make-jobs.js'
import { createMarkStore, stateFolder } from './marks.js'
import { createPacketStore } from './packet-store.js'
import { tellOpened, type PacketEventSink } from './packet-events.js'
import { makePrivateDirectory } from './private-directory.js'
import { newToken } from './token.js'
import { defaultUploadLimits, type UploadLimits } from './upload.js'

export interface ServeOptions {
  /** Paths to open at start. */
  readonly packets: readonly string[]
  /** 0 takes any free port. */
  readonly port: number
  /** How packets are opened and analyzed. */
  readonly analyze?: AnalyzeOptions & OpenOptions
  /** Takes the place of the real analyzer. */
  readonly analyzer?: Analyzer
  /** Called once requests are answered; the packets may still be opening. */
  readonly onReady?: (url: string) => void
  /** Told of every packet that is opened or removed, for a record of it. */
  readonly onPacketEvent?: PacketEventSink
  readonly uploadLimits?: Partial<UploadLimits>
  /** Folder `buildViewer` wrote to; default: where the build puts it. */
  readonly assets?: string
  /** Folder for what is kept over runs: marks of findings. Default: the user's own, by the XDG convention. */
  readonly state?: string
}

export interface Viewer {
  /** With the start token. */
  readonly url: string
  /** Ends open requests, and removes uploads and unpacked entries. */
  close(): Promise<void>
}

export async function serveViewer(options: ServeOptions): Promise<Viewer> {
  const assets = await readAssets(options.assets)
  const directory = await makePrivateDirectory()
  const store = createPacketStore(options.analyzer ?? realAnalyzer(options.analyze), directory)
  const token = newToken()
  let port = options.port
  const limits = { ...defaultUploadLimits, ...options.uploadLimits }
  const marks = createMarkStore(options.state ?? stateFolder(process.env))
  const jobs = createMakeJobs(store, directory)
  const { onPacketEvent } = options
  const app = createApp({
    guard: { token, port: () => port },
    assets,
    marks,
    jobs,
    store,
    directory,
    limits,
    onPacketEvent,
  })
  const server = createAdaptorServer({ fetch: app.fetch })
  try {
    port = await listen(server, options.port)
  } catch (error) {
    await directory.remove()
    throw error
  }
  const url = `http://127.0.0.1:${port}/?token=${token}`
  options.onReady?.(url)
  void openAll(options.packets)
  return { url, close }

  async function openAll(paths: readonly string[]) {
    await Promise.all(
      paths.map(async path =>
        tellOpened(await store.add({ path, shownAs: path, ownFile: false }), onPacketEvent),
      ),
    )
  }

  async function close() {
    if ('closeAllConnections' in server) server.closeAllConnections()
    await new Promise<void>(done => server.close(() => done()))
    await jobs.close()
    await store.close()
    await directory.remove()
  }
}

/** Loopback only: packets of customers are no business of the network. */
function listen(server: ReturnType<typeof createAdaptorServer>, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })
}
