// Takes a database address apart, as far as sanitizing left it readable: `postgres://****:****@db:5432/mattermost?sslmode=disable`.

/** The readable parts of a data source name. What it does not say, or what is masked, is absent. */
export interface DataSourceName {
  /** `host` or `host:port`, several for a connection that tries one after the other. */
  readonly hosts: readonly string[]
  readonly database: string | undefined
  readonly params: Readonly<Record<string, string>>
}

/** Longer text is no address; it is not searched. */
const MAX_LENGTH = 4096

/**
 * Three spellings occur: a URL, `host=… port=…` (which sanitizing prefixes with `//****:****@`), and MySQL's
 * `****:****@tcp(host:3306)/database?…`. `undefined` when nothing is readable, as up to 10.9 where all is asterisks.
 */
export function parseDataSourceName(text: string): DataSourceName | undefined {
  if (text.length > MAX_LENGTH) return undefined
  const address = withoutCredentials(text.trim())
  if (address === '' || /^\*+$/.test(address)) return undefined
  const mysql = /^\w+\(([^()]*)\)(.*)$/s.exec(address)
  if (mysql !== null) return fromUrlParts(mysql[1] ?? '', mysql[2] ?? '')
  if (/^\w+\s*=/.test(address)) return fromKeywords(address)
  const [, hosts, rest] = /^([^/?]*)(.*)$/s.exec(address) ?? []
  return fromUrlParts(hosts ?? '', rest ?? '')
}

/** Everything after the last `@` that is not part of a parameter. */
function withoutCredentials(text: string): string {
  const noScheme = text.replace(/^(?:\w+:)?\/\//, '')
  const beforeParams = noScheme.split('?', 1)[0] ?? ''
  return noScheme.slice(beforeParams.lastIndexOf('@') + 1)
}

function fromUrlParts(hosts: string, rest: string): DataSourceName | undefined {
  const question = rest.indexOf('?')
  const path = (question < 0 ? rest : rest.slice(0, question)).replace(/^\//, '')
  const params = Object.fromEntries(new URLSearchParams(question < 0 ? '' : rest.slice(question + 1)))
  const named = splitHosts(hosts)
  if (named.length === 0 && path === '' && Object.keys(params).length === 0) return undefined
  // A socket directory is given as parameter: `postgres:///mattermost?host=/var/run/postgresql`.
  return {
    hosts: named.length > 0 ? named : splitHosts(params['host'] ?? ''),
    database: path === '' ? undefined : path,
    params: withoutSecrets(params),
  }
}

function fromKeywords(text: string): DataSourceName {
  const pairs = [...text.matchAll(/(\w+)\s*=\s*(?:'((?:[^'\\]|\\.)*)'|(\S*))/g)]
  const { host, port, dbname, ...params } = Object.fromEntries(
    pairs.map(([, key, quoted, bare]) => [key ?? '', quoted ?? bare ?? '']),
  )
  const hosts = splitHosts(host ?? '').map(name => (port === undefined ? name : `${name}:${port}`))
  return { hosts, database: dbname, params: withoutSecrets(params) }
}

function splitHosts(text: string): readonly string[] {
  return text.split(',').filter(host => host !== '')
}

/** The keyword spelling keeps the password in clear: it goes no further than here. */
function withoutSecrets(params: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(params).filter(
      ([key]) => !/^(user|username|passw(or)?d|sslpassword|passfile)$/i.test(key),
    ),
  )
}
