// Scans parts of logs on worker threads. Parts lie in shared memory, so that nothing is copied; a worker that fails is replaced by
// this thread.
import { Worker } from 'node:worker_threads'
import type { LogPart, PartResult } from './part.js'
import type { FileKind, ScanPart } from './scan.js'
import { createMemory, type Scanners } from './scanners.js'
import type { LogQuery } from './types.js'

/** What a worker is told when it starts. */
export interface WorkerSetup {
  readonly queries: readonly LogQuery[]
  readonly index: boolean
}

export interface ScanJob {
  readonly id: number
  readonly file: FileKind
  readonly memory: SharedArrayBuffer
  readonly length: number
  readonly offset: number
  readonly isTooLong: boolean
}

export interface ScanAnswer {
  readonly id: number
  readonly result: PartResult
}

export interface WorkerOptions {
  readonly threads: number
  readonly worker: URL
  readonly setup: WorkerSetup
  /** For parts that no worker takes. */
  readonly scanOf: (file: FileKind) => ScanPart
}

/** Files that are read at the same time: each is inflated on a thread of its own. */
const mostLanes = 4
/** Below this, sending a part costs more than scanning it. */
const worthSending = 32 * 1024

interface Running {
  readonly worker: Worker
  readonly jobs: Map<number, Job>
  isBroken: boolean
}

interface Job {
  readonly part: LogPart
  readonly file: FileKind
  readonly resolve: (result: PartResult) => void
  readonly reject: (error: unknown) => void
}

export function scanOnWorkers({ threads, worker, setup, scanOf }: WorkerOptions): Scanners {
  const lanes = Math.min(mostLanes, threads)
  const memory = createMemory(bytes => Buffer.from(new SharedArrayBuffer(bytes)))
  const pool = Array.from({ length: threads }, () => start(worker, setup, failed))
  const waiting: (() => void)[] = []
  /** A part being scanned and one that waits for it per worker; one being filled and one being begun per file. */
  let free = 2 * threads + 2 * lanes
  let nextId = 0

  function failed({ jobs }: Running): void {
    for (const [id, job] of [...jobs]) {
      jobs.delete(id)
      scanInstead(job)
    }
  }

  function scanInstead({ part, file, resolve, reject }: Job): void {
    try {
      resolve(scanOf(file)(part))
    } catch (error) {
      reject(error)
    }
  }

  function post(running: Running, job: Job): void {
    const { part, file } = job
    const id = nextId++
    running.jobs.set(id, job)
    running.worker.ref()
    const { buffer, length } = part.bytes
    const { offset, isTooLong } = part
    running.worker.postMessage({ id, file, memory: buffer, length, offset, isTooLong })
  }

  function leastBusy(): Running | undefined {
    let best: Running | undefined
    for (const one of pool) if (!one.isBroken && (!best || one.jobs.size < best.jobs.size)) best = one
    return best
  }

  return {
    lanes,
    buffer(bytes, outgrown) {
      if (outgrown && outgrown.length > 0) {
        const larger = memory.take(bytes)
        memory.giveBack(outgrown)
        return larger
      }
      if (free-- > 0) return memory.take(bytes)
      return new Promise(resolve => waiting.push(() => resolve(memory.take(bytes))))
    },
    scan(file, part) {
      const running = part.bytes.length < worthSending ? undefined : leastBusy()
      if (!running) return scanOf(file)(part)
      return new Promise((resolve, reject) => post(running, { part, file, resolve, reject }))
    },
    release({ bytes }) {
      memory.giveBack(bytes)
      free++
      waiting.shift()?.()
    },
    close() {
      for (const { worker: thread } of pool) void thread.terminate()
    },
  }
}

/** A worker keeps the process alive only while it has something to do. */
function start(url: URL, setup: WorkerSetup, failed: (running: Running) => void): Running {
  const worker = new Worker(url, { workerData: setup })
  const running: Running = { worker, jobs: new Map(), isBroken: false }
  const giveUp = () => {
    running.isBroken = true
    failed(running)
  }
  worker.unref()
  worker.on('message', ({ id, result }: ScanAnswer) => {
    const job = running.jobs.get(id)
    running.jobs.delete(id)
    if (running.jobs.size === 0) worker.unref()
    job?.resolve(result)
  })
  worker.on('error', giveUp)
  worker.on('messageerror', giveUp)
  worker.on('exit', giveUp)
  return running
}
