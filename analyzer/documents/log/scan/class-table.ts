// The distinct (level, msg, caller) of the files of a kind, found by the bytes of a record's head: nearly every line of a log repeats one.
import type { CollectorHead } from '../collector.js'
import type { LineFormat, RecordHead } from '../formats/head.js'
import { logLimits } from '../limits.js'
import type { ClassPlan } from '../queries/plan.js'
import type { Wanting } from './part-collectors.js'
import type { Shape } from './shape-table.js'
import type { LifecycleMarker } from '../fold/lifecycle.js'

/** What is known of all records with this head. */
export interface RecordClass {
  readonly plan: ClassPlan
  /** From 1; tells the class from others where records are remembered by their fields. */
  readonly number: number
  /** How many more misses than hits until its records are no longer remembered: those of some classes never come again. */
  patience: number
  /** What comes of its records does not depend on their ids, see mask-ids.ts. */
  readonly ignoresIds: boolean
  /** They are remembered without ids: with these they do not come again. */
  masksIds: boolean
  readonly shape: Shape
  /** Where its message marks a start or stop of the server. */
  readonly marker: { readonly marker: LifecycleMarker; readonly msg: string } | undefined
  /** Where collectors want its records. */
  readonly collecting: { readonly head: CollectorHead; readonly wanting: Wanting } | undefined
  /** Something looks at every record of it, also at those that say nothing new. */
  readonly isLookedAt: boolean
  /** There is more to do with a record than to count it. */
  readonly isAsked: boolean
  /** How often its head was parsed, not merely recognised. */
  parsed: number
}

interface Slot {
  readonly hash: number
  readonly format: LineFormat
  readonly escaped: boolean
  /** Level, msg, caller and event, one after the other. */
  readonly key: Uint8Array
  readonly levelLength: number
  readonly msgLength: number
  readonly callerLength: number
  readonly record: RecordClass
}

export interface ClassTable {
  /** The class of a record's head, made by `create` on first sight; not kept when the table is full. */
  find(bytes: Buffer, head: RecordHead, create: () => RecordClass): RecordClass
}

/** Open addressing over at most `logLimits.classes` slots, half full at most. */
export function createClassTable(): ClassTable {
  const mask = logLimits.classes * 2 - 1
  const table = new Int32Array(mask + 1)
  const slots: Slot[] = []

  function find(bytes: Buffer, head: RecordHead, create: () => RecordClass): RecordClass {
    const hash = hashHead(bytes, head)
    let at = hash & mask
    for (let index = table[at] as number; index !== 0; index = table[at] as number) {
      const slot = slots[index - 1] as Slot
      if (slot.hash === hash && sameHead(bytes, head, slot)) return slot.record
      at = (at + 1) & mask
    }
    const record = create()
    const slot = slots.length < logLimits.classes ? createSlot(bytes, head, hash, record) : undefined
    if (slot) table[at] = slots.push(slot)
    return record
  }

  return { find }
}

function hashHead(bytes: Buffer, head: RecordHead): number {
  let hash = head.msgEnd - head.msgStart
  hash = hashRange(bytes, head.msgStart, head.msgEnd, hash)
  hash = hashRange(bytes, head.levelStart, head.levelEnd, hash)
  hash = hashRange(bytes, head.callerStart, head.callerEnd, hash)
  if (head.extraEnd > 0) hash = hashRange(bytes, head.extraStart, head.extraEnd, hash)
  return hash ^ (hash >>> 15)
}

function hashRange(bytes: Buffer, from: number, end: number, seed: number): number {
  let hash = seed
  for (let at = from; at < end; at++) hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193)
  return hash
}

function sameHead(bytes: Buffer, head: RecordHead, slot: Slot): boolean {
  if (head.format !== slot.format || head.escaped !== slot.escaped) return false
  if (head.levelEnd - head.levelStart !== slot.levelLength) return false
  if (head.msgEnd - head.msgStart !== slot.msgLength) return false
  if (head.callerEnd - head.callerStart !== slot.callerLength) return false
  const extraLength = head.extraEnd - head.extraStart
  const msgAt = slot.levelLength
  const callerAt = msgAt + slot.msgLength
  const extraAt = callerAt + slot.callerLength
  return (
    extraAt + extraLength === slot.key.length &&
    sameRange(bytes, head.msgStart, slot.key, msgAt, slot.msgLength) &&
    sameRange(bytes, head.levelStart, slot.key, 0, slot.levelLength) &&
    sameRange(bytes, head.callerStart, slot.key, callerAt, slot.callerLength) &&
    sameRange(bytes, head.extraStart, slot.key, extraAt, extraLength)
  )
}

function sameRange(bytes: Buffer, at: number, key: Uint8Array, keyAt: number, length: number): boolean {
  for (let i = 0; i < length; i++) if (bytes[at + i] !== key[keyAt + i]) return false
  return true
}

/** `undefined` for a head too long to be kept. */
function createSlot(bytes: Buffer, head: RecordHead, hash: number, record: RecordClass): Slot | undefined {
  const parts = [
    bytes.subarray(head.levelStart, head.levelEnd),
    bytes.subarray(head.msgStart, head.msgEnd),
    bytes.subarray(head.callerStart, head.callerEnd),
    bytes.subarray(head.extraStart, head.extraEnd),
  ]
  const key = Uint8Array.from(Buffer.concat(parts))
  if (key.length > logLimits.classKeyBytes) return undefined
  return {
    hash,
    format: head.format,
    escaped: head.escaped,
    key,
    levelLength: head.levelEnd - head.levelStart,
    msgLength: head.msgEnd - head.msgStart,
    callerLength: head.callerEnd - head.callerStart,
    record,
  }
}
