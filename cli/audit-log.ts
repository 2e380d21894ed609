// The audit log of a command: where the person wants records of what is done with packets, who does it, and what was not delivered.
import { userInfo } from 'node:os'
import type { AuditLog, AuditRecord, AuditSource, PacketEvent, TargetStatus } from '../audit/index.js'
import { toolVersion } from '../analyzer/version.js'
import { counted } from '../analyzer/reports/text/words.js'
import { visibleControls } from '../analyzer/lib/terminal-text.js'
import type { PacketEventSink } from '../viewer/server/packet-events.js'
import type { OptionTable } from './command.js'
import type { Context } from './context.js'
import { failure, systemReason } from './failure.js'

export const auditOption = {
  'audit-config': {
    kind: 'file',
    value: 'WHERE',
    says: 'write audit records: a file of targets, JSON, or an address such as file:///var/log/audit.log; else what SUPPORT_PACKET_AUDIT says',
  },
} as const satisfies OptionTable

/** How long the end of a command waits for targets that do not take their records. */
const FLUSH_MS = 5_000

/**
 * The log that the option or the environment asks for; `undefined` when neither does. What is wrong with the configuration is said
 * on stderr; without a single target that can be, nothing is done at all, for somebody relies on the records.
 */
export async function openAuditLog(
  given: string | undefined,
  context: Context,
): Promise<AuditLog | undefined> {
  const wanted = given ?? context.io.env['SUPPORT_PACKET_AUDIT']
  if (wanted === undefined || wanted.trim() === '') return undefined
  const { createAuditLog, pathText } = await import('../audit/index.js')
  const source = await readSource(wanted)
  for (const { severity, path, message, effect } of source.messages) {
    if (severity === 'info') continue
    const place = path.length === 0 ? '' : ` ${pathText(path)}:`
    await context.note(visibleControls(`Audit log,${place} ${message}; ${effect}.`))
  }
  if (source.targets.length === 0 && source.disabled.length === 0)
    throw failure(
      `There is no target for audit records in ${source.name}.`,
      'Try: support-packet audit check --for support-packet FILE',
    )
  return createAuditLog(source.targets, {
    consoles: context.io,
    onTrouble: (target, message) => void context.note(visibleControls(`Audit target ${target}: ${message}`)),
  })
}

async function readSource(wanted: string): Promise<AuditSource> {
  const { readAuditSource } = await import('../audit/index.js')
  try {
    return await readAuditSource(wanted)
  } catch (error) {
    throw failure(`Cannot read the configuration of the audit log from ${wanted}: ${systemReason(error)}`)
  }
}

/** Delivers what waits, for a while, and says what was not delivered. */
export async function closeAuditLog(log: AuditLog | undefined, context: Context): Promise<void> {
  const targets = await log?.close(FLUSH_MS)
  for (const target of targets ?? []) {
    const lost = target.queued + target.dropped
    if (lost > 0) await context.note(visibleControls(lossOf(target, lost)))
  }
}

function lossOf({ name, lastError }: TargetStatus, lost: number): string {
  const why = lastError === undefined ? '' : ` (${lastError})`
  return `Audit target ${name}: ${counted(lost, 'record')} could not be delivered${why}.`
}

/**
 * For commands that do one thing with one packet: the log is opened before the work, as somebody may rely on it; what this gives
 * writes the record and delivers it.
 */
export async function openPacketRecord(
  given: string | undefined,
  context: Context,
): Promise<(event: PacketEvent) => Promise<void>> {
  const log = await openAuditLog(given, context)
  return async event => {
    log?.log(await recordHere({ level: 'audit-cli', ...event }))
    await closeAuditLog(log, context)
  }
}

/**
 * Keeps a record of what happens in the viewer. What the page asks for is recorded like a request to a server, which it is; the
 * person is whoever runs the viewer.
 */
export function viewerRecords(log: AuditLog | undefined): PacketEventSink {
  return ({ request, ...event }) => {
    if (log === undefined) return
    const made: PacketEvent =
      request === undefined
        ? { ...event, level: 'audit-cli' }
        : { ...event, apiPath: request.apiPath, actor: { client: request.client, ip_address: '127.0.0.1' } }
    void recordHere(made).then(record => {
      log.log(record)
    })
  }
}

/** The record of an event by the account that runs this process. */
async function recordHere(event: PacketEvent): Promise<AuditRecord> {
  const { recordOfPacket } = await import('../audit/index.js')
  return recordOfPacket({ timeMs: Date.now(), ...event, actor: { ...accountHere(), ...event.actor } })
}

/** As servers name whoever uses their command line: `1000:ann`. */
export function accountHere(): { readonly user_id: string; readonly client: string } {
  return { user_id: accountName(), client: `support-packet ${toolVersion}` }
}

/** An account without a name, as in a container with a number of its own, has only the number. */
function accountName(): string {
  try {
    const { uid, username } = userInfo()
    return uid < 0 ? username : `${uid}:${username}`
  } catch {
    return String(process.getuid?.() ?? '')
  }
}
