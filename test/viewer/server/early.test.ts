// What is known before the logs are read: there while large logs are, and gone once the whole analysis is there.
import { expect, test } from 'vitest'
import { packetOf } from '../../../analyzer/packet/memory.js'
import type { Analysis } from '../../../analyzer/index.js'
import type { PacketList } from '../../../viewer/shared/wire.js'
import type { Analyzer } from '../../../viewer/server/analyzer.js'
import { openApp } from '../open-app.js'
import { sampleAnalysis } from '../sample-analysis.js'

/** An analysis that reads logs of a size until `end` is called. */
function slowAnalyzer(totalBytes: number) {
  let end: () => void = () => undefined
  let asked = 0
  let isEarly: () => void = () => undefined
  const early = new Promise<void>(done => (isEarly = done))
  const analyzer: Partial<Analyzer> = {
    analyzePacket(packet, onProgress) {
      onProgress?.({ stage: 'logs', doneBytes: 1, totalBytes })
      onProgress?.({ stage: 'logs', doneBytes: 2, totalBytes })
      return new Promise<Analysis>(done => (end = () => void sampleAnalysis(packet).then(done)))
    },
    async analyzeEarly(packet) {
      asked++
      const analysis = await sampleAnalysis(packet)
      setImmediate(isEarly)
      return analysis
    },
  }
  return { analyzer, early, end: () => end(), asked: () => asked }
}

test('of a packet with large logs something is said early, once, and in the end no more', async () => {
  const slow = slowAnalyzer(1e9)
  const { ask, ids, close } = await openApp({
    packets: [packetOf({ 'a.log': 'x\n' })],
    analyzer: slow.analyzer,
  })
  await slow.early
  const list = async () => ((await (await ask('/api/packets')).json()) as PacketList).packets[0]
  expect(await list()).toMatchObject({ state: 'analyzing', hasEarly: true, read: { doneBytes: 2 } })
  const path = `/api/packets/${ids[0] ?? ''}`
  expect((await ask(`${path}/early`)).status).toBe(200)
  expect((await ask(path)).status).toBe(409)
  slow.end()
  await expect.poll(async () => (await list())?.state).toBe('ready')
  expect((await ask(`${path}/early`)).status).toBe(409)
  expect(slow.asked()).toBe(1)
  await close()
})

test('small logs are read before anybody could look: nothing is said twice', async () => {
  const slow = slowAnalyzer(1e6)
  const { ask, ids, close } = await openApp({
    packets: [packetOf({ 'a.log': 'x\n' })],
    analyzer: slow.analyzer,
  })
  expect((await ask(`/api/packets/${ids[0] ?? ''}/early`)).status).toBe(409)
  expect(slow.asked()).toBe(0)
  slow.end()
  await close()
})
