// Three hundred secrets, planted wherever an installation may hold some: none is left in the packet made of it.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { completeConfig } from '../../../generator/mattermost/config/complete.js'
import { collectInstallation } from '../../../generator/mattermost/installation/collect.js'
import { sanitizePacket } from '../../../generator/mattermost/sanitize/packet.js'
import { createZipWriter } from '../../../generator/archive/zip-writer.js'
import type { Json, JsonMap } from '../../../generator/mattermost/json-map.js'
import { packetTexts } from '../packet-texts.js'

/** Every secret is one of a kind, so that each can be looked for alone. */
const planted: string[] = []
function plant(): string {
  const number = planted.length
  // Letters and digits in no order; some with signs that JSON, YAML and addresses write otherwise.
  const odd = [
    '',
    '!',
    '"x',
    '\\y',
    '&z',
    '<w',
    "'v",
    '%41',
    ' u',
    '@t',
    '/s',
    '+r',
    '=q',
    ':p',
    '{o}',
    'ñ',
    '#n',
  ]
  const secret = `c${((number + 7) * 7_919_317).toString(36)}Q${number}k${odd[number % odd.length]}Zz${number}`
  planted.push(secret)
  return secret
}
const plantPlain = (): string => {
  const secret = `k9${((planted.length + 11) * 104_729_017).toString(36)}mnopqrst${planted.length}J`
  planted.push(secret)
  return secret
}

function config(): JsonMap {
  const whole = completeConfig({}, '11.6.0')
  const set = (section: string, values: Record<string, Json>): JsonMap => ({
    ...(whole[section] as JsonMap),
    ...values,
  })
  return {
    ...whole,
    SqlSettings: set('SqlSettings', {
      DataSource: `postgres://mmuser:${encodeURIComponent(plant())}@127.0.0.1:1/mm?sslmode=disable&password=${plantPlain()}`,
      DataSourceReplicas: [0, 1, 2].map(
        () => `postgres://replica:${plantPlain()}@127.0.0.1:1/mm?sslmode=disable`,
      ),
      DataSourceSearchReplicas: [`host=db user=mm password=${plantPlain()} dbname=mm`],
      ReplicaLagSettings: [
        { DataSource: `postgres://lag:${plantPlain()}@db/mm`, QueryAbsoluteLag: '', QueryTimeLag: '' },
      ],
      AtRestEncryptKey: plantPlain(),
    }),
    FileSettings: set('FileSettings', {
      PublicLinkSalt: plantPlain(),
      AmazonS3SecretAccessKey: plant(),
      ExportAmazonS3SecretAccessKey: plant(),
      AzureAccessKey: plant(),
    }),
    EmailSettings: set('EmailSettings', { SMTPPassword: plant() }),
    LdapSettings: set('LdapSettings', { BindPassword: plant() }),
    ServiceSettings: set('ServiceSettings', {
      SplitKey: plant(),
      GoogleDeveloperKey: plant(),
      GiphySdkKey: plant(),
      AllowCorsFrom: `https://user:${plantPlain()}@example.com`,
    }),
    GitLabSettings: set('GitLabSettings', { Secret: plant() }),
    GoogleSettings: set('GoogleSettings', { Secret: plant() }),
    Office365Settings: set('Office365Settings', { Secret: plant() }),
    OpenIdSettings: set('OpenIdSettings', { Secret: plant() }),
    ElasticsearchSettings: set('ElasticsearchSettings', {
      Password: plant(),
      ConnectionURL: `https://elastic:${plantPlain()}@search:9200`,
    }),
    CacheSettings: set('CacheSettings', { RedisPassword: plant() }),
    MessageExportSettings: set('MessageExportSettings', {
      GlobalRelaySettings: { SMTPUsername: 'u', SMTPPassword: plant(), CustomerType: 'A9' },
    }),
    AutoTranslationSettings: set('AutoTranslationSettings', {
      LibreTranslate: { URL: 'http://x', APIKey: plant() },
    }),
    LogSettings: set('LogSettings', {
      AdvancedLoggingJSON: {
        remote: {
          type: 'tcp',
          options: { host: 'logs', password: plant(), headers: { Authorization: `Bearer ${plantPlain()}` } },
        },
      },
    }),
    PluginSettings: set('PluginSettings', {
      Directory: './plugins',
      Plugins: {
        known: {
          declared: plant(),
          clientsecret: plant(),
          webhookurl: `https://hooks.slack.com/services/T0123ABC/B0123ABC/${plantPlain()}`,
          nested: { apikey: plant(), list: [{ token: plant() }, { password: plant() }] },
          dsn: `mysql://u:${plantPlain()}@host/db`,
          accounts: [{ name: 'a', credentials: { user: 'x', value: plant() } }],
          tokens: [plant(), plant(), plant()],
          pem: `-----BEGIN RSA PRIVATE KEY-----\n${plantPlain()}\n-----END RSA PRIVATE KEY-----`,
        },
        unknown: Object.fromEntries(
          Array.from({ length: 20 }, (_, index) => [`apitoken${index}_secret`, plant()]),
        ),
      },
    }),
    NewSettings2030: {
      DeepSection: { SomethingPassword: plant(), ApiKey: plant(), Url: `amqp://u:${plantPlain()}@mq` },
    },
  }
}

