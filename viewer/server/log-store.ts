// The logs of the packets that are open: read when somebody first asks for them, let go with their packet.
import { loadLogTools, type Packet } from '../../analyzer/index.js'
import type { LogReading } from '../shared/logs.js'
import { failure } from './failure.js'
import { readLogData, type LogData } from './log-data.js'
import { readNamedColumns, type NamedColumns } from './log-named.js'
import { createOverviews, type Overviews } from './log-overview.js'
import { createRowReader, type RowReader } from './log-rows.js'
import { createSelections, type Selections } from './log-selections.js'
import { createTemplateReader, type TemplateReader } from './log-templates.js'
import type { PrivateDirectory } from './private-directory.js'

/** Everything that answers for the logs of one packet. */
export interface OpenLogs {
  readonly data: LogData
  readonly named: NamedColumns
  readonly selections: Selections
  readonly overviews: Overviews
  readonly rows: RowReader
  readonly templates: TemplateReader
}

export interface LogStore {
  /** The logs, or how far they are read; waits a little for them. Throws a failure that says why they cannot be read. */
  open(id: string, packet: Packet): Promise<OpenLogs | LogReading>
  remove(id: string): Promise<void>
  close(): Promise<void>
}

interface Kept {
  readonly ready: Promise<OpenLogs>
  readonly stop: AbortController
  doneBytes: number
  readonly totalBytes: number | undefined
  failure: string | undefined
}

/** So long an answer waits for the logs: a small one is there at once. */
const patienceMs = 250

export function createLogStore(directory: PrivateDirectory): LogStore {
  const kept = new Map<string, Kept>()

  function start(packet: Packet): Kept {
    const stop = new AbortController()
    const started: Kept = {
      stop,
      doneBytes: 0,
      totalBytes: undefined,
      failure: undefined,
      ready: openLogs(packet, directory, bytes => (started.doneBytes = bytes), stop.signal),
    }
    started.ready.catch((error: unknown) => (started.failure = wordsOf(error)))
    return started
  }

  async function release(id: string): Promise<void> {
    const gone = kept.get(id)
    kept.delete(id)
    gone?.stop.abort()
    const logs = await gone?.ready.catch(() => undefined)
    if (logs === undefined) return
    logs.named.stop()
    await logs.selections.close()
    await logs.named.ended.catch(() => undefined)
    await logs.data.text.close()
  }

  return {
    async open(id, packet) {
      const known = kept.get(id) ?? start(packet)
      kept.set(id, known)
      const logs = await Promise.race([known.ready.catch(() => undefined), later(patienceMs)])
      if (known.failure !== undefined) {
        // Asked again, it is tried again.
        kept.delete(id)
        throw failure(409, 'LOGS_NOT_READ', known.failure)
      }
      return logs ?? { state: 'reading', doneBytes: known.doneBytes, ...totalOf(packet) }
    },
    remove: release,
    async close() {
      for (const id of [...kept.keys()]) await release(id)
    },
  }
}

async function openLogs(
  packet: Packet,
  directory: PrivateDirectory,
  onBytes: (bytes: number) => void,
  signal: AbortSignal,
): Promise<OpenLogs> {
  const tools = await loadLogTools()
  const data = await readLogData(tools, packet, directory.newPath('logs'), onBytes, signal)
  const named = readNamedColumns(data)
  return {
    data,
    named,
    selections: createSelections(data, () => named),
    overviews: createOverviews(data, named),
    rows: createRowReader(data),
    templates: createTemplateReader(data),
  }
}

function totalOf(packet: Packet): { totalBytes?: number } {
  const sizes = packet.entries
    .filter(({ name }) => /\.log(?:[.-]|$)/.test(name))
    .map(entry => entry.sizeBytes)
  const total = sizes.reduce((sum, size) => (sum ?? NaN) + (size ?? NaN), 0)
  return total === undefined || Number.isNaN(total) || total === 0 ? {} : { totalBytes: total }
}

function wordsOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'ENOSPC')
    return 'The logs were not unpacked: the folder for temporary files is full. Free some space, or set TMPDIR elsewhere.'
  return `The logs could not be read: ${message}`
}

function later(ms: number): Promise<undefined> {
  return new Promise(resume => setTimeout(() => resume(undefined), ms))
}
