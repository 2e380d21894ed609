// The bytes of a log: of a file between two moments, of a rotated and packed one, or of the journal.
import { spawn } from 'node:child_process'
import { createReadStream } from 'node:fs'
import { open, stat, type FileHandle } from 'node:fs/promises'
import { createGunzip } from 'node:zlib'
import { rangeOf, type ByteRange, type LogLimits } from './log-range.js'

const chunkBytes = 256 * 1024

export interface LogSource {
  readonly bytes: AsyncIterable<Buffer>
  readonly sizeBytes: number
  readonly range: ByteRange
}

/** Throws when the file cannot be opened. Call `close` when its bytes have been read. */
export async function openLog(
  path: string,
  limits: LogLimits,
): Promise<LogSource & { close(): Promise<void> }> {
  // Asked before it is opened: opening a pipe would wait for somebody to write into it.
  if (!(await stat(path)).isFile())
    throw Object.assign(new Error('is no file'), { code: 'ENOTFILE', errno: 0 })
  const file = await open(path, 'r')
  try {
    const range = await rangeOf(file, limits)
    return { bytes: bytesOf(file, range), sizeBytes: range.to - range.from, range, close: () => file.close() }
  } catch (error) {
    await file.close()
    throw error
  }
}

/** The server goes on writing: what is added after the start is not read. */
async function* bytesOf(file: FileHandle, { from, to }: ByteRange): AsyncGenerator<Buffer> {
  for (let at = from; at < to;) {
    const buffer = Buffer.allocUnsafe(Math.min(chunkBytes, to - at))
    const { bytesRead } = await file.read(buffer, 0, buffer.length, at)
    if (bytesRead === 0) return
    at += bytesRead
    yield buffer.subarray(0, bytesRead)
  }
}

/** A rotated file, unpacked; `undefined` when its last line is older than `since`. */
export async function openRotated(
  path: string,
  since: number | undefined,
): Promise<AsyncIterable<Buffer> | undefined> {
  const { mtimeMs } = await stat(path)
  if (since !== undefined && mtimeMs < since) return undefined
  const file = createReadStream(path, { highWaterMark: chunkBytes })
  if (!path.endsWith('.gz')) return file
  return file.pipe(createGunzip({ chunkSize: chunkBytes })).on('error', () => file.destroy())
}

/** What a unit of systemd wrote, as it wrote it. Throws when there is no journal. */
export async function* journalOf(unit: string, { since, until }: LogLimits): AsyncGenerator<Buffer> {
  const times = [
    ...(since === undefined ? [] : ['--since', `@${Math.floor(since / 1000)}`]),
    ...(until === undefined ? [] : ['--until', `@${Math.ceil(until / 1000)}`]),
  ]
  const child = spawn('journalctl', ['--unit', unit, '--output', 'cat', '--no-pager', '--quiet', ...times], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(0, 500)))
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', resolve)
  })
  ended.catch(() => undefined)
  try {
    for await (const chunk of child.stdout) yield chunk as Buffer
    const code = await ended
    if (code !== 0) throw new Error(`journalctl: ${said.trim() === '' ? `exit code ${code}` : said.trim()}`)
  } finally {
    child.kill()
  }
}
