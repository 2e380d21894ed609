// Facts of the services around the server: mail, push, search, LDAP, SAML, OAuth. Status words are the server's own: OK, FAIL, disabled.
import { valueAt } from '../documents/shape.js'
import type { Derived, FactInput } from './types.js'
import { defineFact } from './types.js'
import { asFlag, asNumeral, asRecord, asText, readFact, readFirst } from './reading.js'

/** A word or text of diagnostics.yaml about a service of this node. */
function stated(id: string, title: string, ...path: readonly string[]) {
  return readFact({ id, title, scope: 'node', spots: [['diagnostics', ...path]], accept: asText })
}

/** The reason of a failure; older servers misspell the key. */
function statedError(id: string, title: string, service: string) {
  return readFact({
    id,
    title,
    scope: 'node',
    spots: [
      ['diagnostics', service, 'error'],
      ['diagnostics', service, 'erorr'],
    ],
    accept: asText,
  })
}

function setting(id: string, title: string, section: string, key: string) {
  return readFact({ id, title, scope: 'node', spots: [['config', section, key]], accept: asText })
}

function flag(id: string, title: string, section: string, key: string) {
  return readFact({ id, title, scope: 'node', spots: [['config', section, key]], accept: asFlag })
}

const mailFacts = [
  flag(
    'email.enabled',
    'Whether email notifications are switched on',
    'EmailSettings',
    'SendEmailNotifications',
  ),
  setting('email.smtp.host', 'Mail server the configuration names', 'EmailSettings', 'SMTPServer'),
  readFact({
    id: 'email.smtp.port',
    title: 'Port of the mail server the configuration names',
    scope: 'node',
    spots: [['config', 'EmailSettings', 'SMTPPort']],
    accept: asNumeral,
  }),
  stated(
    'notifications.email.status',
    'Result of the mail server test (servers from 11.8 on)',
    'notifications',
    'email',
    'status',
  ),
  stated(
    'notifications.email.error',
    'Why the mail server test failed (servers from 11.8 on)',
    'notifications',
    'email',
    'error',
  ),
  flag(
    'push.enabled',
    'Whether push notifications are switched on',
    'EmailSettings',
    'SendPushNotifications',
  ),
  setting('push.server', 'Push server the configuration names', 'EmailSettings', 'PushNotificationServer'),
  stated(
    'notifications.push.status',
    'Result of the push server test (servers from 11.8 on)',
    'notifications',
    'push',
    'status',
  ),
  stated(
    'notifications.push.error',
    'Why the push server test failed (servers from 11.8 on)',
    'notifications',
    'push',
    'error',
  ),
]

const searchEngine = defineFact({
  id: 'search.engine',
  title: 'What searches posts: elasticsearch, opensearch, bleve or database',
  scope: 'node',
  derive: input =>
    readFirst(input, [['diagnostics', 'elastic', 'backend']], asText) ?? configuredEngine(input),
})

/** Before 9.11 the setting Backend did not exist, and the engine was Elasticsearch. */
function configuredEngine(input: FactInput): Derived<string> | undefined {
  const config = input.documents.get('config', input.node)
  const elastic = asRecord(valueAt(config?.value, ['ElasticsearchSettings']))
  if (config === undefined || elastic === undefined) return undefined
  if (elastic['EnableSearching'] === true) {
    return {
      value: asText(elastic['Backend']) ?? 'elasticsearch',
      from: [input.at(config, ['ElasticsearchSettings', 'EnableSearching'])],
    }
  }
  if (valueAt(config.value, ['BleveSettings', 'EnableSearching']) === true) {
    return { value: 'bleve', from: [input.at(config, ['BleveSettings', 'EnableSearching'])] }
  }
  return { value: 'database', from: [input.at(config, ['ElasticsearchSettings', 'EnableSearching'])] }
}

const searchError = readFact({
  id: 'search.error',
  title: 'What the search engine answered when it failed (servers from 11.0 on)',
  scope: 'node',
  spots: [['diagnostics', 'elastic', 'error']],
  accept: asText,
})

const searchStatus = defineFact({
  id: 'search.status',
  title: 'Result of the search engine test: OK, FAIL or disabled',
  scope: 'node',
  derive: input => {
    const status = readFirst(input, [['diagnostics', 'elastic', 'status']], asText)
    if (status !== undefined) return status
    // Servers before the status key still wrote the error, and only when the test failed.
    const error = input.fact(searchError)
    return error && { value: 'FAIL', from: error.from }
  },
})

const directoryFacts = [
  flag('ldap.enabled', 'Whether sign-in with AD/LDAP is switched on', 'LdapSettings', 'Enable'),
  stated('ldap.status', 'Result of the AD/LDAP connection test (servers from 10.5 on)', 'ldap', 'status'),
  statedError('ldap.error', 'Why the AD/LDAP connection test failed', 'ldap'),
  readFact({
    id: 'ldap.vendor',
    title: 'Vendor of the directory server',
    scope: 'node',
    spots: [
      ['diagnostics', 'ldap', 'server_name'],
      ['support-packet', 'ldap_vendor_name'],
    ],
    accept: value => (value === 'unknown' ? undefined : asText(value)),
  }),
  flag('saml.enabled', 'Whether sign-in with SAML is switched on', 'SamlSettings', 'Enable'),
  stated('saml.provider', 'Kind of SAML identity provider (servers from 11.2 on)', 'saml', 'provider_type'),
  stated('saml.status', 'Result of the SAML test (servers from 11.9 on)', 'saml', 'status'),
  statedError('saml.error', 'Why the SAML test failed', 'saml'),
]

/** An OAuth provider whose test failed. */
export interface FailedProvider {
  readonly provider: string
  readonly error?: string
}

const failedProviders = defineFact({
  id: 'oauth.failed_providers',
  title: 'OAuth providers whose test failed, each {provider, error} (servers from 11.9 on)',
  scope: 'node',
  derive: (input): Derived<readonly FailedProvider[]> | undefined => {
    const document = input.documents.get('diagnostics', input.node)
    const providers = asRecord(valueAt(document?.value, ['oauth_providers']))
    if (document === undefined || providers === undefined) return undefined
    const failed = Object.entries(providers).flatMap(([provider, state]): FailedProvider[] => {
      if (valueAt(state, ['status']) !== 'FAIL') return []
      const error = asText(valueAt(state, ['error']))
      return [error === undefined ? { provider } : { provider, error }]
    })
    const paths = failed.map(({ provider }) => ['oauth_providers', provider])
    return {
      value: failed,
      from: (paths.length > 0 ? paths : [['oauth_providers']]).map(path => input.at(document, path)),
    }
  },
})

export const serviceFacts = [
  ...mailFacts,
  searchEngine,
  searchStatus,
  searchError,
  readFact({
    id: 'search.version',
    title: 'Version of the search engine',
    scope: 'node',
    spots: [
      ['diagnostics', 'elastic', 'server_version'],
      ['support-packet', 'elastic_server_version'],
    ],
    accept: asText,
  }),
  ...directoryFacts,
  failedProviders,
]
