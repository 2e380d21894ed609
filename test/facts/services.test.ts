// Facts of the file store and of the services around the server.
import { expect, test } from 'vitest'
import { factOf } from './facts-of.js'

const files = (part: string, given: Record<string, unknown>) => factOf(`files.${part}`, given)

test('up to 10.4, status and error of the file store are one text', () => {
  const given = {
    'support-packet': { file_status: 'FAIL: unable to reach it: timeout', file_driver: 'amazons3' },
  }
  expect([files('status', given), files('error', given), files('driver', given)]).toEqual([
    'FAIL',
    'unable to reach it: timeout',
    'amazons3',
  ])
  const ok = { 'support-packet': { file_status: 'OK' } }
  expect([files('status', ok), files('error', ok)]).toEqual(['OK', undefined])
})

test('the share of free space needs both numbers', () => {
  const store = (file_store: object) => files('free_share', { diagnostics: { file_store } })
  expect(store({ total_mb: 200, available_mb: 50 })).toBe(0.25)
  expect(store({ total_mb: 200 })).toBeUndefined()
})

const engine = (config: object, diagnostics?: object) =>
  factOf('search.engine', diagnostics === undefined ? { config } : { config, diagnostics })

test('what searches: the engine that answered, else the one configured, else the database', () => {
  expect(engine({ ElasticsearchSettings: { EnableSearching: false } })).toBe('database')
  expect(engine({ ElasticsearchSettings: { EnableSearching: true } })).toBe('elasticsearch')
  expect(engine({ ElasticsearchSettings: { EnableSearching: true, Backend: 'opensearch' } })).toBe(
    'opensearch',
  )
  const bleve = {
    ElasticsearchSettings: { EnableSearching: false },
    BleveSettings: { EnableSearching: true },
  }
  expect(engine(bleve)).toBe('bleve')
  expect(engine({}, { elastic: { backend: 'opensearch' } })).toBe('opensearch')
  expect(engine({})).toBeUndefined()
})

test('before there was a status, an error of the search engine meant that its test failed', () => {
  const status = (elastic: object) => factOf('search.status', { diagnostics: { elastic } })
  expect([status({ status: 'OK' }), status({ error: 'refused' }), status({})]).toEqual([
    'OK',
    'FAIL',
    undefined,
  ])
})

test('both spellings of the LDAP error are read', () => {
  const error = (ldap: object) => factOf('ldap.error', { diagnostics: { ldap } })
  expect([error({ error: 'refused' }), error({ erorr: 'refused' }), error({})]).toEqual([
    'refused',
    'refused',
    undefined,
  ])
})

test('OAuth providers are listed only when their test failed', () => {
  const oauth_providers = {
    gitlab: { status: 'OK' },
    google: { status: 'disabled' },
    openid: { status: 'FAIL', error: 'no such host' },
    office365: 'odd',
  }
  const failed = (diagnostics: object) => factOf('oauth.failed_providers', { diagnostics })
  expect(failed({ oauth_providers })).toEqual([{ provider: 'openid', error: 'no such host' }])
  expect(failed({ oauth_providers: { gitlab: { status: 'OK' } } })).toEqual([])
  expect(failed({})).toBeUndefined()
})

test('the port of the mail server is text in the configuration', () => {
  expect(factOf('email.smtp.port', { config: { EmailSettings: { SMTPPort: '587' } } })).toBe(587)
  expect(factOf('email.smtp.port', { config: { EmailSettings: { SMTPPort: '' } } })).toBeUndefined()
})
