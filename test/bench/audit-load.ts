// A process that logs audit records as fast as it can, for the bench: `file PATH COUNT` through audit logging, `reference PATH COUNT` with
// the least there can be, and `blocked COUNT` to a listener that never reads, timing each call.
import { closeSync, openSync, writeSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { checkAdvancedLogging, createAuditLog, recordOf, type AuditRecord } from '../../audit/index.js'

const [mode, path = '', count = '0'] = process.argv.slice(2)
const levels = [{ id: 100, name: 'audit-api' }]
/** How many are logged before the process looks after its files and connections, as a busy server would. */
const BURST = 1_000

function recordAt(number: number): AuditRecord {
  return recordOf({
    event: 'openSupportPacket',
    status: 'success',
    actor: {
      user_id: '1000:ann',
      session_id: 'kth3jyadc3b1p84kbz6y3o75na',
      ip_address: '127.0.0.1',
      client: 'Mozilla/5.0',
    },
    objectType: 'support_packet',
    meta: { api_path: '/api/packets', filename: `packet-${number}.zip`, size_bytes: number },
  })
}

const logTo = (target: Readonly<Record<string, unknown>>) =>
  createAuditLog(
    checkAdvancedLogging(JSON.stringify({ target: { format: 'json', levels, ...target } }), 'tool').targets,
  )

const breath = () => new Promise(resolve => setImmediate(resolve))

async function toFile(records: number): Promise<void> {
  const log = logTo({ type: 'file', options: { filename: path, max_size: 10_000 }, maxqueuesize: 100_000 })
  for (let number = 0; number < records; number++) {
    log.log(recordAt(number))
    if (number % BURST === BURST - 1) await breath()
  }
  const [status] = await log.close(60_000)
  if (status?.written !== records) throw new Error(`only ${status?.written} of ${records} were written`)
}

function reference(records: number): void {
  const file = openSync(path, 'a')
  let lines: string[] = []
  for (let number = 0; number < records; number++) {
    lines.push(`${JSON.stringify({ timestamp: new Date().toISOString(), ...recordAt(number) })}\n`)
    if (lines.length < BURST) continue
    writeSync(file, lines.join(''))
    lines = []
  }
  closeSync(file)
}

async function toBlocked(records: number): Promise<void> {
  const server = createServer(socket => socket.pause()).listen(0, '127.0.0.1')
  await new Promise(resolve => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  const log = logTo({ type: 'tcp', options: { host: '127.0.0.1', port }, maxqueuesize: 1_000 })
  const delays = new Float64Array(records)
  for (let number = 0; number < records; number++) {
    const record = recordAt(number)
    const start = performance.now()
    log.log(record)
    delays[number] = performance.now() - start
    if (number % BURST === BURST - 1) await breath()
  }
  const [status] = await log.close(10)
  server.close()
  tellDelays(delays.sort(), status?.dropped ?? 0)
}

function tellDelays(sorted: Float64Array, dropped: number): void {
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN
  const [p50, p99, most] = [at(0.5), at(0.99), at(1)].map(ms => `${Math.round(ms * 1000)} µs`)
  process.stderr.write(
    `  blocked: ${sorted.length} calls, ${dropped} dropped, p50 ${p50}, p99 ${p99}, longest ${most}\n`,
  )
  if (at(0.99) >= 1) throw new Error('the caller was delayed by a millisecond and more')
}

if (mode === 'file') await toFile(Number(count))
else if (mode === 'reference') reference(Number(count))
else await toBlocked(Number(count))
process.exit()
