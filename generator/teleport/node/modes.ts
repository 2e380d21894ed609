// What is gathered of a host in which mode, as data. Numbers are proposals of ours; RFD 77 names only the modes.

export type ModeName = 'default' | 'speed' | 'completeness' | 'size'

export interface NodeMode {
  /** How far back logs go. */
  readonly logWindowMs: number
  /** Of each log file and each form of a journal: its end. */
  readonly logBytes: number
  readonly journalText: boolean
  readonly journalJson: boolean
  /** The newest log file that was rotated away, too. */
  readonly rotatedLogs: boolean
  readonly profiles: boolean
  /** Keys of the databases, and the list of files in the data directory. */
  readonly storage: boolean
  /** Each command on the host. */
  readonly commandSeconds: number
  /** The whole session with the host. */
  readonly sessionMs: number
}

const hourMs = 3_600_000
const mebibyte = 1024 * 1024

const standard: NodeMode = {
  logWindowMs: 24 * hourMs,
  logBytes: 20 * mebibyte,
  journalText: true,
  journalJson: true,
  rotatedLogs: false,
  profiles: false,
  storage: true,
  commandSeconds: 15,
  sessionMs: 120_000,
}

export const nodeModes: Readonly<Record<ModeName, NodeMode>> = {
  default: standard,
  speed: {
    ...standard,
    logWindowMs: hourMs,
    logBytes: 5 * mebibyte,
    journalJson: false,
    storage: false,
    commandSeconds: 5,
    sessionMs: 30_000,
  },
  completeness: {
    ...standard,
    logWindowMs: 7 * 24 * hourMs,
    logBytes: 100 * mebibyte,
    rotatedLogs: true,
    profiles: true,
    commandSeconds: 60,
    sessionMs: 600_000,
  },
  size: {
    ...standard,
    logWindowMs: hourMs,
    logBytes: mebibyte,
    journalJson: false,
    storage: false,
    sessionMs: 60_000,
  },
}
