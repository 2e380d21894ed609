// Which connection failed, and how, as an error text of Go's network library tells it. Only host and port are kept of an
// address: what else an URL holds may be secret.
//   Get "http://10.1.1.1:9999/x?token=…": dial tcp 10.1.1.1:9999: connect: connection refused
//   dial tcp: lookup db.example.com on 10.0.0.2:53: no such host
//   read tcp 10.0.0.7:41022->10.0.0.9:5432: read: connection reset by peer

export type ConnectionErrorKind =
  | 'refused'
  | 'timeout'
  | 'unknown-host'
  | 'name-server'
  | 'reset'
  | 'closed'
  | 'certificate'
  | 'tls'
  | 'unreachable'
  | 'proxy'

export interface ConnectionError {
  readonly kind: ConnectionErrorKind
  /** `host:port`, `host`, or a path of a socket; `undefined` when the text names none. */
  readonly target: string | undefined
  /** `in`: a client of this server, whose address is not kept. */
  readonly direction: 'in' | 'out'
}

/** The first whose words stand in the text: a cause that another phrase may accompany comes before it. */
const kinds: readonly (readonly [words: string, kind: ConnectionErrorKind])[] = [
  ['proxyconnect ', 'proxy'],
  ['Proxy Authentication Required', 'proxy'],
  ['x509: ', 'certificate'],
  ['tls: failed to verify certificate', 'certificate'],
  ['TLS handshake timeout', 'timeout'],
  ['tls: ', 'tls'],
  ['server gave HTTP response to HTTPS client', 'tls'],
  ['connection refused', 'refused'],
  ['no such host', 'unknown-host'],
  ['server misbehaving', 'name-server'],
  ['Temporary failure in name resolution', 'name-server'],
  ['no route to host', 'unreachable'],
  ['network is unreachable', 'unreachable'],
  ['host is down', 'unreachable'],
  ['connection timed out', 'timeout'],
  ['i/o timeout', 'timeout'],
  ['Client.Timeout exceeded', 'timeout'],
  ['request canceled while waiting for connection', 'timeout'],
  ['context deadline exceeded', 'timeout'],
  ['connection reset by peer', 'reset'],
  ['broken pipe', 'closed'],
  ['EOF', 'closed'],
]

/** `undefined` for a text that is about something else, or that tells neither address nor network. */
export function connectionErrorOf(text: string): ConnectionError | undefined {
  const kind = kinds.find(([words]) => text.includes(words))?.[1]
  if (kind === undefined) return undefined
  const stream = streamOf(text)
  if (stream !== undefined && isClient(stream)) return { kind, target: undefined, direction: 'in' }
  const target = stream?.remote ?? dialled(text) ?? urlHost(text)
  // "context deadline exceeded" of a query and "EOF" of a plugin's pipe are no failed connections.
  if (target === undefined && !speaksOfNetwork(text)) return undefined
  return { kind, target, direction: 'out' }
}

function speaksOfNetwork(text: string): boolean {
  return text.includes('dial ') || text.includes('x509: ') || text.includes('proxyconnect ')
}

/** `read tcp 10.0.0.7:8065->10.0.0.99:51234: …`: own address first. */
const stream = /\b(?:read|write|readfrom) (?:tcp|udp)[46]? (\S{1,100}?)->(\S{1,100}?):(?: |$)/

interface Stream {
  readonly local: string
  readonly remote: string
}

function streamOf(text: string): Stream | undefined {
  const found = stream.exec(text)
  const [, local = '', remote = ''] = found ?? []
  return found === null ? undefined : { local, remote }
}

/** Ports from here on are given to whoever opens a connection. */
const FIRST_EPHEMERAL = 32_768

/** The other side opened the connection: a browser, an app, a proxy in front. */
function isClient({ local, remote }: Stream): boolean {
  return portOf(local) < FIRST_EPHEMERAL && portOf(remote) >= FIRST_EPHEMERAL
}

function portOf(address: string): number {
  return Number(address.slice(address.lastIndexOf(':') + 1))
}

const dialTo = /\bdial (?:tcp|udp)[46]? (\[[0-9A-Fa-f:.%\w]{2,60}\]:\d{1,5}|[\w.-]{1,253}:\d{1,5})/
const dialUnix = /\bdial unix (\/[^\s:]{1,200})/
const lookup = /\blookup ([\w.-]{1,253})/

/** What was dialled: a name that was not found stands for its address. */
function dialled(text: string): string | undefined {
  return lookup.exec(text)?.[1] ?? dialTo.exec(text)?.[1] ?? dialUnix.exec(text)?.[1]
}

/** Ends with the name or address of the host: user and password before an `@`, path and query after it are dropped. */
const url = /\b(?:https?|wss?|ldaps?|rediss?|smtps?):\/\/([^\s/?#"'\\]{1,500})/

function urlHost(text: string): string | undefined {
  const authority = url.exec(text)?.[1]
  const host = authority?.slice(authority.lastIndexOf('@') + 1).toLowerCase()
  return host !== undefined && /^(?:[\w.-]{1,253}|\[[0-9a-f:.]{2,60}\])(?::\d{1,5})?$/.test(host)
    ? host
    : undefined
}
