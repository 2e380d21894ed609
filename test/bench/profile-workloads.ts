// A large CPU profile held against `go tool pprof`, and a hundred thousand goroutines for their memory. Both are made on the spot.
import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import {
  Function as ProfileFunction,
  Line,
  Location,
  Mapping,
  Profile,
  Sample,
  StringTable,
  ValueType,
} from 'pprof-format'
import type { Workload } from './harness.js'

const cli = join(process.cwd(), 'dist', 'cli', 'main.js')
const go = process.env['GO'] ?? 'go'
const hasGo = spawnSync(go, ['version'], { stdio: 'ignore' }).status === 0

const stacks = 75_000
const depth = 35
const functions = 8_000

/** The same numbers every time. */
function numbers(): (below: number) => number {
  let seed = 7
  return below => {
    seed = (seed * 48_271) % 2_147_483_647
    return seed % below
  }
}

/** 75,000 stacks, 2.6 million frames: 5 MB compressed. */
function largeProfile(): Buffer {
  const next = numbers()
  const strings = new StringTable()
  const ids = Array.from({ length: functions }, (_, at) => at + 1)
  const nameOf = (id: number) =>
    `github.com/mattermost/mattermost/server/v8/package${id % 97}.(*Type${id % 13}).Method${id}`
  const sample = Array.from({ length: stacks }, () => {
    // Each function calls one of eight; innermost first.
    let caller = next(20)
    const locationId = Array.from({ length: depth }, () => 1 + (caller = (caller * 8 + next(8)) % functions))
    return new Sample({ locationId: locationId.reverse(), value: [1, 10_000_000] })
  })
  const profile = new Profile({
    stringTable: strings,
    sampleType: [
      new ValueType({ type: strings.dedup('samples'), unit: strings.dedup('count') }),
      new ValueType({ type: strings.dedup('cpu'), unit: strings.dedup('nanoseconds') }),
    ],
    mapping: [new Mapping({ id: 1, filename: strings.dedup('/opt/mattermost/bin/mattermost') })],
    location: ids.map(id => {
      const line = [new Line({ functionId: id, line: id % 900 })]
      return new Location({ id, mappingId: 1, address: 4096 + id * 64, line })
    }),
    function: ids.map(id => {
      const name = strings.dedup(nameOf(id))
      return new ProfileFunction({ id, name, systemName: name })
    }),
    sample,
    durationNanos: 5e9,
  })
  return gzipSync(profile.encode())
}

const stackLines = [
  'internal/poll.runtime_pollWait(0x7f00, 0x72)',
  '\tinternal/poll/fd_poll_runtime.go:84 +0x85',
  'net.(*conn).Read(0xc000, {0xc001, 0x1000, 0x1000})',
  '\tnet/net.go:196 +0x45',
  'net/http.(*persistConn).readLoop(0xc002)',
  '\tnet/http/transport.go:2205 +0x354',
  'created by net/http.(*Transport).dialConn in goroutine 12',
  '\tnet/http/transport.go:1874 +0x14d3',
]

/** As a server writes them (debug=2), 2,000 stacks in turn. */
async function writeGoroutines(path: string, count: number): Promise<void> {
  const stream = createWriteStream(path)
  for (let at = 1; at <= count; at++) {
    const own = `github.com/mattermost/mattermost/server/v8/package${at % 2_000}.(*Type).wait(0xc000)`
    const head = `goroutine ${at} [select, ${at % 90} minutes]:`
    const text = [
      head,
      own,
      `\tpackage${at % 2_000}/wait.go:${at % 2_000} +0x1f`,
      ...stackLines,
      '',
      '',
    ].join('\n')
    if (!stream.write(text)) await once(stream, 'drain')
  }
  stream.end()
  await once(stream, 'close')
}

export const profileWorkloads: readonly Workload[] = [
  {
    name: 'profile-top-5mb',
    target: hasGo ? '<= 1 x go tool pprof -top' : 'not measured: go missing',
    async prepare(folder) {
      const file = join(folder, 'cpu.prof')
      await writeFile(file, largeProfile())
      const command = [cli, 'profile', file, 'top']
      // It complains that the program is not on this machine.
      const reference = `${go} tool pprof -top -symbolize=none ${file} 2>&1`
      return { command, runs: 5, ...(hasGo ? { reference } : {}) }
    },
  },
  {
    name: 'goroutines-100k',
    target: 'peak < 200 MB',
    async prepare(folder) {
      const file = join(folder, 'goroutines')
      await writeGoroutines(file, 100_000)
      return { command: [cli, 'profile', file, 'goroutines'], runs: 3 }
    },
  },
]
