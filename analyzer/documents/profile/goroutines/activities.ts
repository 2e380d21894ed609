// What a goroutine does or waits for, told from its stack in words an administrator understands. One table; the first row that fits counts.
import type { Frame } from './types.js'

/** An activity; `waits`: it is blocked on something that others must give. */
export interface Activity {
  readonly id: string
  readonly words: string
  readonly fits: (stack: Stack) => boolean
}

/** A stack prepared for the table. */
export interface Stack {
  readonly state: string
  /** Innermost first, without frames of the runtime. */
  readonly functions: readonly string[]
}

const anyOf =
  (...patterns: readonly RegExp[]) =>
  ({ functions }: Stack): boolean =>
    functions.some(name => patterns.some(pattern => pattern.test(name)))

/** Functions at the inner end that only wait on behalf of others. */
const first =
  (...patterns: readonly RegExp[]) =>
  ({ functions }: Stack): boolean =>
    patterns.some(pattern => pattern.test(functions[0] ?? ''))

const databaseDriver =
  /^(?:github\.com\/lib\/pq|github\.com\/jackc\/pgx|github\.com\/go-sql-driver\/mysql)[./]/

/**
 * Goroutines that keep the pool, or that drivers start beside a connection or a query to notice when nobody wants its answer any
 * more: those counted as waits would count queries twice, and with MySQL each idle connection.
 */
const databaseKeepers = [
  /^database\/sql\.\(\*DB\)\.(?:connectionOpener|connectionCleaner)$/,
  /^database\/sql\.\(\*(?:Rows|Tx)\)\.awaitDone$/,
  /^github\.com\/lib\/pq\.\(\*(?:conn\)\.watchCancel|Listener(?:Conn)?\))\./,
  /^github\.com\/jackc\/pgx\/.*\.\(\*(?:ContextWatcher\)\.Watch|Pool\)\.backgroundHealthCheck)/,
  /^github\.com\/go-sql-driver\/mysql\.\(\*mysqlConn\)\.startWatcher\./,
]

/** An answer is waited for, also when it has begun and its rest does not come. */
const httpAnswer = [
  /^net\/http\.\(\*(?:persistConn|http2ClientConn|Transport)\)\.(?:roundTrip|RoundTrip)$/,
  /^net\/http\.(?:\(\*bodyEOFSignal\)|http2transportResponseBody)\.Read$/,
  /^golang\.org\/x\/net\/http2\.(?:\(\*ClientConn\)\.RoundTrip|transportResponseBody\.Read)$/,
]

/** Connections that clients keep open; those of HTTP/2 have two goroutines. */
const clientConnection = [
  /^net\/http\.\(\*(?:conn\)\.serve|connReader\)\.backgroundRead)$/,
  /^(?:net\/http\.\(\*http2serverConn\)|golang\.org\/x\/net\/http2\.\(\*serverConn\))\.(?:serve|readFrames)$/,
]

/** A request has arrived and is worked on; before, its connection only waits for one. */
const handler = /^net\/http\.serverHandler\.ServeHTTP$/

const lockFunction =
  /^(?:internal\/)?sync\.(?:\(\*(?:Mutex|RWMutex)\)\.(?:lockSlow|Lock|RLock)|runtime_Semacquire(?:Mutex|RWMutex|RWMutexR)?)$/

/** Waits for a lock that another goroutine has. */
export function waitsForLock({ state, functions }: Stack): boolean {
  if (/^sync\.(?:Mutex|RWMutex)\.R?Lock$/.test(state)) return true
  return functions.slice(0, 3).some(name => lockFunction.test(name) && !/WaitGroup/.test(name))
    ? !functions.slice(0, 3).some(name => /\(\*(?:WaitGroup|Cond)\)/.test(name))
    : false
}

