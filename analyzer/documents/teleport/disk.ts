// df.txt: the file systems of a host as `df` prints them, in blocks of 1 KiB.
//
//   Filesystem     1K-blocks     Used Available Use% Mounted on
//   /dev/vda       264212084 37043728  58457536  39% /var/lib/teleport
import { lineParser } from './lines.js'

export interface FileSystem {
  readonly device: string
  readonly mount: string
  readonly size_bytes: number
  readonly used_bytes: number
  readonly available_bytes: number
  /** Whole percent as df rounds it up: used of what is not kept for root. */
  readonly used_percent: number
}

export type TeleportDisk = FileSystem[]

const row = /^(\S.*?)\s+(\d+)\s+(\d+)\s+(-?\d+)\s+(\d+)%\s+(\/.*)$/

export const parseTeleportDisk = lineParser<TeleportDisk>(
  'a list of file systems in blocks of 1 KiB',
  () => [],
  ({ value, at }, line, number) => {
    if (/^Filesystem\s+1(?:K|024)-blocks/.test(line)) return true
    const [, device, size, used, available, percent, mount] = row.exec(line) ?? []
    if (device === undefined || mount === undefined) return false
    at([value.length], number)
    value.push({
      device,
      mount: mount.trimEnd(),
      size_bytes: Number(size) * 1024,
      used_bytes: Number(used) * 1024,
      available_bytes: Math.max(0, Number(available)) * 1024,
      used_percent: Number(percent),
    })
    return true
  },
)
