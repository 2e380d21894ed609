// data_dir.txt: the files below the data directory: mode, owner, bytes, path.
//
//   -r-------- root 36 ./host_uuid
//   drwxr-xr-x root 4096 ./log/upload/streaming/default
import { lineParser } from './lines.js'

export interface DataFile {
  readonly mode: string
  readonly owner: string
  readonly size_bytes: number
  /** Below the data directory. */
  readonly path: string
}

export type TeleportDataDir = DataFile[]

export const parseTeleportDataDir = lineParser<TeleportDataDir>(
  'a list of files',
  () => [],
  ({ value, at }, line, number) => {
    const [, mode, owner, size, path] =
      /^([-dlspcb][-rwxsStT]{9})[.+]?\s+(\S+)\s+(\d+)\s+(?:\.\/?)?(.*)$/.exec(line) ?? []
    if (mode === undefined || owner === undefined || path === undefined) return false
    at([value.length], number)
    value.push({ mode, owner, size_bytes: Number(size), path })
    return true
  },
)
