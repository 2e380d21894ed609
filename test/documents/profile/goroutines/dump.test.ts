// Goroutine dumps: real ones, small ones with their trouble, and very long ones.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  activities,
  activityOf,
  activityWords,
} from '../../../../analyzer/documents/profile/goroutines/activities.js'
import { dumpReader, parseDump } from '../../../../analyzer/documents/profile/goroutines/dump.js'
import type { GoroutineDump } from '../../../../analyzer/documents/profile/goroutines/types.js'
import { sampleEntry, writeProfile } from '../sample-profile.js'

function dumpOf(text: string | Buffer): GoroutineDump {
  const parsed = parseDump(Buffer.from(text))
  if (parsed.kind === 'unreadable') throw new Error(parsed.message)
  return parsed.dump
}

interface Given {
  readonly id: number
  readonly state: string
  /** Calls, innermost first; arguments may be given. */
  readonly stack: readonly string[]
  readonly createdBy?: string
}

/** A goroutine as debug=2 writes it. */
function goroutine({ id, state, stack, createdBy = 'app.start' }: Given): string {
  const frames = stack.map(
    call =>
      `${call.endsWith(')') && !call.startsWith('(') && call.includes('(0x') ? call : `${call}(...)`}\n\t/src/file.go:${call.length} +0x1d\n`,
  )
  return `goroutine ${id} [${state}]:\n${frames.join('')}created by ${createdBy} in goroutine 1\n\t/src/start.go:9 +0x2\n`
}

const listOf = (...given: readonly Given[]): string => given.map(goroutine).join('\n')

