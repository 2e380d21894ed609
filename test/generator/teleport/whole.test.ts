// A whole dump, made by one call against a stand-in that replays what a real cluster said.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  generateTeleport,
  type TeleportOptions,
  type TeleportMade,
} from '../../../generator/teleport/index.js'
import { bytesOf, clients, hosts, standInCluster, type StandInCluster } from './stand-in-cluster.js'

const out = mkdtempSync(join(tmpdir(), 'sp-teleport-whole-'))
afterAll(() => rmSync(out, { recursive: true, force: true }))

let cluster: StandInCluster
beforeEach(async () => {
  cluster = await standInCluster()
  vi.stubEnv('STAND_IN', cluster.folder)
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await cluster.remove()
})

let number = 0
const make = (more: Partial<TeleportOptions> = {}, signal?: AbortSignal): Promise<TeleportMade> =>
  generateTeleport(
    {
      destination: { kind: 'file', path: join(out, `dump-${number++}.zip`), overwrite: false },
      mode: 'default',
      scope: 'cluster',
      way: 'tsh',
      tctl: { program: clients.tctl },
      clients,
      ...more,
    },
    undefined,
    signal,
  )

/** The mock tree of RFD 77, as far as a cluster without Kubernetes has it. */
const kindsOfTheRfd = [
  'auth_server',
  'cert_authority',
  'cluster_auth_preference',
  'connectors',
  'github',
  'kube_service',
  'namespace',
  'node',
  'oidc',
  'proxy',
  'remote_cluster',
  'role',
  'saml',
  'semaphore',
  'trusted_cluster',
  'tunnel',
  'user',
]

describe('of a healthy cluster', () => {
  test('has every file of the RFD, tells who could not be reached, and is valid', async () => {
    await cluster.host(hosts.node, 'files')
    await cluster.host(hosts.app, 'files')
    const made = await make()
    const entries = await bytesOf(made.file)
    const names = Object.keys(entries)
    for (const kind of kindsOfTheRfd)
      expect(names).toEqual(
        expect.arrayContaining([`objects/tctl_get_${kind}.yaml`, `objects/tctl_get_${kind}.error`]),
      )
    for (const file of [
      'teleport.yaml',
      'role.node',
      'cmdline',
      'proc/sqlite.sql',
      'metrics.prom',
      'teleport.service/log.txt',
      'teleport.service/log.json',
      'teleport.service/teleport.service',
    ])
      expect(names).toContain(`nodes/${hosts.node}/${file}`)
    for (const file of [
      'readme.html',
      'report.txt',
      'manifest.json',
      'objects/exit_codes.tsv',
      'objects/lists.tsv',
      'objects/tctl_status.txt',
    ])
      expect(names).toContain(file)
    expect(String(entries[`nodes/${hosts.fileLog}/node.error`])).toMatch(
      /^no tunnel: .*no tunnel connection found/,
    )
    expect(made.validation?.valid).toBe(true)
    expect(made.report.verdict).toBe('partial')
    expect(made.report.troubles.find(({ reason }) => reason === 'no tunnel')).toMatchObject({
      count: 1,
      nodes: ['tp-node-2'],
    })
  })
})
