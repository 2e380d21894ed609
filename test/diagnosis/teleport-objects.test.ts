// Faults edited into the objects of a healthy recorded cluster: each has to be the first thing that is told, and to be seen in
// the entry that was edited.
import { beforeAll, expect, test } from 'vitest'
import { analyzeOpened } from '../../analyzer/analyze.js'
import { builtInRules } from '../../analyzer/engine/load.js'
import type { Rule } from '../../analyzer/engine/rule.js'
import { packetOf } from '../../analyzer/packet/memory.js'
import { filesOf } from '../documents/read.js'

/** An entry of `objects/` and what happens to its text. */
interface Edit {
  readonly kind: string
  readonly change: (text: string) => string
}

const edit = (kind: string, change: Edit['change']): Edit => ({ kind, change })

const without = (name: string) => (text: string) =>
  text
    .split(/^---\n/m)
    .filter(document => !document.includes(`\n  name: ${name}\n`))
    .join('---\n')

const added = (document: string) => (text: string) => `${text}---\n${document}`

const lockOn = (target: string) =>
  added(
    `kind: lock\nmetadata:\n  name: 11111111-0000-4000-8000-000000000001\nspec:\n  message: by mistake\n  target:\n    ${target}\nversion: v2\n`,
  )

const rotation = `  rotation:
    current_id: 4726d54c-64a0-440c-81ec-61735456528f
    grace_period: 1h0m0s
    mode: manual
    phase: update_servers
    started: "2026-11-20T01:00:00Z"
    state: in_progress
`

const faults: readonly (readonly [rule: string, ...edits: readonly Edit[]])[] = [
  ['lock-on-host', edit('lock', lockOn('server_id: 04fe8be0-09b6-4cad-8bfa-dc94cb886f45'))],
  ['lock-on-role', edit('lock', lockOn('role: dev'))],
  ['administrators-locked-out', edit('lock', lockOn('user: ops-admin'))],
  ['users-with-missing-roles', edit('role', without('dev'))],
  [
    'roles-deny-everything',
    edit('role', text => text.replace('  deny: {}', "  deny:\n    node_labels:\n      '*': '*'")),
  ],
  [
    'ca-rotation-stuck',
    edit('cert_authority', text => text.replace('  tls_key_pairs:\n', `${rotation}  tls_key_pairs:\n`)),
  ],
  [
    'components-newer-than-auth-service',
    edit('node', text => text.replace('version: 11.0.0-dev', 'version: 12.4.1')),
  ],
  [
    'components-too-old-for-auth-service',
    edit('node', text => text.replace('version: 11.0.0-dev', 'version: 9.3.26')),
  ],
  ['proxies-not-listed', edit('proxy', () => '')],
  [
    'connector-returns-to-another-host',
    edit('oidc', text => text.replace('https://teleport.example.com/v1', 'https://old.example.com/v1')),
  ],
  ['connector-has-only-missing-roles', edit('saml', text => text.replace('- editor', '- editors'))],
  [
    'connector-issuer-wrong',
    edit('oidc', text => text.replace('https://login.example.com', 'http://login.example.com')),
  ],
  [
    'nobody-can-log-in',
    edit('cluster_auth_preference', text =>
      text.replace('allow_local_auth: true', 'allow_local_auth: false'),
    ),
    ...['oidc', 'saml', 'github', 'connectors'].map(kind => edit(kind, () => '')),
  ],
  [
    'default-connector-missing',
    edit('cluster_auth_preference', text =>
      text.replace('  type: local', '  connector_name: okta\n  type: local'),
    ),
  ],
  [
    'delegated-tokens-expired',
    edit('token', text => text.replace('2030-01-01T00:00:00Z', '2026-11-20T00:00:00Z')),
  ],
  [
    'accounts-locked-after-failed-logins',
    edit('user', text =>
      text.replace(
        'is_locked: false\n    lock_expires: "0001-01-01T00:00:00Z"',
        'is_locked: true\n    lock_expires: "2026-11-21T23:00:00Z"',
      ),
    ),
  ],
  [
    'leaf-cluster-offline',
    edit('remote_cluster', text => text.replace('connection: online', 'connection: offline')),
  ],
  [
    'recording-off-in-force',
    edit('session_recording_config', text => text.replace('mode: node', 'mode: off')),
  ],
  ['node-names-not-unique', edit('node', text => text.replace('hostname: tp-node-2', 'hostname: tp-node-1'))],
  [
    'agents-clock-behind',
    edit('node', text => text.replace(/expires: "[^"]*"/, 'expires: "2026-11-21T09:20:00Z"')),
  ],
]

let healthy: Readonly<Record<string, Buffer>> = {}
let rules: readonly Rule[] = []

beforeAll(async () => {
  healthy = await filesOf('teleport-healthy')
  rules = (await builtInRules()).filter(({ product }) => product === 'teleport')
})

test.each(faults.map(([rule, ...edits]) => ({ rule, edits })))('$rule', async ({ rule, edits }) => {
  const files: Record<string, string | Buffer> = { ...healthy }
  for (const { kind, change } of edits) {
    const name = `objects/tctl_get_${kind}.yaml`
    const before = (files[name] ?? '').toString()
    files[name] = change(before)
    expect(kind === 'connectors' || files[name] !== before, `${kind} was edited`).toBe(true)
  }
  const { findings, errors } = await analyzeOpened(packetOf(files), { rules })
  expect(errors).toEqual([])
  const roots = findings.filter(({ symptomOf }) => symptomOf === undefined)
  const place = roots.findIndex(({ ruleId }) => ruleId === rule)
  const told = roots.slice(0, 6).map(({ ruleId, message }) => `${ruleId}: ${message}`)
  expect([0, 1, 2], told.join('\n')).toContain(place)
  expect(roots[place]?.evidence.map(({ entry }) => entry).join(' ')).toMatch(/objects\//)
})
