// A process that logs numbered records to a file as fast as they are taken, and says on standard output how many it has logged. It is
// killed in the middle.
import { writeSync } from 'node:fs'
import { checkAdvancedLogging, createAuditLog, recordOf } from '../../audit/index.js'

const [filename = '', first = '0', queueSize = '1000'] = process.argv.slice(2)
const level = { id: 100, name: 'audit-api' }
const options = { filename, max_size: 1000 }
const target = { type: 'file', format: 'json', levels: [level], options, maxqueuesize: Number(queueSize) }
const log = createAuditLog(checkAdvancedLogging(JSON.stringify({ target }), 'tool').targets)

let number = Number(first)
function more(): void {
  while ((log.status()[0]?.queued ?? 0) < Number(queueSize)) {
    log.log(
      recordOf({
        event: 'openSupportPacket',
        status: 'success',
        meta: { number, padding: 'x'.repeat(number % 500) },
      }),
    )
    number++
  }
  writeSync(1, `${number}\n`)
  setImmediate(more)
}
more()
