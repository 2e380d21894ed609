// What a pass over logs gives is the same, however many threads read it and wherever the logs are cut into parts.
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ReadLogsOptions } from '../../../../analyzer/documents/log/read-logs.js'
import type { LogQuery, LogSummary } from '../../../../analyzer/documents/log/types.js'
import { type LogInput, readInputs } from '../chunked-packet.js'
import { buildWorker, type WorkerScript } from '../worker-script.js'

const fixture = (name: string) => readFileSync(`test/fixtures/logs/${name}.log`)
const names = [
  'db-restart',
  'plugin-crash',
  'restart-loop',
  'debug-trace',
  'smtp-refused',
  'db-restart-errors',
]
const noise = Buffer.from('{"timestamp":"2026-01-20 10:00:00.1\n\0\0\nno record\n{"a":1}\n')
const mixed = Buffer.concat([...names.map(fixture), noise, ...names.map(fixture)])

const queries: readonly LogQuery[] = [
  { id: 'refused', match: [{ text: 'connection refused' }], min: 1 },
  { id: 'windowed', match: [{ level: ['error'] }], min: 5, withinMs: 60_000, by: 'plugin_id' },
  {
    id: 'sequence',
    match: [{ message: 'Starting|initializing' }],
    then: { message: 'listening' },
    min: 1,
    withinMs: 60_000,
  },
  { id: 'unfollowed', match: [{ message: 'initializing' }], without: { message: 'Stopping' }, min: 1 },
  { id: 'captured', match: [{ text: 'dial tcp (?P<address>[^:]+)' }], min: 1, by: 'method' },
  { id: 'logins', match: [{ file: ['audit-log'], fields: { event_name: 'login' } }], min: 1, by: 'status' },
]

const inputs: readonly LogInput[] = [
  { name: 'a/mattermost.log', content: mixed },
  { name: 'a/audit.log', content: fixture('login-storm-audit'), kind: 'audit-log' },
  { name: 'b/mattermost-2026-01-20T10-00-00.000.log', content: fixture('restart-loop') },
  { name: 'b/mattermost.log', content: Buffer.concat([mixed, mixed]) },
]

let worker: WorkerScript
beforeAll(async () => {
  worker = await buildWorker()
})
afterAll(() => {
  worker.remove()
  for (const path of scripts) rmSync(path)
})

/** Parts so small that every log is cut many times, and yet large enough to be sent. */
const sizes = { partBytes: 40_000, slackBytes: 8_000 }

function read(options: ReadLogsOptions, chunkBytes?: number): Promise<LogSummary> {
  return readInputs(inputs, queries, chunkBytes, { sizes, worker: worker.url, index: true, ...options })
}

describe('threads', () => {
  test('change nothing, whatever their number and however the bytes come', async () => {
    const here = await read({ threads: 0 })
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(1, 2, 3),
        fc.integer({ min: 1_000, max: 200_000 }),
        async (threads, chunkBytes) => {
          expect(await read({ threads }, chunkBytes)).toEqual(here)
        },
      ),
      { numRuns: 12 },
    )
  }, 240_000)

  test('are really used: a worker script that answers nothing sound gives another result', async () => {
    const url = script(`
      import { parentPort } from 'node:worker_threads'
      const none = { lines: 7, endsInsideLine: false, formats: [], bad: [], templates: [], markers: [], collected: {},
        matches: { sums: [], ordered: { matcher: [], start: [], end: [], line: [], timeMs: [], by: [], values: [] } } }
      parentPort.on('message', ({ id }) => parentPort.postMessage({ id, result: none }))
    `)
    const { files } = await read({ threads: 2, worker: url })
    expect(files[0]?.lines).toBeLessThan((await read({ threads: 0 })).files[0]?.lines ?? 0)
  })

  test.each([
    ['cannot be loaded', 'import "./no-such-module.mjs"'],
    [
      'throws',
      'import { parentPort } from "node:worker_threads"; parentPort.on("message", () => { throw new Error("no") })',
    ],
    [
      'exits',
      'import { parentPort } from "node:worker_threads"; parentPort.on("message", () => process.exit(3))',
    ],
  ])('that fail are replaced: the script %s', async (_what, source) => {
    expect(await read({ threads: 2, worker: script(source) })).toEqual(await read({ threads: 0 }))
  })

  test('end with the pass when it is given up', async () => {
    const given = new AbortController()
    const summary = await read(
      {
        threads: 2,
        signal: given.signal,
        onProgress: bytes => void (bytes > 100_000 && given.abort()),
      },
      30_000,
    )
    const whole = await read({ threads: 0 })
    expect(summary.files[0]?.lines).toBeGreaterThan(0)
    expect(summary.files[0]?.lines).toBeLessThan(whole.files[0]?.lines ?? 0)
  })

  test('a pattern that is not RE2 is thrown, and no thread is left waiting', async () => {
    const broken: LogQuery = { id: 'broken', match: [{ message: '(?=x)' }], min: 1 }
    await expect(
      readInputs(inputs, [broken], undefined, { sizes, worker: worker.url, threads: 2 }),
    ).rejects.toThrow('error parsing regexp')
  })
})

describe('the size of parts', () => {
  test('changes nothing for a log whose records can be told apart', async () => {
    const whole = await read({ threads: 0, sizes: { partBytes: 1 << 24, slackBytes: 1 << 20 } })
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 500, max: 30_000 }), async partBytes => {
        expect(await read({ threads: 0, sizes: { partBytes, slackBytes: 1 << 20 } })).toEqual(whole)
      }),
      { numRuns: 20 },
    )
  }, 120_000)
})

describe('the index', () => {
  test('has a line of every record, whose place holds the record', async () => {
    const { index, files, templates } = await read({ threads: 0 })
    expect(index?.records).toBe(files.reduce((sum, { records }) => sum + records, 0))
    const counts = new Map<string, number>()
    for (let i = 0; i < (index?.records ?? 0); i++) {
      const file = index?.files[index.file[i] ?? -1]
      const content = inputs.find(({ name }) => name === file?.entry)?.content as Buffer
      const at = index?.offset[i] ?? -1
      expect(lineAt(content, at)).toBe(index?.line[i])
      const template = index?.templates[index.template[i] ?? -1]
      const key = `${file?.node} ${template?.id}`
      counts.set(key, (counts.get(key) ?? 0) + 1)
    }
    expect(counts).toEqual(new Map(templates.map(({ node, id, count }) => [`${node} ${id}`, count])))
  })

  test('is made only when it is asked for', async () => {
    expect(await read({ threads: 0, index: false })).not.toHaveProperty('index')
  })
})

/** Starts of the lines of each log, found once. */
const lineStarts = new Map<Buffer, Map<number, number>>()

function lineAt(content: Buffer, offset: number): number | undefined {
  let starts = lineStarts.get(content)
  if (!starts) {
    starts = new Map([[0, 1]])
    for (let at = content.indexOf(10); at !== -1; at = content.indexOf(10, at + 1))
      starts.set(at + 1, starts.size + 1)
    lineStarts.set(content, starts)
  }
  return starts.get(offset)
}

const scripts: string[] = []
function script(source: string): URL {
  const path = join(tmpdir(), `support-packet-test-${process.pid}-${scripts.length}.mjs`)
  scripts.push(path)
  writeFileSync(path, source)
  return pathToFileURL(path)
}
