// Messages of syslog by RFC 5424, and how they follow each other on a connection by RFC 6587:
//   <110>1 2026-11-21T08:36:07.639Z host-1 support-packet 4711 openSupportPacket - {"timestamp":…}
// (Mattermost's own logger sends the older form of RFC 3164 with the time of RFC 3339.)
import { hostname } from 'node:os'
import type { SyslogConfig } from '../config/target-config.js'
import { levelIds } from '../levels.js'

/** `log audit` in RFC 5424. */
const FACILITY = 13

/** As the server's logger: levels of its own are information. */
const severities: ReadonlyMap<number, number> = new Map([
  [levelIds.panic, 2],
  [levelIds.fatal, 2],
  [levelIds.critical, 2],
  [levelIds.error, 3],
  [levelIds.logerror, 3],
  [levelIds.warn, 4],
  [levelIds.debug, 7],
  [levelIds.trace, 7],
])
const INFORMATION = 6

export interface SyslogHead {
  readonly timeMs: number
  /** Number of the level in Mattermost. */
  readonly levelId: number
  /** Kind of message: the name of the event. */
  readonly messageId: string
}

/** Makes whole messages, framed for the connection. `end` is what the format puts behind a record. */
export function syslogMessages(
  { options }: SyslogConfig,
  end: string,
): (text: string, head: SyslogHead) => string {
  const host = printable(hostname(), 255)
  const tag = printable(options.tag || 'support-packet', 48)
  const frame = framing(options)
  return (text, { timeMs, levelId, messageId }) => {
    const priority = FACILITY * 8 + (severities.get(levelId) ?? INFORMATION)
    const time = new Date(timeMs).toISOString()
    const message = text.endsWith(end) ? text.slice(0, text.length - end.length) : text
    return frame(
      `<${priority}>1 ${time} ${host} ${tag} ${process.pid} ${printable(messageId, 32)} - ${message}`,
    )
  }
}

function framing({ protocol, framing: kind }: SyslogConfig['options']): (message: string) => string {
  // A datagram is a frame by itself.
  if (protocol === 'udp') return message => message
  if (kind === 'lf') return message => `${onOneLine(message)}\n`
  return message => `${Buffer.byteLength(message)} ${message}`
}

/** Where a line end ends a message, those inside are written as rsyslog writes them. */
function onOneLine(message: string): string {
  return message.replace(/\r/g, '#015').replace(/\n/g, '#012')
}

/** Names in the head are printable ASCII without spaces; an unknown one is a dash. */
function printable(name: string, longest: number): string {
  return name.replace(/[^\x21-\x7e]/g, '_').slice(0, longest) || '-'
}
