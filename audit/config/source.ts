// Where a configuration comes from: a file, JSON, or one target as a data source name:
//   /etc/support-packet/audit.json
//   {"local": {"type": "file", "format": "json", "options": {"filename": "/var/log/support-packet/audit.log"}}}
//   file:///var/log/support-packet/audit.log?max_size=10&max_backups=5&compress=true
//   syslog+tls://logs.example.com:6514?cert=/etc/ssl/logs.pem    syslog+udp://127.0.0.1:514
//   tcp://127.0.0.1:12201?format=gelf        console://stderr?format=plain
import { readFile } from 'node:fs/promises'
import type { CheckedText } from '../check/check-text.js'
import { checkAdvancedLogging, withoutTargets } from '../check/check-text.js'
import { targetOfName } from './data-source-name.js'

export interface AuditSource extends CheckedText {
  /** How messages call it: the path of the file, or what it is. */
  readonly name: string
}

/** What a configuration given in one argument or variable holds. Rejects when it names a file that cannot be read. */
export async function readAuditSource(given: string): Promise<AuditSource> {
  const text = given.trim()
  if (text.startsWith('{')) return { name: 'the JSON given', ...checkAdvancedLogging(text, 'tool') }
  const target = targetOfName(text)
  if (target !== undefined) return { name: 'the data source name', ...withoutLines(target, text) }
  return { name: text, ...checkAdvancedLogging(await readText(text), 'tool') }
}

function withoutLines(target: ReturnType<typeof targetOfName>, given: string): CheckedText {
  if (target?.kind === 'refused') {
    const { message } = target
    const effect = 'there are no targets'
    return withoutTargets({ severity: 'error', code: 'UNKNOWN_TYPE', path: [], message, effect, line: 1 })
  }
  return checkAdvancedLogging(JSON.stringify({ [nameOf(given)]: target?.target }), 'tool')
}

/** The target is called by its kind: addresses may hold what is nobody's business. */
const nameOf = (given: string): string => /^[a-z]+/i.exec(given)?.[0].toLowerCase() ?? 'target'

async function readText(path: string): Promise<string> {
  const text = await readFile(path, 'utf8')
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text
}
