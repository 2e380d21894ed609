// Delivery to a target that works, fails, stalls or comes back: what arrives, in which order, and what is said of the rest.
import { expect, test } from 'vitest'
import { createDelivery, type DeliveryOptions } from '../../../audit/delivery/delivery.js'
import type { Sink } from '../../../audit/delivery/sink.js'
import { until } from '../until.js'

/** A target in memory whose door can be shut: then writes fail, or hang. */
function door() {
  const arrived: string[] = []
  const tries: string[] = []
  let state: 'open' | 'shut' | 'stuck' = 'open'
  let release = (): void => undefined
  const sink: Sink = {
    open: () => Promise.resolve(undefined),
    async write(batch) {
      tries.push(batch.join())
      if (state === 'shut') throw new Error('the door is shut')
      if (state === 'stuck') await new Promise<void>(resolve => (release = resolve))
      arrived.push(...batch)
      return { taken: batch.length, refused: 0 }
    },
    close: () => Promise.resolve(),
  }
  return {
    sink,
    arrived,
    tries,
    set: (next: typeof state): void => {
      state = next
      if (next === 'open') release()
    },
  }
}

function deliveryTo(sink: Sink, more: Partial<DeliveryOptions> = {}) {
  const troubles: string[] = []
  const delivery = createDelivery({
    sink,
    maxQueueSize: 5,
    dropNote: ({ count }) => `lost ${count}`,
    onTrouble: message => troubles.push(message),
    backOff: { firstMs: 1, longestMs: 4 },
    ...more,
  })
  return { ...delivery, troubles, put: (text: string) => delivery.offer(() => text, 0) }
}

test('what is offered arrives once and in order', async () => {
  const { sink, arrived } = door()
  const { put, close } = deliveryTo(sink)
  for (const text of 'abcde') put(text)
  expect(await close(1000)).toMatchObject({ state: 'closed', written: 5, queued: 0, dropped: 0 })
  expect(arrived.join('')).toBe('abcde')
})

test('what finds no room is counted, and said as soon as there is room, before what comes later', async () => {
  const { sink, arrived, set } = door()
  set('stuck')
  const { put, close, status } = deliveryTo(sink)
  for (const text of 'abcdefgh') put(text)
  expect(status()).toMatchObject({ queued: 5, dropped: 3 })
  await until(() => status().queued === 5)
  set('open')
  await until(() => arrived.length >= 5)
  put('i')
  await close(1000)
  expect(arrived).toEqual(['a', 'b', 'c', 'd', 'e', 'lost 3', 'i'])
})

test('a text is not even made when there is no room for it', () => {
  const { sink, set } = door()
  set('stuck')
  const { offer } = deliveryTo(sink, { maxQueueSize: 1 })
  let made = 0
  const make = () => `${++made}`
  for (let index = 0; index < 10; index++) offer(make, 0)
  expect(made).toBe(1)
})

test('a target that fails is tried again until it takes what waits, and is told of once', async () => {
  const { sink, arrived, tries, set } = door()
  set('shut')
  const { put, close, status, troubles } = deliveryTo(sink)
  put('a')
  await until(() => tries.length > 4)
  expect(status()).toMatchObject({ state: 'waiting', queued: 1, written: 0, lastError: 'the door is shut' })
  set('open')
  await until(() => arrived.length === 1)
  expect(troubles).toEqual(['the door is shut'])
  set('shut')
  put('b')
  await until(() => troubles.length === 2)
  set('open')
  await close(1000)
  expect(arrived).toEqual(['a', 'b'])
})

test('pauses between tries grow up to the longest', async () => {
  const { sink, tries, set } = door()
  set('shut')
  const { put, close } = deliveryTo(sink, { backOff: { firstMs: 40, longestMs: 80 } })
  const start = performance.now()
  put('a')
  await until(() => tries.length >= 4)
  // 40 + 60 + 80
  expect(performance.now() - start).toBeGreaterThan(170)
  await close(1)
})

test('closing waits no longer than it may, and tells what was left', async () => {
  const { sink, set } = door()
  set('stuck')
  const { put, close, offer } = deliveryTo(sink)
  put('a')
  put('b')
  const start = performance.now()
  expect(await close(30)).toMatchObject({ state: 'closed', queued: 2, written: 0 })
  expect(performance.now() - start).toBeLessThan(2_000)
  offer(() => expect.unreachable('nothing is taken after the end'), 0)
})

test('a target that never opened holds up no end when nothing waits for it', async () => {
  const { close, start, troubles } = deliveryTo({
    ...door().sink,
    open: () => Promise.reject(new Error('no such place')),
  })
  start()
  await until(() => troubles.length > 0)
  const began = performance.now()
  await close(10_000)
  expect(performance.now() - began).toBeLessThan(5_000)
})

test('a record that cannot be made into a text is lost, not thrown', async () => {
  const { sink, arrived } = door()
  const { offer, put, close } = deliveryTo(sink)
  offer(() => {
    throw new Error('it holds itself')
  }, 0)
  put('a')
  expect(await close(1000)).toMatchObject({ dropped: 1, lastError: 'it holds itself' })
  expect(arrived).toEqual(['lost 1', 'a'])
})

test('what a target refuses for good is counted as dropped', async () => {
  const taken: string[] = []
  const { put, close } = deliveryTo({
    ...door().sink,
    write(batch) {
      taken.push(...batch)
      return Promise.resolve({ taken: batch.length, refused: batch.filter(text => text === 'b').length })
    },
  })
  for (const text of 'abc') put(text)
  expect(await close(1000)).toMatchObject({ written: 3, dropped: 1 })
  expect(taken).toEqual(['a', 'b', 'c', 'lost 1'])
})

test('a record without end is lost, and the others are not', async () => {
  const { sink, arrived } = door()
  const { put, close } = deliveryTo(sink)
  put('x'.repeat(2 * 1024 * 1024))
  put('a')
  expect(await close(1000)).toMatchObject({
    dropped: 1,
    lastError: 'a record has more than 1048576 characters',
  })
  expect(arrived).toEqual(['lost 1', 'a'])
})
