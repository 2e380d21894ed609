// Who scans the parts of logs: this thread, one part after the other, or worker threads. The memory that parts are put together
// in is bounded by handing out so many buffers and no more.
import { type CompiledQueries } from '../queries/compile-queries.js'
import type { LogPart, PartResult } from './part.js'
import { createScan, type FileKind, type ScanOptions, type ScanPart } from './scan.js'
import type { LogQuery } from '../types.js'

export interface Scanners {
  /** Files that may be read at the same time. */
  readonly lanes: number
  /** Memory of at least so many bytes, as soon as some is free; `outgrown` is given back. */
  buffer(bytes: number, outgrown?: Buffer): Buffer | Promise<Buffer>
  scan(file: FileKind, part: LogPart): PartResult | Promise<PartResult>
  /** The part's memory may be used again. */
  release(bytes: Buffer): void
  close(): void
}

/** Scans of all kinds of file that turn up; what a scan remembers serves all files of its kind. */
export function createScanByKind(
  compiled: CompiledQueries,
  queries: readonly LogQuery[],
  options: ScanOptions,
): (file: FileKind) => ScanPart {
  const scans = new Map<string, ScanPart>()
  const byOf = queries.map(({ by }) => by)
  return file => {
    const key = `${file.kind} ${file.isDefault}`
    let scan = scans.get(key)
    if (!scan) scans.set(key, (scan = createScan(compiled, byOf, file, options)))
    return scan
  }
}

/** Larger memory, as a line of many megabytes needs, is not kept for other parts. */
const keptBytes = 4 * 1024 * 1024

/** Memory that was used before; whole words, as searches read it by words. */
export function createMemory(allocate: (bytes: number) => Buffer) {
  const free: Buffer[] = []
  return {
    take(bytes: number): Buffer {
      const at = free.findIndex(buffer => buffer.length >= bytes)
      return at === -1 ? allocate((bytes + 7) & ~7) : (free.splice(at, 1)[0] as Buffer)
    },
    giveBack(buffer: Buffer | undefined): void {
      if (buffer === undefined || buffer.length === 0 || buffer.buffer.byteLength > keptBytes) return
      if (free.length < 16) free.push(Buffer.from(buffer.buffer))
    },
  }
}

export function scanHere(scanOf: (file: FileKind) => ScanPart): Scanners {
  const memory = createMemory(bytes => Buffer.allocUnsafeSlow(bytes))
  return {
    lanes: 1,
    buffer(bytes, outgrown) {
      const larger = memory.take(bytes)
      memory.giveBack(outgrown)
      return larger
    },
    scan: (file, part) => scanOf(file)(part),
    release: bytes => memory.giveBack(bytes),
    close: () => undefined,
  }
}
