// The audit log: records go to all targets that want their level, each through a queue of its own. Logging neither waits nor throws.
import type { TargetConfig } from './config/target-config.js'
import type { Delivery, DeliveryOptions, DeliveryStatus, Drops } from './delivery/delivery.js'
import { createDelivery } from './delivery/delivery.js'
import { createFormatter } from './format/formatter.js'
import type { StackFrame } from './format/stack.js'
import { stackHere } from './format/stack.js'
import type { Level } from './levels.js'
import { levelIds } from './levels.js'
import type { AuditRecord } from './record.js'
import { recordOf } from './record.js'
import { sinkOf, type Consoles } from './targets/sink-of.js'
import type { ConnectionLimits } from './targets/stream-connection.js'
import { syslogMessages } from './targets/syslog-message.js'

export interface AuditLog {
  /** Never waits and never throws; what a target has no room for is dropped and counted. */
  log(record: AuditRecord): void
  status(): readonly TargetStatus[]
  /** Delivers what waits, for at most so long (default 15 s, as servers), and lets all targets go. */
  close(limitMs?: number): Promise<readonly TargetStatus[]>
}

export interface TargetStatus extends DeliveryStatus {
  readonly name: string
  readonly type: TargetConfig['type']
}

/** What stands around the log; absent parts are those of this process. */
export interface Surroundings {
  readonly consoles?: Consoles
  /** Once for each time that a target fails, or something about it is worth a word. */
  readonly onTrouble?: (target: string, message: string) => void
  /** Time zone of timestamps, minutes east of Greenwich. */
  readonly offsetMinutes?: number
  readonly backOff?: DeliveryOptions['backOff']
  readonly connectionLimits?: ConnectionLimits
}

/** As servers: how long a server that stops waits for its log. */
const USUAL_LIMIT_MS = 15_000

/** Starts to write to the targets, each for itself: one that cannot be opened is tried again and holds up no other. */
export function createAuditLog(targets: readonly TargetConfig[], surroundings: Surroundings = {}): AuditLog {
  const opened = targets.map(config => openTarget(config, surroundings))
  const wantsStack = opened.some(target => target.wantsStack)

  function log(record: AuditRecord): void {
    const timeMs = record.timeMs ?? Date.now()
    const stack = wantsStack ? stackHere(log) : []
    for (const target of opened) target.log(record, timeMs, stack)
  }

  return {
    log,
    status: () => opened.map(target => target.status()),
    close: (limitMs = USUAL_LIMIT_MS) => Promise.all(opened.map(target => target.close(limitMs))),
  }
}

interface OpenTarget {
  readonly wantsStack: boolean
  log(record: AuditRecord, timeMs: number, stack: readonly StackFrame[]): void
  status(): TargetStatus
  close(limitMs: number): Promise<TargetStatus>
}

function openTarget(config: TargetConfig, surroundings: Surroundings): OpenTarget {
  const { name, type } = config
  const write = writerOf(config, surroundings.offsetMinutes)
  const levels = new Map(config.levels.map(level => [level.id, level]))
  const { formatter } = write
  const delivery = startDelivery(config, write, surroundings)
  const named = (status: DeliveryStatus): TargetStatus => ({ name, type, ...status })
  return {
    wantsStack: formatter.wantsStack,
    log(record, timeMs, stack) {
      const level = levels.get(levelIds[record.level])
      if (level !== undefined) delivery.offer(() => write.text(record, level, timeMs, stack), timeMs)
    },
    status: () => named(delivery.status()),
    close: async limitMs => named(await delivery.close(limitMs)),
  }
}

/** A record as the target's connection or file takes it. */
function writerOf(config: TargetConfig, offsetMinutes?: number) {
  const formatter = createFormatter(config, offsetMinutes)
  const message = config.type === 'syslog' ? syslogMessages(config, formatter.end) : undefined
  function text(record: AuditRecord, level: Level, timeMs: number, stack: readonly StackFrame[]): string {
    const formatted = formatter.format({ record, level, timeMs, stack })
    return message?.(formatted, { timeMs, levelId: level.id, messageId: record.event_name }) ?? formatted
  }
  return { formatter, text }
}

function startDelivery(
  config: TargetConfig,
  { formatter, text }: ReturnType<typeof writerOf>,
  { consoles = process, onTrouble, backOff, connectionLimits }: Surroundings,
): Delivery {
  const delivery = createDelivery({
    sink: sinkOf(config, formatter, consoles, connectionLimits),
    maxQueueSize: config.maxQueueSize,
    dropNote: drops => text(dropRecord(config.name, drops), lossLevel, Date.now(), []),
    onTrouble: message => onTrouble?.(config.name, message),
    ...(backOff === undefined ? {} : { backOff }),
  })
  delivery.start()
  return delivery
}

/** Told to the target that lost records, whatever levels it lists. */
const lossLevel: Level = { id: levelIds.logerror, name: 'logerror' }

function dropRecord(target: string, { count, firstMs, lastMs }: Drops): AuditRecord {
  return recordOf({
    event: 'auditRecordsDropped',
    status: 'fail',
    level: 'logerror',
    meta: {
      target,
      dropped: count,
      first_dropped: new Date(firstMs).toISOString(),
      last_dropped: new Date(lastMs).toISOString(),
    },
    error: { description: 'Audit queue full, dropping record.' },
  })
}
