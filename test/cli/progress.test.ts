import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { analyzePacket, packetOf } from '../../analyzer/index.js'
import { createProgressLine, progressText } from '../../cli/progress.js'

/** A progress line on a clock that the test moves, and what it has drawn. */
function drawing(isTTY: boolean, wanted = true) {
  const stderr = Object.assign(new PassThrough(), { isTTY })
  let time = 1000
  const line = createProgressLine({ stderr }, wanted, () => time)
  return {
    report(doneBytes: number, atMs: number) {
      time = 1000 + atMs
      line.report({ stage: 'logs', doneBytes, totalBytes: 1000 })
    },
    end: () => {
      line.end()
    },
    text: () => String(stderr.read() ?? ''),
  }
}

test('short work shows no progress', () => {
  const progress = drawing(true)
  progress.report(500, 300)
  progress.end()
  expect(progress.text()).toBe('')
})

test('long work shows how far it is, not too often, and takes the line away', () => {
  const progress = drawing(true)
  progress.report(500, 800)
  progress.report(510, 810)
  progress.report(750, 1200)
  progress.end()
  expect(progress.text()).toBe(
    '\rReading logs: 50 % of 1.0 kB\u001b[K\rReading logs: 75 % of 1.0 kB\u001b[K\r\u001b[K',
  )
})

test('nothing is drawn where nobody watches, or when quiet', () => {
  for (const progress of [drawing(false), drawing(true, false)]) {
    progress.report(500, 5000)
    progress.end()
    expect(progress.text()).toBe('')
  }
})

test('progress says how much there is when that is known', () => {
  expect(progressText({ stage: 'logs', doneBytes: 250_000_000, totalBytes: 500_000_000 })).toBe(
    'Reading logs: 50 % of 500 MB',
  )
  expect(progressText({ stage: 'logs', doneBytes: 250_000_000, totalBytes: undefined })).toBe(
    'Reading logs: 250 MB',
  )
})

test('an analysis reports its progress up to the last byte', async () => {
  const log = '{"timestamp":"2026-11-21 08:00:00.000 Z","level":"info","msg":"a","caller":"b"}\n'.repeat(
    50_000,
  )
  const seen: number[] = []
  await analyzePacket(packetOf({ 'mattermost.log': log }), {
    rules: [],
    onProgress: ({ doneBytes }) => seen.push(doneBytes),
  })
  expect(seen.at(-1)).toBe(log.length)
  expect(seen.length).toBeGreaterThan(1)
})