/** Lines as servers, plugins and libraries write them, each with a secret of its own. */
function logLines(): readonly string[] {
  const json = (fields: object): string =>
    JSON.stringify({ timestamp: '2026-11-21 09:00:54.018 Z', level: 'debug', msg: 'm', ...fields })
  const shapes: readonly ((secret: string) => string)[] = [
    secret => json({ password: secret }),
    secret => json({ body: JSON.stringify({ login_id: 'x', password: secret }) }),
    secret => json({ error: `GetSession: Invalid session token=${secret}, err=<no value>` }),
    secret =>
      json({ headers: { Authorization: [`Bearer ${secret}`], Cookie: [`MMAUTHTOKEN=${secret}; Path=/`] } }),
    secret => json({ url: `/oauth/access_token?client_secret=${secret}&code=1` }),
    secret => json({ msg: `dial postgres://mmuser:${secret}@db:5432/mattermost failed` }),
    secret => json({ wrapped_extras: `clientSecret="${secret}" other` }),
    secret => json({ msg: 'SELECT * FROM Sessions WHERE Token = $1', arg0: [secret, 'x'] }),
    secret => `debug [2026-11-21 09:00:54.018 Z] plugin  caller="x.go:1" api_key=${secret} n=1`,
    secret => json({ config: { smtpPassword: secret, tokens: [secret] } }),
    secret => json({ path: `/hooks/${secret}` }),
    secret => json({ msg: `x-api-key: ${secret}` }),
    secret => json({ msg: `redis://:${secret}@cache:6379/0` }),
    secret => json({ refresh_token: secret, access_token: secret, id_token: secret }),
    secret => json({ msg: `{\\"secret\\":\\"${secret}\\"}` }),
  ]
  return Array.from({ length: 240 }, (_, index) => shapes[index % shapes.length]?.(plantPlain()) ?? '')
}

const knownPlugin = {
  id: 'known',
  version: '1.0.0',
  settings_schema: { settings: [{ key: 'Declared', secret: true }] },
}

let root: string
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'sp-canaries-'))
  for (const folder of ['config', 'logs', 'data', 'plugins/known'])
    mkdirSync(join(root, folder), { recursive: true })
  const written = config()
  const fromConfig = [...planted]
  writeFileSync(join(root, 'config', 'config.json'), JSON.stringify(written, null, 4))
  writeFileSync(join(root, 'plugins', 'known', 'plugin.json'), JSON.stringify(knownPlugin))
  // The log knows the secrets of the configuration as well, where nothing tells what they are.
  const bare = fromConfig.map(secret =>
    JSON.stringify({ timestamp: '2026-11-21 09:00:55.018 Z', level: 'info', msg: `tried ${secret} now` }),
  )
  const start =
    '{"timestamp":"2026-11-21 09:00:54.018 Z","level":"info","msg":"Current version is 11.6.0 (11.6.0/Sat/f1d9c49b29d26a7/none)"}'
  writeFileSync(join(root, 'logs', 'mattermost.log'), [start, ...logLines(), ...bare, ''].join('\n'))
})
afterAll(() => {
  rmSync(root, { recursive: true, force: true })
})

/** In any form in which a reader could still use it. */
function survivors(text: string): readonly string[] {
  const plain = text.replaceAll('\\u0026', '&').replaceAll('\\u003c', '<')
  return planted.filter(secret =>
    [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)].some(
      form => text.includes(form) || plain.includes(form),
    ),
  )
}

test('none of them survives collecting', async () => {
  expect(new Set(planted).size).toBeGreaterThanOrEqual(290)
  const { file, masked, validation } = await collectInstallation({
    root,
    config: undefined,
    dataSource: undefined,
    environment: {},
    logs: { since: undefined, until: undefined, maxBytes: undefined, rotated: false, journalUnit: undefined },
    serverVersion: undefined,
    node: undefined,
    raw: false,
    destination: { kind: 'directory', path: join(root, 'out') },
    toolVersion: '0',
    now: new Date('2026-11-21T10:00:00Z'),
  })
  expect(validation?.valid).toBe(true)
  const texts = await packetTexts(file)
  expect(texts.get('mattermost.log')?.split('\n').length).toBeGreaterThan(250)
  for (const [name, text] of texts) expect(survivors(text), name).toEqual([])
  expect(masked['mattermost.log']).toBeGreaterThan(200)
})

test('none of them survives sanitizing a packet that holds them', async () => {
  const chunks: Buffer[] = []
  const zip = createZipWriter(chunk => Promise.resolve(void chunks.push(Buffer.from(chunk))), new Date(0))
  const written = JSON.stringify(completeConfig(config(), '11.6.0'), null, 4)
  await zip.add('sanitized_config.json', written)
  await zip.add('plugins.json', JSON.stringify({ enabled: [knownPlugin], disabled: null }))
  await zip.add('mattermost.log', `${logLines().join('\n')}\n`)
  await zip.add(
    'jobs.yaml',
    `migration_jobs:\n- id: a\n  data:\n    error: "login with password=${plantPlain()} failed"\n`,
  )
  await zip.add('warning.txt', `1 error occurred:\n\t* dial postgres://u:${plantPlain()}@db failed\n\n`)
  await zip.finish()
  const from = join(root, 'bare.zip')
  writeFileSync(from, Buffer.concat(chunks))
  const sanitized = await sanitizePacket({
    source: from,
    destination: { kind: 'directory', path: join(root, 'out2') },
    now: new Date(0),
  })
  if (sanitized.kind !== 'packet') throw new Error(sanitized.message)
  const texts = await packetTexts(sanitized.file)
  for (const [name, text] of texts) expect(survivors(text), name).toEqual([])
  expect([...texts.keys()]).toEqual([
    'sanitized_config.json',
    'plugins.json',
    'mattermost.log',
    'jobs.yaml',
    'warning.txt',
  ])
})
