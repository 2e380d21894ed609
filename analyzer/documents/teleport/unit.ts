// The systemd unit that starts the process, with drop-ins as `systemctl cat` joins them.
//
//   [Service]
//   Restart=on-failure
//   LimitNOFILE=8192
import { lineParser } from './lines.js'

/** Section → key → value; of a key that stands twice the last one, as systemd reads it. */
export type TeleportUnit = Record<string, Record<string, string>>

/** Environment may hold a proxy's password or a token: only the names of its variables are kept. */
const environment = /^(?:Pass)?Environment$/

export const parseTeleportUnit = lineParser<TeleportUnit>(
  'a systemd unit',
  () => ({}),
  ({ value, at }, line, number) => {
    const section = /^\[([A-Za-z-]{2,20})\]\s*$/.exec(line)?.[1]
    if (section !== undefined) {
      value[section] ??= {}
      at([section], number)
      return true
    }
    if (/^\s*[#;]/.test(line)) return true
    const current = Object.keys(value).at(-1)
    const [, key, text] = /^([A-Za-z]{2,40})\s*=\s*(.*)$/.exec(line) ?? []
    if (current === undefined || key === undefined || text === undefined) return false
    const held = value[current] as Record<string, string>
    held[key] = environment.test(key) ? text.replace(/=\S*/g, '=****') : text.trim()
    at([current, key], number)
    return true
  },
)