export const activities: readonly Activity[] = [
  { id: 'lock', words: 'waiting for a lock', fits: waitsForLock },
  {
    id: 'database-pool',
    words: 'waiting for a free database connection',
    fits: first(/^database\/sql\.\(\*DB\)\.conn$/),
  },
  {
    id: 'plugin',
    words: 'waiting for a plugin to answer',
    fits: stack =>
      first(/^net\/rpc\.\(\*Client\)\.Call$/)(stack) && anyOf(/\/plugin\.\(\*hooksRPCClient\)\./)(stack),
  },
  { id: 'database-idle', words: 'keeping the pool of database connections', fits: first(...databaseKeepers) },
  { id: 'database', words: 'waiting for the database to answer', fits: anyOf(databaseDriver) },
  {
    id: 'ldap',
    words: 'waiting for the LDAP server',
    fits: anyOf(/^github\.com\/(?:go-ldap|mattermost)\/ldap[./]/),
  },
  { id: 'mail', words: 'waiting for the mail server', fits: anyOf(/^net\/smtp\./) },
  { id: 'file-store', words: 'waiting for the file store', fits: anyOf(/^github\.com\/minio\/minio-go\//) },
  {
    id: 'http-connect',
    words: 'waiting for a connection to another server',
    fits: stack =>
      first(/^net\/http\.\(\*Transport\)\.getConn$/)(stack) || anyOf(/^net\.\(\*Dialer\)\./)(stack),
  },
  { id: 'http-client', words: 'waiting for an answer of another server', fits: anyOf(...httpAnswer) },
  {
    id: 'http-idle',
    words: 'keeping connections to other servers open',
    fits: anyOf(
      /^net\/http\.\(\*(?:persistConn\)\.(?:readLoop|writeLoop)|http2ClientConn\)\.readLoop)$|^golang\.org\/x\/net\/http2\.\(\*ClientConn\)\.readLoop$/,
    ),
  },
  { id: 'password', words: 'checking a password', fits: anyOf(/(?:^|\/)(?:pbkdf2|bcrypt|scrypt|argon2)\./) },
  {
    id: 'client-idle',
    words: 'waiting for the next request of a client',
    fits: stack => anyOf(...clientConnection)(stack) && !anyOf(handler)(stack),
  },
  {
    id: 'websocket',
    words: 'serving websocket connections',
    fits: anyOf(/\.\(\*(?:WebConn|Hub)\)\.|^github\.com\/gorilla\/websocket\./),
  },
  { id: 'request', words: 'handling a request', fits: anyOf(handler) },
  {
    id: 'plugin-channel',
    words: 'listening to plugins',
    fits: anyOf(/^(?:github\.com\/hashicorp\/(?:yamux|go-plugin)|net\/rpc)\.|\/server\/public\/plugin\./),
  },
  { id: 'jobs', words: 'background jobs', fits: anyOf(/\/jobs(?:\/\w+)?\.|model\.createTask/) },
  {
    id: 'logging',
    words: 'writing logs',
    fits: anyOf(/^(?:github\.com\/mattermost\/logr|gopkg\.in\/natefinch\/lumberjack)/),
  },
  { id: 'listening', words: 'accepting connections', fits: anyOf(/^net\.\(\*TCPListener\)\.Accept/) },
  { id: 'cluster', words: 'talking to other nodes of the cluster', fits: anyOf(/memberlist|\/cluster\./) },
]

/** Id of the activity; `other` where no row fits. */
export function activityOf(stack: Stack): string {
  return activities.find(({ fits }) => fits(stack))?.id ?? 'other'
}

export function activityWords(id: string): string {
  return activities.find(activity => activity.id === id)?.words ?? 'other work'
}

/** Some goroutines are as many as there are connections, and wait by nature. */
export function keepsConnection(id: string): boolean {
  return connectionKeepers.has(id)
}

const connectionKeepers: ReadonlySet<string> = new Set([
  'client-idle',
  'websocket',
  'http-idle',
  'database-idle',
  'listening',
])

/** The runtime's own waiting and the system's are left out: they say that it waits, not for what. */
export function stackOf(state: string, frames: readonly Frame[]): Stack {
  const functions = frames.map(frame => frame.function)
  const own = functions.findIndex(name => !/^(?:runtime|internal\/runtime\/\w+)\./.test(name))
  return { state, functions: own < 0 ? functions : functions.slice(own) }
}

/** The innermost function that says what the work is about, past the standard library. */
export function telling(frames: readonly Frame[]): string {
  const isLibrary = (name: string): boolean =>
    !name.startsWith('main.') && (!(name.split('/')[0] ?? '').includes('.') || /^[a-z]\w*\.[^/]*$/.test(name))
  const told =
    frames.find(frame => !isLibrary(frame.function)) ??
    frames.find(frame => !isPlumbing(frame.function)) ??
    frames[0]
  return told?.function ?? 'unknown'
}

/** What everything that waits or reads passes through. */
function isPlumbing(name: string): boolean {
  return /^(?:runtime|internal|sync|syscall|net|bufio|io|crypto)[./]/.test(name) && !name.startsWith('net/')
}
