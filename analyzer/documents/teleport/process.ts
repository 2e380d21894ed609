// What procfs says of the process: proc/limits.txt, proc/status.txt, and the number of its open descriptors in proc/fd_count.txt.
//
//   Max open files            8192                 8192                 files
//   VmRSS:	  160504 kB
//   11
import { lineParser } from './lines.js'

/** A limit without bound is absent from the value, with its name in `unlimited`. */
export interface TeleportLimits {
  /** `open files` → soft limit. */
  readonly soft: Record<string, number>
  readonly unlimited: string[]
}

export const parseTeleportLimits = lineParser<TeleportLimits>(
  'a list of limits',
  () => ({ soft: {}, unlimited: [] }),
  ({ value, at }, line, number) => {
    if (/^Limit\s+Soft Limit/.test(line)) return true
    const [, name, soft] = /^Max ([a-z ]{3,30}?)\s{2,}(\d+|unlimited)\s/.exec(`${line} `) ?? []
    if (name === undefined || soft === undefined) return false
    if (soft === 'unlimited') value.unlimited.push(name)
    else value.soft[name] = Number(soft)
    at(['soft', name], number)
    return true
  },
)

/** Field → text, as `VmRSS` → `160504 kB`. */
export type TeleportProcess = Record<string, string>

export const parseTeleportProcess = lineParser<TeleportProcess>(
  'the status of a process',
  () => ({}),
  ({ value, at }, line, number) => {
    const [, name, text] = /^([A-Za-z_]{2,40}):\s*(.*)$/.exec(line) ?? []
    if (name === undefined || text === undefined) return false
    value[name] = text.trim().slice(0, 200)
    at([name], number)
    return true
  },
)

export interface TeleportDescriptors {
  open?: number
}

export const parseTeleportDescriptors = lineParser<TeleportDescriptors>(
  'a number of open descriptors',
  () => ({}),
  ({ value, at }, line, number) => {
    if (value.open !== undefined || !/^\s*\d{1,9}\s*$/.test(line)) return false
    value.open = Number(line)
    at(['open'], number)
    return true
  },
)
