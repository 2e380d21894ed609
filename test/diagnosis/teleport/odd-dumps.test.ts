// Dumps that are not whole: of one host, cut, mixed, beside other files. What is there is judged, and what is missing is told.
import { expect, test } from 'vitest'
import type { Analysis } from '../../../analyzer/analysis.js'
import { analyzePacket, openBuffer, packetOf } from '../../../analyzer/index.js'
import { analyzeEdited, type Edit } from '../edit-sample.js'
import { ended, file, log, times } from './edit-dump.js'
import { buildZip } from '../../failure/build-zip.js'

const idsOf = ({ findings }: Analysis): readonly string[] => findings.map(({ ruleId }) => ruleId)

/** Only the entries that the test keeps. */
const keep =
  (wanted: RegExp): Edit =>
  files => {
    for (const name of [...files.keys()]) if (!wanted.test(name)) files.delete(name)
  }

const node = '04fe8be0-09b6-4cad-8bfa-dc94cb886f45'

test('the files of one host are judged, and that the Auth Service is missing is told', async () => {
  const analysis = await analyzeEdited('teleport-healthy', [
    log('node', 'ERROR: initialization failed', 'listen tcp 0.0.0.0:3022: bind: address already in use'),
    keep(new RegExp(`^nodes/${node}/`)),
  ])
  expect(idsOf(analysis)[0]).toBe('port-already-in-use')
  expect(idsOf(analysis)).toContain('auth-service-not-in-dump')
  expect(analysis.packet.product).toBe('teleport')
  expect(analysis.errors).toEqual([])
})

test('without any log, log rules could not be judged and none passes', async () => {
  const analysis = await analyzeEdited('teleport-healthy', [
    keep(/^(?!.*(?:log\.txt|log\.json|teleport\.log)$)/),
  ])
  expect(analysis.passed).not.toContain('join-token-expired')
  expect(analysis.skipped.find(({ ruleId }) => ruleId === 'join-token-expired')?.missing).toEqual(['logs'])
})

test.each(['teleport.service/log.txt', 'teleport@b.service/log.txt', 'logs/teleport.log'])(
  'a dump of one log, %s, is judged',
  async name => {
    const line =
      '2026-11-21T09:00:00Z ERROR: initialization failed\nlisten tcp 0.0.0.0:3022: bind: address already in use\n'
    const analysis = await analyzePacket(packetOf({ [`nodes/${node}/${name}`]: line }))
    expect(idsOf(analysis)[0]).toBe('port-already-in-use')
  },
)

test('a configuration alone is judged', async () => {
  const analysis = await analyzeEdited('teleport-healthy', [
    file('node', 'teleport.yaml', text => text.replace('severity: INFO', 'severity: DEBUG')),
    keep(/teleport\.yaml$/),
  ])
  expect(idsOf(analysis)[0]).toBe('debug-logging-on')
  expect(analysis.packet.serverVersion).toBeUndefined()
})

test('a dump in a folder beside another file is found there', async () => {
  const files = {
    'notes.txt': 'from the customer\n',
    [`dump/nodes/${node}/teleport.yaml`]: 'version: v2\nteleport:\n  diagaddr: 127.0.0.1:3000\n',
    [`dump/nodes/${node}/identity.json`]: '{"hostname":"tp-node-1","version":"Teleport v11.0.0"}',
  }
  const analysis = await analyzePacket(packetOf(files))
  expect(analysis.packet.product).toBe('teleport')
  expect(idsOf(analysis)).toContain('configuration-key-unknown')
})

test('files that no layout knows are kept and listed', async () => {
  const unknown: Edit = files => {
    files.set(`nodes/${node}/dmesg.txt`, Buffer.from('[1.0] Linux\n'))
    files.set('extra/what.bin', Buffer.from([0, 1, 2]))
  }
  const { packet } = await analyzeEdited('teleport-healthy', [unknown])
  const kinds = Object.fromEntries(packet.entries.map(({ name, kind }) => [name, kind]))
  expect(kinds[`nodes/${node}/dmesg.txt`]).toBe('teleport-node-file')
  expect(kinds['extra/what.bin']).toBe('unknown')
})

test('instances of different versions are told apart', async () => {
  const newer = file('node', 'identity.json', text => text.replaceAll('11.0.0', '13.1.0'))
  const { findings } = await analyzeEdited('teleport-healthy', [newer])
  expect(findings[0]).toMatchObject({ ruleId: 'versions-too-far-apart', severity: 'error' })
  expect(findings[0]?.message).toBe(
    'tp-node-1 runs 13.1.0-dev, and the Auth Service 11.0.0-dev: newer than the Auth Service.',
  )
})