test('a real dump: every goroutine is in a group, and the lock of the login storm is found with who may hold it', async () => {
  const bytes = await sampleEntry('login-storm', 'goroutines')
  const dump = dumpOf(bytes)
  expect(dump.total).toBe(bytes.toString().match(/^goroutine \d+ \[/gm)?.length)
  expect(dump.groups.reduce((sum, { count }) => sum + count, 0)).toBe(dump.total)
  expect([dump.form, dump.cut, dump.strangeLines, dump.ungrouped]).toEqual(['stacks', false, 0, 0])
  expect(dump.locks).toEqual([
    {
      address: '0x35eefc393e8',
      function: 'github.com/mattermost/mattermost/server/v8/channels/app.(*App).CheckPasswordAndAllCriteria',
      line: 915,
      waiters: 7,
      longestWaitMinutes: 0,
      holderUnclear: false,
      possibleHolders: [
        {
          id: 3264,
          function:
            'github.com/mattermost/mattermost/server/v8/channels/app/password/hashers.PBKDF2.hashWithSalt',
          activity: 'password',
          line: 1115,
        },
      ],
    },
  ])
})

test.each(['healthy-9-11', 'healthy-10-4', 'healthy-10-9', 'healthy-11-6', 'healthy-plain-logs'])(
  'the dump of %s shows no trouble',
  async name => {
    const dump = dumpOf(await sampleEntry(name, 'goroutines'))
    expect([dump.locks, dump.leakSuspects, dump.deadlocks, dump.pluginCalls, dump.cut]).toEqual([
      [],
      [],
      [],
      [],
      false,
    ])
    const other = dump.activities.find(({ name: id }) => id === 'other')?.count ?? 0
    expect(other).toBeLessThan(dump.total / 5)
  },
)

test('heads say state, wait and thread, in all the forms Go writes', () => {
  const heads = [
    'goroutine 7 [chan receive, 5 minutes, locked to thread]:',
    'goroutine 8 gp=0xc000 m=3 mp=0xc001 [select (no cases)]:',
    'goroutine 9 [running (scan)]:',
  ]
  const dump = dumpOf(
    heads.map(head => `${head}\napp.f(0x1)\n\t/f.go:1 +0x1\ncreated by app.g\n\t/g.go:2 +0x2\n`).join('\n'),
  )
  expect(dump.states.map(({ name }) => name)).toEqual(['chan receive', 'running', 'select (no cases)'])
  expect(dump.groups).toMatchObject([
    {
      count: 3,
      longWaits: 1,
      longestWaitMinutes: 5,
      lockedToThread: 1,
      ids: [7, 8, 9],
      createdBy: 'app.g',
      line: 1,
    },
  ])
})

test('stacks that differ in a line are different', () => {
  const text = ['1', '2']
    .map(line => `goroutine ${line} [select]:\napp.f()\n\t/f.go:${line}\ncreated by app.g\n\t/g.go:1\n`)
    .join('\n')
  expect(dumpOf(text).groups.length).toBe(2)
})

describe('what goroutines wait for', () => {
  test.each([
    ['database-pool', 'select', ['database/sql.(*DB).conn', 'database/sql.(*DB).query']],
    [
      'database',
      'IO wait',
      ['internal/poll.(*FD).Read', 'github.com/lib/pq.(*conn).recv', 'database/sql.(*DB).query'],
    ],
    [
      'plugin',
      'select',
      [
        'net/rpc.(*Client).Call',
        'github.com/mattermost/mattermost/server/public/plugin.(*hooksRPCClient).MessageWillBePosted',
      ],
    ],
    ['http-client', 'select', ['net/http.(*persistConn).roundTrip', 'net/http.(*Client).Do', 'app.webhook']],
    ['http-connect', 'select', ['net/http.(*Transport).getConn', 'net/http.(*Client).Do', 'app.webhook']],
    ['lock', 'sync.RWMutex.RLock', ['sync.runtime_SemacquireRWMutexR', 'sync.(*RWMutex).RLock', 'app.f']],
    [
      'lock',
      '',
      [
        'runtime.gopark',
        'runtime.semacquire1',
        'sync.runtime_SemacquireMutex',
        'sync.(*Mutex).lockSlow',
        'app.f',
      ],
    ],
    ['other', 'sync.WaitGroup.Wait', ['sync.runtime_SemacquireWaitGroup', 'sync.(*WaitGroup).Wait', 'app.f']],
    ['client-idle', 'IO wait', ['net/http.(*connReader).Read', 'net/http.(*conn).serve']],
    ['request', 'runnable', ['app.f', 'net/http.serverHandler.ServeHTTP', 'net/http.(*conn).serve']],
    ['other', 'select', ['app.f']],
    ['database-idle', 'select', ['github.com/lib/pq.(*conn).watchCancel.func1']],
    ['database-idle', 'select', ['github.com/go-sql-driver/mysql.(*mysqlConn).startWatcher.func1']],
    ['database-idle', 'select', ['database/sql.(*Tx).awaitDone']],
    ['client-idle', 'IO wait', ['internal/poll.(*FD).Read', 'net/http.(*http2serverConn).readFrames']],
    [
      'http-client',
      'IO wait',
      ['net.(*conn).Read', 'net/http.(*persistConn).Read', 'net/http.(*bodyEOFSignal).Read', 'app.webhook'],
    ],
  ])('%s', (expected, state, functions) => {
    const form = state === '' ? functions.slice(2) : functions
    expect(activityOf({ state, functions: form })).toBe(expected)
  })

  test('each has words of its own', () => {
    const words = activities.map(({ id }) => activityWords(id))
    expect(new Set(words).size).toBe(words.length)
  })

  test('who asked other servers, and which hooks are waited for', () => {
    const dump = dumpOf(
      listOf(
        {
          id: 2,
          state: 'select',
          stack: ['net/http.(*persistConn).roundTrip', 'net/http.(*Client).Do', 'app.webhook'],
        },
        {
          id: 3,
          state: 'select',
          stack: ['net/rpc.(*Client).Call', 'x/plugin.(*hooksRPCClient).MessageHasBeenPosted'],
        },
        { id: 4, state: 'IO wait', stack: ['net/http.(*persistConn).readLoop'] },
      ),
    )
    expect(dump.httpCallers).toEqual([{ name: 'app.webhook', count: 1 }])
    expect(dump.pluginCalls).toEqual([{ name: 'MessageHasBeenPosted', count: 1 }])
  })
})

describe('signs of trouble', () => {
  const lockCall = (address: string): string[] => [
    'internal/sync.runtime_SemacquireMutex',
    `internal/sync.(*Mutex).lockSlow(${address})`,
    'sync.(*Mutex).Lock',
  ]

  test('waits for one lock in one place are one wait; another lock is another', () => {
    const dump = dumpOf(
      listOf(
        { id: 2, state: 'sync.Mutex.Lock', stack: [...lockCall('0xa1'), 'app.Login'] },
        { id: 3, state: 'sync.Mutex.Lock, 4 minutes', stack: [...lockCall('0xa1'), 'app.Login'] },
        { id: 4, state: 'sync.Mutex.Lock', stack: [...lockCall('0xb2'), 'app.Login'] },
        { id: 5, state: 'running', stack: ['hash.Sum', 'app.check', 'app.Login'] },
      ),
    )
    expect(
      dump.locks.map(({ address, waiters, longestWaitMinutes }) => [address, waiters, longestWaitMinutes]),
    ).toEqual([
      ['0xa1', 2, 4],
      ['0xb2', 1, 0],
    ])
    expect(dump.locks[0]?.possibleHolders).toMatchObject([{ id: 5 }])
  })

  test('a lock that nobody is seen to hold for minutes is strange, for moments it is not', () => {
    const waiting = (state: string): string =>
      listOf({ id: 2, state, stack: [...lockCall('0xa1'), 'app.Login'] })
    expect(dumpOf(waiting('sync.Mutex.Lock, 9 minutes')).deadlocks).toMatchObject([
      { kind: 'lock held nowhere' },
    ])
    expect(dumpOf(waiting('sync.Mutex.Lock')).deadlocks).toEqual([])
  })

  test('two who wait for each other are a circle', () => {
    const dump = dumpOf(
      listOf(
        {
          id: 2,
          state: 'sync.Mutex.Lock',
          stack: [...lockCall('0xb2'), 'example.org/app.b', 'example.org/app.a'],
        },
        {
          id: 3,
          state: 'sync.Mutex.Lock',
          stack: [...lockCall('0xa1'), 'example.org/app.a', 'example.org/app.b'],
        },
      ),
    )
    expect(dump.deadlocks).toMatchObject([{ kind: 'circle of locks' }])
  })

  test('one who has the lock in another method of the same object is named', () => {
    const dump = dumpOf(
      listOf(
        {
          id: 2,
          state: 'sync.Mutex.Lock, 3 minutes',
          stack: [...lockCall('0xc00010'), 'example.org/app.(*Store).Get(0x0?)'],
        },
        {
          id: 3,
          state: 'select, 3 minutes',
          stack: ['net/http.(*persistConn).roundTrip', 'example.org/app.(*Store).Refresh(0xc00000)'],
        },
        {
          id: 4,
          state: 'sync.Mutex.Lock, 3 minutes',
          stack: [...lockCall('0xc00010'), 'example.org/app.(*Store).Set(0xc00000)'],
        },
      ),
    )
    expect(dump.locks[0]?.possibleHolders).toMatchObject([
      { id: 3, function: 'example.org/app.(*Store).Refresh', activity: 'http-client' },
    ])
    expect(dump.deadlocks).toEqual([])
  })

  test('while others work on the type of a lock, nobody can say that it is held nowhere', () => {
    const dump = dumpOf(
      listOf(
        {
          id: 2,
          state: 'sync.Mutex.Lock, 3 minutes',
          stack: [...lockCall('0xc00010'), 'example.org/app.(*Store).Get(0x0?)'],
        },
        { id: 3, state: 'select, 3 minutes', stack: ['example.org/app.(*Store).Refresh(...)'] },
      ),
    )
    expect(dump.locks).toMatchObject([{ possibleHolders: [], holderUnclear: true }])
    expect(dump.deadlocks).toEqual([])
  })

  test('two objects that want each other are a circle, also in one function', () => {
    const methods = dumpOf(
      listOf(
        {
          id: 2,
          state: 'sync.Mutex.Lock, 3 minutes',
          stack: [...lockCall('0xb0000'), 'app.(*B).Touch(0x0?)', 'app.(*A).Invalidate(0xa0000)'],
        },
        {
          id: 3,
          state: 'sync.Mutex.Lock, 2 minutes',
          stack: [...lockCall('0xa0000'), 'app.(*A).Touch(0x0?)', 'app.(*B).Invalidate(0xb0000)'],
        },
      ),
    )
    expect(methods.deadlocks).toMatchObject([{ kind: 'circle of locks', minutes: 2 }])
    const transfers = dumpOf(
      listOf(
        { id: 2, state: 'sync.Mutex.Lock', stack: [...lockCall('0xb0000'), 'app.move(0xa0000, 0xb0000)'] },
        { id: 3, state: 'sync.Mutex.Lock', stack: [...lockCall('0xa0000'), 'app.move(0xb0000, 0xa0000)'] },
      ),
    )
    expect(transfers.deadlocks).toMatchObject([{ kind: 'circle of locks', minutes: 0 }])
  })

  test('the runtime’s own word that all are asleep', () => {
    const dump = dumpOf(
      `fatal error: all goroutines are asleep - deadlock!\n\n${listOf({ id: 1, state: 'chan receive', stack: ['main.main'] })}`,
    )
    expect(dump.deadlocks).toMatchObject([{ kind: 'all asleep' }])
    expect(dump.total).toBe(1)
  })

  test('many of one origin that wait long may be a leak; clients and short waits are not', () => {
    const many = (state: string, call: string, from: number): Given[] =>
      Array.from({ length: 150 }, (_, index) => ({ id: from + index, state, stack: [call] }))
    const dump = dumpOf(
      listOf(
        ...many('chan receive, 40 minutes', 'app.watch', 1000),
        ...many('chan receive', 'app.busy', 2000),
        ...many('IO wait, 40 minutes', 'net/http.(*conn).serve', 3000),
      ),
    )
    expect(dump.leakSuspects).toMatchObject([
      { function: 'app.watch', createdBy: 'app.start', count: 150, longWaits: 150, longestWaitMinutes: 40 },
    ])
  })
})

describe('other forms', () => {
  test('debug=1 counts stacks and tells no states', () => {
    const dump = dumpOf(
      [
        'goroutine profile: total 12',
        '11 @ 0x44e0ae 0x44f2d5',
        '# labels: {"request":"posts"}',
        '#\t0x1b0f4e5\tapp.serve+0x6f5\t\tapp/server.go:2092',
        '',
        '1 @ 0x1',
        '#\t0x2\tmain.main+0x1\tmain.go:3',
        '',
      ].join('\n'),
    )
    expect([dump.form, dump.total, dump.cut, dump.states]).toEqual(['counts', 12, false, []])
    expect(dump.groups).toMatchObject([
      { count: 11, frames: [{ function: 'app.serve', file: 'app/server.go', line: 2092 }], line: 2 },
      { count: 1 },
    ])
  })

  test('debug=1 that has fewer than it says ends early', () => {
    expect(dumpOf('goroutine profile: total 12\n11 @ 0x1\n#\t0x2\tmain.main+0x1\tmain.go:3\n').cut).toBe(true)
  })

  test('the binary form is a profile', () => {
    const bytes = writeProfile([{ stack: ['runtime.gopark', '(app.wait)', 'app.serve'], value: 9 }], {
      type: 'goroutine',
      unit: 'count',
    })
    const dump = dumpOf(bytes)
    expect([dump.form, dump.total]).toEqual(['profile', 9])
    expect(dump.groups[0]?.frames.map(frame => frame.function)).toEqual([
      'runtime.gopark',
      'app.wait',
      'app.serve',
    ])
  })

  test.each([
    ['nothing', Buffer.alloc(0), 'The list of goroutines is empty.'],
    ['a heap profile', writeProfile([], { type: 'inuse_space' }), 'The file is not a list of goroutines.'],
    ['text', Buffer.from('hello'), 'The file is not a list of goroutines.'],
  ])('%s is refused with a reason', (_, bytes, message) => {
    expect(parseDump(bytes)).toEqual({ kind: 'unreadable', message })
  })
})

describe('damage and size', () => {
  test('a dump that is cut anywhere gives the goroutines before the cut', async () => {
    const bytes = await sampleEntry('healthy-11-6', 'goroutines')
    const whole = dumpOf(bytes)
    for (const share of [0.2, 0.5, 0.8, 0.999]) {
      const dump = dumpOf(bytes.subarray(0, Math.floor(bytes.length * share)))
      expect(dump.cut).toBe(true)
      expect(dump.total).toBeGreaterThan(whole.total * share * 0.6)
      expect(dump.total).toBeLessThanOrEqual(whole.total)
    }
  })

  test('chunks of any size give the same', async () => {
    const bytes = await sampleEntry('healthy-11-6', 'goroutines')
    const expected = dumpOf(bytes)
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), size => {
        const reader = dumpReader()
        for (let at = 0; at < bytes.length; at += size) reader.add(bytes.subarray(at, at + size))
        expect(reader.end()).toEqual({ kind: 'ok', dump: expected })
      }),
      { numRuns: 20 },
    )
  })

  test('carriage returns and lines of other programs do no harm', () => {
    const text = listOf({ id: 2, state: 'select', stack: ['app.f'] }).replaceAll('\n', '\r\n')
    const dump = dumpOf(`exit status 2\r\n${text}rax 0x0\r\n`)
    expect([dump.total, dump.groups[0]?.frames[0]?.function]).toEqual([1, 'app.f'])
    expect(dump.strangeLines).toBe(2)
  })

  test('any text is read or refused, never thrown at', () => {
    const piece = fc.constantFrom(
      'goroutine 1 [',
      'running]:\n',
      'app.f(',
      ')\n',
      '\t/f.go:1',
      '\n',
      'created by ',
      '...3 frames elided...\n',
      '\0',
      'é',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), pieces => {
        expect(['ok', 'unreadable']).toContain(
          parseDump(Buffer.from(`goroutine 1 [running]:\n${pieces.join('')}`)).kind,
        )
      }),
    )
  })

  test('a hundred thousand goroutines are few groups', () => {
    const reader = dumpReader()
    for (let from = 0; from < 100_000; from += 1000) {
      const ids = Array.from({ length: 1000 }, (_, index) => from + index + 2)
      reader.add(
        Buffer.from(
          `${listOf(...ids.map(id => ({ id, state: 'chan receive', stack: [`app.f${id % 30}`, 'app.g'] })))}\n`,
        ),
      )
    }
    const parsed = reader.end()
    expect(parsed).toMatchObject({ kind: 'ok', dump: { total: 100_000, ungrouped: 0, cut: false } })
    expect(parsed.kind === 'ok' && parsed.dump.groups.length).toBe(30)
  })

  test('stacks without end are counted, not kept', () => {
    const reader = dumpReader()
    for (let from = 0; from < 30_000; from += 1000) {
      const ids = Array.from({ length: 1000 }, (_, index) => from + index + 2)
      reader.add(
        Buffer.from(`${listOf(...ids.map(id => ({ id, state: 'select', stack: [`app.f${id}`] })))}\n`),
      )
    }
    expect(reader.end()).toMatchObject({ kind: 'ok', dump: { total: 30_000, ungrouped: 10_000 } })
  })

  test('deep stacks that all differ are kept until their calls are too many', () => {
    const reader = dumpReader()
    const deep = Array.from({ length: 200 }, (_, depth) => `app.f${depth}`)
    for (let id = 2; id < 4002; id++)
      reader.add(Buffer.from(`${goroutine({ id, state: 'select', stack: [`app.g${id}`, ...deep] })}\n`))
    const parsed = reader.end()
    if (parsed.kind === 'unreadable') throw new Error(parsed.message)
    expect([parsed.dump.total, parsed.dump.groups.length + parsed.dump.ungrouped]).toEqual([4000, 4000])
    expect(parsed.dump.ungrouped).toBeGreaterThan(900)
  })
})
