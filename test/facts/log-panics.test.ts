// Facts of panics, from text amid the records as Go writes it to a log that the error output goes to.
import { expect, test } from 'vitest'
import { lineAt } from '../documents/log/collect/drive.js'
import { factsOfLogs } from './logged.js'

const panicText = (index: number, address: string): readonly string[] => [
  `panic: runtime error: index out of range [${index}] with length ${index}`,
  '',
  'goroutine 1919477 [running]:',
  `github.com/mattermost/mattermost/server/v8/channels/app.(*App).CreatePost(0x${address}, {0x1, 0x2})`,
  '\t/home/build/server/channels/app/post.go:73 +0x26',
  'created by net/http.(*Server).Serve in goroutine 1',
  '\t/usr/local/go/src/net/http/server.go:3285 +0x4b4',
]
const start = (at: number) => lineAt(at, { level: 'info', msg: 'Server is initializing...' })

test('text amid the records is grouped, and came before the next start of the server', async () => {
  const facts = await factsOfLogs({
    'mattermost.log': [start(0), ...panicText(3, 'c0001'), start(60), ...panicText(12, 'c0ffe'), start(90)],
  })
  expect(facts.get('logs.panics.groups', '')).toMatchObject({
    value: [
      {
        place: 'server',
        reason: 'runtime error: index out of range [<*>] with length <*>',
        function: 'app.(*App).CreatePost',
        at: 'app/post.go:73',
        count: 2,
        survived: false,
        before_ms: Date.UTC(2026, 10, 21, 8, 1),
        functions: ['app.(*App).CreatePost'],
      },
    ],
    from: [{ entry: 'mattermost.log', line: 2 }],
  })
  expect(facts.get('logs.panics.fatal', '')?.value).toBe(2)
  expect(facts.get('logs.runs.crashed', '')?.value).toBe(2)
})

test('a request that broke off is counted, and did not end the process', async () => {
  const msg = ['http: panic serving 192.168.0.20:52106: oh no', ...panicText(1, 'c1').slice(2)].join('\n')
  const facts = await factsOfLogs({ 'mattermost.log': [start(0), lineAt(5, { msg, source: 'httpserver' })] })
  expect(facts.get('logs.panics.count', '')?.value).toBe(1)
  expect(facts.get('logs.panics.fatal', '')?.value).toBe(0)
  expect(facts.get('logs.panics.groups', '')?.value).toMatchObject([
    { place: 'request', reason: 'oh no', function: 'app.(*App).CreatePost', survived: true },
  ])
})

test("a plugin's panic comes as one record a line", async () => {
  const lines = panicText(2, 'c3')
    .map(line => line.replace('github.com/mattermost/mattermost/server/v8/channels/app.(*App)', 'main.(*P)'))
    .map((msg, at) =>
      lineAt(at, {
        level: 'debug',
        msg,
        caller: 'plugin/hclog_adapter.go:52',
        plugin_id: 'com.example',
      }),
    )
  const facts = await factsOfLogs({ 'mattermost.log': lines })
  expect(facts.get('logs.panics.groups', '')?.value).toMatchObject([
    {
      place: 'plugin',
      plugin: 'com.example',
      function: 'main.(*P).CreatePost',
      at: 'app/post.go:73',
      count: 1,
    },
  ])
})

test('a log without panics has none, and without a log nothing is known', async () => {
  expect((await factsOfLogs({ 'mattermost.log': [start(0)] })).get('logs.panics.count', '')?.value).toBe(0)
  expect((await factsOfLogs({ 'audit.log': [] })).get('logs.panics.count', '')).toBeUndefined()
})
