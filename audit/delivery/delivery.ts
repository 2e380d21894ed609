// Delivery to one target: whoever logs puts a text into the queue and goes on; a loop takes batches from it and hands them to the sink.
// A target that fails is tried again, at first soon and then ever more rarely. What finds no room in the queue is dropped and
// counted, and a record says so as soon as there is room.
import type { Queue } from './queue.js'
import { createQueue, LONGEST_RECORD } from './queue.js'
import { reasonOf } from './reason.js'
import type { Sink } from './sink.js'
import { atMost, wait } from './wait.js'

export type DeliveryState = 'idle' | 'delivering' | 'waiting' | 'closed'

export interface DeliveryStatus {
  /** `waiting`: the target failed, and is tried again later. */
  readonly state: DeliveryState
  readonly queued: number
  readonly written: number
  readonly dropped: number
  /** The latest failure, in words of the system. */
  readonly lastError?: string
}

export interface Drops {
  readonly count: number
  readonly firstMs: number
  readonly lastMs: number
}

export interface DeliveryOptions {
  readonly sink: Sink
  readonly maxQueueSize: number
  /** The record that says what was lost. */
  readonly dropNote: (drops: Drops) => string
  /** Once for each time that the target fails after it worked. */
  readonly onTrouble: (message: string) => void
  /** First and longest pause between two tries, in milliseconds. */
  readonly backOff?: { readonly firstMs: number; readonly longestMs: number }
}

export interface Delivery {
  /** Makes the text only when there is room for it. Never waits, never throws. */
  readonly offer: (text: () => string, timeMs: number) => void
  readonly status: () => DeliveryStatus
  /** Opens the target and delivers what there is to be delivered before the first record. */
  readonly start: () => void
  /** Takes no more records, delivers what waits until the time is over, and lets the target go. */
  readonly close: (limitMs: number) => Promise<DeliveryStatus>
}

/** As the server's logger: a tenth of a second, half as much again each time, up to half a minute. */
const usualBackOff = { firstMs: 100, longestMs: 30_000 }
const GROWTH = 1.5

export function createDelivery(options: DeliveryOptions): Delivery {
  const { sink, onTrouble } = options
  const backOff = options.backOff ?? usualBackOff
  const queue = createQueue(options.maxQueueSize)
  const drops = createDropCount(queue, options.dropNote)
  const closing = new AbortController()
  let state: Exclude<DeliveryState, 'closed'> = 'idle'
  let loop: Promise<void> | undefined
  let opened = false
  let closed = false
  let pauseMs = backOff.firstMs
  let written = 0
  let lastError: string | undefined

  function offer(text: () => string, timeMs: number): void {
    if (closing.signal.aborted) return
    drops.note()
    if (!queue.hasRoom() || !pushSafely(text)) drops.add(timeMs)
    start()
  }

  /** A record that cannot be written as text (it holds itself, it has no end) is lost like one without room. */
  function pushSafely(text: () => string): boolean {
    try {
      const made = text()
      if (made.length > LONGEST_RECORD) throw new Error(`a record has more than ${LONGEST_RECORD} characters`)
      return queue.push(made)
    } catch (error) {
      lastError = reasonOf(error)
      return false
    }
  }

  function start(): void {
    loop ??= deliverAll().finally(() => {
      loop = undefined
      state = 'idle'
      // What came between the last look and now.
      if (queue.length > 0 && !closing.signal.aborted) start()
    })
  }

  async function deliverAll(): Promise<void> {
    // Whoever logs in one go shall fill one batch.
    await new Promise(resolve => setImmediate(resolve))
    while (hasWork()) if (!(await deliverSome())) await pause()
  }

  /** A target that was never open is opened ahead of the first record, but not for its own sake at the end. */
  function hasWork(): boolean {
    return !closed && (queue.length > 0 || (!opened && !closing.signal.aborted))
  }

  async function deliverSome(): Promise<boolean> {
    try {
      if (!opened) await open()
      if (queue.length > 0) await writeBatch()
      state = 'delivering'
      pauseMs = backOff.firstMs
      return true
    } catch (error) {
      fail(error)
      return false
    }
  }

  async function open(): Promise<void> {
    const remark = await sink.open()
    opened = true
    if (remark !== undefined) onTrouble(remark)
  }

  async function writeBatch(): Promise<void> {
    const { taken, refused, remark } = await sink.write(queue.peek())
    if (taken === 0) throw new Error('nothing was taken')
    queue.remove(taken)
    written += taken - refused
    drops.refuse(refused)
    drops.note()
    if (remark !== undefined && remark !== lastError) onTrouble(remark)
    lastError = remark ?? lastError
  }

  function fail(error: unknown): void {
    // A write that was under way when the time was over tells nothing new.
    if (closed) return
    lastError = reasonOf(error)
    if (state !== 'waiting') onTrouble(lastError)
    state = 'waiting'
  }

  async function pause(): Promise<void> {
    // Of the time that is left when closing, as much as possible is spent trying.
    await wait(closing.signal.aborted ? backOff.firstMs : pauseMs, closing.signal)
    pauseMs = Math.min(pauseMs * GROWTH, backOff.longestMs)
  }

  function status(): DeliveryStatus {
    return {
      state: closed ? 'closed' : state,
      queued: queue.length,
      written,
      dropped: drops.total(),
      ...(lastError === undefined ? {} : { lastError }),
    }
  }

  async function close(limitMs: number): Promise<DeliveryStatus> {
    closing.abort()
    await atMost(limitMs, loop ?? Promise.resolve())
    closed = true
    await atMost(
      limitMs,
      sink.close().catch(() => undefined),
    )
    return status()
  }

  return { offer, status, start, close }
}

interface DropCount {
  add(timeMs: number): void
  refuse(count: number): void
  /** Says what was lost, once there is room to say it. */
  note(): void
  total(): number
}

function createDropCount(queue: Queue, dropNote: (drops: Drops) => string): DropCount {
  let total = 0
  let untold: Drops | undefined

  function add(timeMs: number, count = 1): void {
    total += count
    untold = {
      count: (untold?.count ?? 0) + count,
      firstMs: untold?.firstMs ?? timeMs,
      lastMs: timeMs,
    }
  }

  return {
    add,
    refuse(count) {
      if (count > 0) add(Date.now(), count)
    },
    note() {
      if (untold === undefined || !queue.hasRoom()) return
      queue.push(dropNote(untold))
      untold = undefined
    },
    total: () => total,
  }
}
