// The packets that are being made in this run: started, told of, cancelled, and opened when they are there.
import { mkdir, rm } from 'node:fs/promises'
import { basename } from 'node:path'
import type { MakeJob, MakeRequest } from '../../shared/make.js'
import type { PacketSummary } from '../../shared/wire.js'
import { failure } from '../failure.js'
import type { PacketStore } from '../packet-store.js'
import type { PrivateDirectory } from '../private-directory.js'
import type { Made, MakeContext } from './made.js'

export interface MakeJobs {
  list(): readonly MakeJob[]
  /** Begins the work and gives its row at once. `onEnd` is told once, whatever comes of it. */
  start(request: MakeRequest, onEnd: (end: MakeEnd) => void): MakeJob
  /** Ends the work; of one that has ended, takes the row away. */
  end(id: string): void
  close(): Promise<void>
}

/** How a making ended, for the record of it. */
export interface MakeEnd {
  readonly made: Made
  /** What was opened of it. */
  readonly opened: readonly PacketSummary[]
}

interface Running {
  row: MakeJob
  readonly stop: AbortController
  readonly ended: Promise<void>
}

/** Each reads a whole server or packs a whole packet. */
const runningMost = 3
const rowsMost = 20

export function createMakeJobs(store: PacketStore, directory: PrivateDirectory): MakeJobs {
  const jobs = new Map<string, Running>()
  let made = 0

  async function work(id: string, request: MakeRequest, signal: AbortSignal, onEnd: (end: MakeEnd) => void) {
    const folder = directory.newPath('made')
    const end = await makeIn(folder, id, request, signal)
    const opened =
      end.kind === 'made'
        ? await store.add({ path: end.file, shownAs: basename(end.file), ownFile: true })
        : []
    if (end.kind !== 'made') await rm(folder, { recursive: true, force: true })
    show(id, rowOf(id, request, end, opened[0]))
    onEnd({ made: end, opened })
  }

  /** What is thrown is a sentence too, without the token that was given. */
  async function makeIn(
    folder: string,
    id: string,
    request: MakeRequest,
    signal: AbortSignal,
  ): Promise<Made> {
    try {
      await mkdir(folder, { mode: 0o700 })
      const onStep = (says: string) => show(id, { id, what: whatOf(request), state: 'working', says })
      return await make(request, store, { folder, now: new Date(), signal, onStep })
    } catch (error) {
      if (signal.aborted) return { kind: 'cancelled' }
      const message = error instanceof Error ? error.message : String(error)
      const plain = request.from === 'server' ? message.replaceAll(request.token, '…') : message
      return { kind: 'refused', reason: `The packet could not be made: ${plain}` }
    }
  }

  function show(id: string, row: MakeJob): void {
    const job = jobs.get(id)
    if (job !== undefined) job.row = row
  }

  function forgetOldest(): void {
    for (const [id, { row }] of jobs) {
      if (jobs.size < rowsMost) return
      if (row.state !== 'working') jobs.delete(id)
    }
  }

  return {
    list: () => [...jobs.values()].map(({ row }) => row),
    start(request, onEnd) {
      const running = [...jobs.values()].filter(({ row }) => row.state === 'working').length
      if (running >= runningMost)
        throw failure(
          409,
          'TOO_MANY_MAKING',
          `${runningMost} packets are being made. Wait for one, or cancel it.`,
        )
      forgetOldest()
      const id = `make-${++made}`
      const stop = new AbortController()
      const row: MakeJob = { id, what: whatOf(request), state: 'working', says: 'Starting' }
      // The row is there before the first step is told.
      const ended = Promise.resolve().then(() => work(id, request, stop.signal, onEnd))
      jobs.set(id, { row, stop, ended: ended.catch(() => undefined) })
      return row
    },
    end(id) {
      const job = jobs.get(id)
      if (job === undefined) throw failure(404, 'NO_SUCH_MAKING', 'Nothing is being made under this name.')
      if (job.row.state === 'working') job.stop.abort()
      else jobs.delete(id)
    },
    async close() {
      for (const { stop } of jobs.values()) stop.abort()
      await Promise.all([...jobs.values()].map(({ ended }) => ended))
    },
  }
}

/** Each way is loaded when somebody asks for it. */
async function make(request: MakeRequest, store: PacketStore, context: MakeContext): Promise<Made> {
  switch (request.from) {
    case 'server':
      return (await import('./from-server.js')).makeFromServer(request, context)
    case 'installation':
      return (await import('./from-installation.js')).makeFromInstallation(request, context)
    case 'teleport':
      return (await import('./from-teleport.js')).makeFromTeleport(request, context)
    case 'packet':
      return (await import('./from-packet.js')).makeCopy(store.origin(request.packet), context)
  }
}

function rowOf(id: string, request: MakeRequest, made: Made, opened: PacketSummary | undefined): MakeJob {
  const common = { id, what: whatOf(request) }
  switch (made.kind) {
    case 'made':
      return {
        ...common,
        state: 'done',
        packet: opened?.id ?? '',
        fileName: basename(made.file),
        sizeBytes: made.sizeBytes,
        remarks: made.remarks,
      }
    case 'refused': {
      const { reason, advice } = made
      return { ...common, state: 'failed', reason, ...(advice === undefined ? {} : { advice }) }
    }
    case 'cancelled':
      return { ...common, state: 'cancelled' }
  }
}

/** From what, as a person says it; a token is no part of it. */
function whatOf(request: MakeRequest): string {
  switch (request.from) {
    case 'server':
      return `Packet of ${request.url}`
    case 'installation':
      return `Packet of ${request.folder}`
    case 'teleport':
      return request.reach === 'here' ? 'Teleport dump of this machine' : `Teleport dump by ${request.reach}`
    case 'packet':
      return 'Copy without secrets'
  }
}