test('broken files are problems, and the rest is judged', async () => {
  const broken: Edit = files => {
    for (const name of ['teleport.yaml', 'identity.json', 'metrics.prom', 'df.txt', 'http.tsv', 'cmdline']) {
      files.set(`nodes/${node}/${name}`, Buffer.from([0xff, 0xfe, 0x00, 0x7b, 0x0a]))
    }
  }
  const analysis = await analyzeEdited('teleport-healthy', [broken, ended('apps', 1)])
  expect(analysis.errors).toEqual([])
  expect(idsOf(analysis)[0]).toBe('instance-not-running')
  expect(analysis.problems.filter(({ entry }) => entry?.startsWith(`nodes/${node}/`)).length).toBeGreaterThan(
    3,
  )
})

test('a host that says the same of itself in several folders does not stop the analysis', async () => {
  const twice: Edit = files => {
    for (const [name, bytes] of [...files]) {
      if (name.startsWith(`nodes/${node}/`)) files.set(name.replace(node, `${node}.2`), bytes)
    }
  }
  const analysis = await analyzeEdited('teleport-healthy', [twice])
  expect(analysis.errors).toEqual([])
  expect(idsOf(analysis)).not.toContain('host-uuid-shared')
})

test('half an archive is analyzed as far as it goes', async () => {
  const zip = buildZip(
    Array.from({ length: 6 }, (_, index) => ({
      name: `nodes/host-${index}/teleport.yaml`,
      content: `version: v2\nteleport:\n  nodename: host-${index}\n  log: {severity: DEBUG}\n`,
    })),
  )
  const [opened] = await openBuffer('half.zip', zip.subarray(0, Math.floor(zip.length * 0.4)))
  if (opened?.kind !== 'ok') return expect.fail('the half could not be opened')
  const analysis = await analyzePacket(opened.packet)
  expect(idsOf(analysis)[0]).toBe('debug-logging-on')
  expect(analysis.problems.map(({ code }) => code)).toContain('ARCHIVE_TRUNCATED')
})

test('no join token of a dump is in its analysis', async () => {
  const analysis = await analyzeEdited('teleport-healthy', [
    file('node', 'cmdline', () => 'teleport\0start\0--insecure\0--debug\0--token\0fake-token-of-cmdline\0'),
    file('node', 'teleport.yaml', text => text.replace(/token_name: .*/, 'token_name: fake-token-of-config')),
    log(
      'node',
      'ERRO [PROC:1]    Join failed. error:[token=fake-token-of-log expired or not found] pid:73.1 join/join.go:42',
    ),
  ])
  expect(idsOf(analysis)).toEqual(expect.arrayContaining(['certificates-unchecked', 'join-token-in-file']))
  expect(JSON.stringify(analysis)).not.toContain('fake-token-of')
})

test('many hosts stay within the bounds of findings', async () => {
  const files = Object.fromEntries(
    Array.from({ length: 300 }, (_, index) => [
      [
        `nodes/host-${index}/identity.json`,
        JSON.stringify({ hostname: `h${index}`, roles: ['node'], running: false, exit_code: -9 }),
      ],
      [
        `nodes/host-${index}/teleport.service/log.txt`,
        `${times(3, '2026-11-21T09:00:00Z ERRO [PROC:1] token expired or not found').join('\n')}\n`,
      ],
    ]).flat() as [string, string][],
  )
  const analysis = await analyzePacket(packetOf(files))
  const joined = analysis.findings.find(({ ruleId }) => ruleId === 'join-token-expired')
  expect(joined?.message).toMatch(/And 297 more nodes\.$/)
  expect(analysis.findings.filter(({ ruleId }) => ruleId === 'instance-not-running')).toHaveLength(300)
})

test('what several hosts say ends in a full stop each', async () => {
  const refused = (host: string): readonly (readonly [string, string])[] => [
    [`nodes/${host}/identity.json`, JSON.stringify({ hostname: host, roles: ['node'] })],
    [
      `nodes/${host}/teleport.service/log.txt`,
      `2026-11-21T09:00:00Z ERRO [PROC:1] ${host} is refused: token expired or not found\n`,
    ],
  ]
  const files = Object.fromEntries(['host-a', 'host-b'].flatMap(refused))
  const { findings } = await analyzePacket(packetOf(files))
  const told = findings.find(({ ruleId }) => ruleId === 'join-token-expired')?.message
  expect(told).toMatch(/token expired or not found\. host-b: .*token expired or not found\.$/)
})
