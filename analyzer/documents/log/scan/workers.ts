// Scans parts of logs on worker threads. Parts lie in shared memory, so that nothing is copied. This thread, which inflates and folds,
// scans as well when it would have to wait for the workers, and when one of them fails.
import { Worker } from 'node:worker_threads'
import type { LogPart, PartResult } from './part.js'
import type { FileKind, ScanPart } from './scan.js'
import { createMemory, type Scanners } from './scanners.js'
import type { LogQuery } from '../types.js'

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
  readonly nearMs: number
}

export interface ScanAnswer {
  readonly id: number
  readonly result: PartResult
}

export interface WorkerOptions {
  readonly threads: number
  /** Logs that may be read at the same time. */
  readonly nodes: number
  readonly worker: URL
  readonly setup: WorkerSetup
  /** For parts that no worker takes. */
  readonly scanOf: (file: FileKind) => ScanPart
}

/** Files that are read at the same time: each is inflated on a thread of its own. */
const mostLanes = 4
/** Below this, sending a part costs more than scanning it. */
const worthSending = 32 * 1024
/** Parts that a worker has at a time, so that it need not wait for the next. */
const sentAhead = 2

/**
 * What a scan makes of a part is short-lived. With the default of 48 MB the garbage of each thread would stay in memory until
 * then; collecting earlier costs no measurable time.
 */
const maxYoungGenerationSizeMb = 8

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

export function scanOnWorkers({ threads, nodes, worker, setup, scanOf }: WorkerOptions): Scanners {
  const lanes = Math.min(mostLanes, threads, nodes)
  const memory = createMemory(bytes => Buffer.from(new SharedArrayBuffer(bytes)))
  const pool = Array.from({ length: threads }, () => start(worker, setup, { idle: sendNext, failed }))
  const waiting: (() => void)[] = []
  /** Parts that no worker has been sent yet. */
  const queue: Job[] = []
  /** Per worker the parts it has been sent; one being filled and one being begun per file; one that this thread may scan. */
  let free = sentAhead * threads + 2 * lanes + 1
  let nextId = 0

  function failed({ jobs }: Running): void {
    for (const job of jobs.values()) scanInstead(job)
    jobs.clear()
    if (pool.every(({ isBroken }) => isBroken)) for (const job of queue.splice(0)) scanInstead(job)
  }

  function sendNext(running: Running): void {
    const job = queue.shift()
    if (job) post(running, job)
  }

  /** Nothing is free: this thread scans the part that would have to wait longest. */
  function help(): void {
    const job = queue.shift()
    if (job) scanInstead(job)
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
    const { offset, isTooLong, nearMs } = part
    running.worker.postMessage({ id, file, memory: buffer, length, offset, isTooLong, nearMs })
  }

  function take(job: Job): void {
    const sound = pool.filter(({ isBroken }) => !isBroken)
    const ready = sound.sort((a, b) => a.jobs.size - b.jobs.size)[0]
    if (!ready) scanInstead(job)
    else if (ready.jobs.size < sentAhead) post(ready, job)
    else queue.push(job)
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
      help()
      return new Promise(resolve => waiting.push(() => resolve(memory.take(bytes))))
    },
    scan(file, part) {
      if (part.bytes.length < worthSending) return scanOf(file)(part)
      return new Promise((resolve, reject) => take({ part, file, resolve, reject }))
    },
    release(bytes) {
      memory.giveBack(bytes)
      free++
      waiting.shift()?.()
    },
    close() {
      for (const { worker: thread } of pool) void thread.terminate()
    },
  }
}

interface Listener {
  /** It has room for another part. */
  readonly idle: (running: Running) => void
  readonly failed: (running: Running) => void
}

/** A worker keeps the process alive only while it has something to do. */
function start(url: URL, setup: WorkerSetup, { idle, failed }: Listener): Running {
  const worker = new Worker(url, { workerData: setup, resourceLimits: { maxYoungGenerationSizeMb } })
  const running: Running = { worker, jobs: new Map(), isBroken: false }
  const giveUp = () => {
    running.isBroken = true
    failed(running)
  }
  worker.unref()
  worker.on('message', ({ id, result }: ScanAnswer) => {
    const job = running.jobs.get(id)
    running.jobs.delete(id)
    job?.resolve(result)
    idle(running)
    if (running.jobs.size === 0) worker.unref()
  })
  worker.on('error', giveUp)
  worker.on('messageerror', giveUp)
  worker.on('exit', giveUp)
  return running
}
