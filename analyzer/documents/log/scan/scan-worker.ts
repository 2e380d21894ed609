// The entry of a worker thread: scans the parts it is sent, one after the other.
import { parentPort, workerData } from 'node:worker_threads'
import { compileQueries } from '../queries/compile-queries.js'
import { createScanByKind } from './scanners.js'
import type { ScanAnswer, ScanJob, WorkerSetup } from './workers.js'

const { queries, index } = workerData as WorkerSetup
const scanOf = createScanByKind(compileQueries(queries), queries, { index })

parentPort?.on('message', ({ id, file, memory, length, offset, isTooLong, nearMs }: ScanJob) => {
  const bytes = Buffer.from(memory, 0, length)
  parentPort?.postMessage({
    id,
    result: scanOf(file)({ bytes, offset, isTooLong, nearMs }),
  } satisfies ScanAnswer)
})
