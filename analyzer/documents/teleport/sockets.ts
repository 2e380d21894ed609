// ss.txt: the sockets of a host as `ss -tanp` prints them.
//
//   State     Recv-Q Send-Q Local Address:Port  Peer Address:PortProcess
//   LISTEN    0      4096       127.0.0.1:3000       0.0.0.0:*    users:(("teleport",pid=73,fd=7))
//   ESTAB     0      0         10.20.0.31:38100   10.20.0.11:3025 users:(("teleport",pid=73,fd=8))
import { lineParser } from './lines.js'

export interface Socket {
  /** `LISTEN`, `ESTAB`, `TIME-WAIT`, … */
  readonly state: string
  readonly local: string
  readonly peer: string
  /** Name of the program; absent when ss was not told. */
  readonly program?: string
  readonly receive_queue: number
  readonly send_queue: number
}

export type TeleportSockets = Socket[]

const row =
  /^\s*(?:(?:tcp|udp|u_str)\s+)?([A-Z][A-Z0-9-]{2,15})\s+(\d+)\s+(\d+)\s+(\S+:(?:\*|\d+))\s+(\S+:(?:\*|\d+))\s*(?:users:\(\("([^"]{1,60})")?/

export const parseTeleportSockets = lineParser<TeleportSockets>(
  'a list of sockets',
  () => [],
  ({ value, at }, line, number) => {
    if (/^(?:Netid\s+)?State\s/.test(line)) return true
    const [, state, received, sent, local, peer, program] = row.exec(line) ?? []
    if (state === undefined || local === undefined || peer === undefined) return false
    at([value.length], number)
    value.push({
      state,
      local,
      peer,
      receive_queue: Number(received),
      send_queue: Number(sent),
      ...(program === undefined ? {} : { program }),
    })
    return true
  },
)
