// What the server's own log tells of it: version, build, ids, licence, folders. Read from the end, where the last start is.
import { open, stat } from 'node:fs/promises'
import type { License } from '../documents/diagnostics.js'
import { isId } from '../documents/metadata.js'

export interface LogTraces {
  readonly version: string | undefined
  readonly buildHash: string | undefined
  readonly goVersion: string | undefined
  readonly serverId: string | undefined
  readonly license: License | undefined
  /** The folder it runs in. */
  readonly directory: string | undefined
  readonly configSource: string | undefined
}

export const noTraces: LogTraces = {
  version: undefined,
  buildHash: undefined,
  goVersion: undefined,
  serverId: undefined,
  license: undefined,
  directory: undefined,
  configSource: undefined,
}

/** A start may lie far back in a log of debug lines; further back than this it is not looked for. */
const farthestBytes = 512 * 1024 * 1024
const blockBytes = 1024 * 1024
/** A server that started writes these lines within its first seconds. */
const startBytes = 4 * 1024 * 1024

const startMark = 'Current version is '

/** `noTraces` when the file cannot be read or knows of no start. */
export async function readLogTraces(path: string): Promise<LogTraces> {
  try {
    if (!(await stat(path)).isFile()) return noTraces
    const file = await open(path, 'r')
    try {
      const { size } = await file.stat()
      const at = await lastMark(file, size)
      if (at === undefined) return noTraces
      const from = Math.max(0, at - 64 * 1024)
      const text = Buffer.alloc(Math.min(startBytes, size - from))
      await file.read(text, 0, text.length, from)
      return tracesIn(text.toString('utf8'))
    } finally {
      await file.close()
    }
  } catch {
    return noTraces
  }
}

interface Readable {
  read(buffer: Buffer, offset: number, length: number, position: number): Promise<{ bytesRead: number }>
}

async function lastMark(file: Readable, size: number): Promise<number | undefined> {
  const buffer = Buffer.alloc(blockBytes + startMark.length)
  const stop = Math.max(0, size - farthestBytes)
  for (let end = size; end > stop; end -= blockBytes) {
    const from = Math.max(stop, end - blockBytes)
    const { bytesRead } = await file.read(buffer, 0, Math.min(buffer.length, size - from), from)
    const found = buffer.subarray(0, bytesRead).lastIndexOf(startMark)
    if (found >= 0) return from + found
  }
  return undefined
}

/** Understands both formats: `"msg":"…","build_hash":"…"` and `… build_hash=…`. */
export function tracesIn(text: string): LogTraces {
  const lines = text.split('\n')
  const lastWith = (...signs: readonly string[]): string | undefined =>
    lines.findLast(line => signs.some(sign => line.includes(sign)))
  const start = lastWith(startMark)
  const [, version, buildHash] =
    /Current version is ([\w.+-]+) \([^/)]*\/[^/)]*\/([0-9a-f]{7,64})\//.exec(start ?? '') ?? []
  const id = fieldOf(lastWith('server ID is set', 'telemetry ID is set'), 'id')
  return {
    version: version ?? /Current version is ([\w.+-]+)/.exec(start ?? '')?.[1],
    buildHash: buildHash ?? fieldOf(start, 'build_hash'),
    goVersion: fieldOf(lastWith('Server is initializing'), 'go_version'),
    serverId: isId(id) ? id : undefined,
    license: licenseIn(lastWith('Set license')),
    directory: fieldOf(lastWith('Printing current working'), 'directory'),
    configSource: fieldOf(lastWith('Loaded config'), 'source'),
  }
}

function licenseIn(line: string | undefined): License | undefined {
  const id = fieldOf(line, 'id')
  if (!isId(id)) return undefined
  return {
    id,
    customerId: fieldOf(line, 'customer_id') ?? '',
    company: undefined,
    users: Number(fieldOf(line, 'features.users') ?? 0),
    skuShortName: fieldOf(line, 'sku_short_name') ?? '',
    isTrial: fieldOf(line, 'is_trial') === 'true',
    isGovSku: fieldOf(line, 'is_gov_sku') === 'true',
  }
}

function fieldOf(line: string | undefined, name: string): string | undefined {
  if (line === undefined) return undefined
  const key = name.replaceAll('.', '\\.')
  return (
    new RegExp(`"${key}":"((?:[^"\\\\]|\\\\.)*)"`).exec(line)?.[1] ??
    new RegExp(`"${key}":(\\w+)`).exec(line)?.[1] ??
    new RegExp(`(?:^|\\s)${key}=("?)([^\\s"]*)\\1`).exec(line)?.[2]
  )
}
