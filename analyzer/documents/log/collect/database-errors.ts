// Which error of the database a text tells of: by its SQLSTATE where one is written, else by PostgreSQL's own words.
//   pq: canceling statement due to user request
//   ERROR: deadlock detected (SQLSTATE 40P01)
//   Error 1213 (40001): Deadlock found when trying to get lock

/** What went wrong in the database, as one of these or, where no text is known, in the database's masked words. */
export interface DatabaseError {
  /** Five characters of the SQL standard; PostgreSQL's drivers of most servers do not write it, so it stands for the text. */
  readonly sqlState: string | undefined
  readonly reason: string
}

type Known = readonly [words: string, sqlState: string | undefined, reason: string]

/** The first whose words stand in the text: more special ones come first. */
const known: readonly Known[] = [
  ['canceling statement due to statement timeout', '57014', 'statement-timeout'],
  ['canceling statement due to lock timeout', '55P03', 'lock-timeout'],
  ['canceling statement due to conflict with recovery', '40001', 'conflict-with-recovery'],
  ['canceling statement due to user request', '57014', 'cancelled-by-server'],
  ['deadlock detected', '40P01', 'deadlock'],
  ['Deadlock found when trying to get lock', '40001', 'deadlock'],
  ['could not serialize access', '40001', 'serialization-failure'],
  ['too many clients already', '53300', 'too-many-connections'],
  ['remaining connection slots are reserved', '53300', 'too-many-connections'],
  ['too many connections for', '53300', 'too-many-connections'],
  ['Too many connections', '08004', 'too-many-connections'],
  ['in a read-only transaction', '25006', 'read-only'],
  ['terminating connection due to administrator command', '57P01', 'shut-down-by-administrator'],
  ['because of crash of another server process', '57P02', 'crash'],
  ['the database system is starting up', '57P03', 'starting-up'],
  ['the database system is shutting down', '57P03', 'shutting-down'],
  ['the database system is in recovery mode', '57P03', 'in-recovery'],
  ['duplicate key value violates', '23505', 'duplicate-key'],
  ['violates foreign key constraint', '23503', 'foreign-key'],
  ['violates not-null constraint', '23502', 'null-value'],
  ['violates check constraint', '23514', 'check-constraint'],
  ['password authentication failed', '28P01', 'password-rejected'],
  ['no pg_hba.conf entry', '28000', 'access-not-allowed'],
  ['permission denied for', '42501', 'permission-denied'],
  ['must be owner of', '42501', 'permission-denied'],
  ['could not extend file', '53100', 'disk-full'],
  ['No space left on device', '53100', 'disk-full'],
  ['out of shared memory', '53200', 'out-of-memory'],
  ['out of memory', '53200', 'out-of-memory'],
  ['invalid page in block', 'XX001', 'data-corrupted'],
  ['missing chunk number', 'XX001', 'data-corrupted'],
  ['could not read block', 'XX001', 'data-corrupted'],
  ['unexpected zero page', 'XX002', 'index-corrupted'],
  ['prepared statement', '26000', 'prepared-statement-missing'],
  ['invalid byte sequence for encoding', '22021', 'invalid-bytes'],
  ['value too long for type', '22001', 'value-too-long'],
  ['syntax error at or near', '42601', 'syntax-error'],
  ['driver: bad connection', undefined, 'connection-lost'],
]

/** Of names in the words of `missing`, each is another SQLSTATE. */
const missing: readonly (readonly [pattern: RegExp, sqlState: string, reason: string])[] = [
  [
    /column (?:"[^"]{1,80}"|[\w.]{1,80}) (?:of relation "[^"]{1,80}" )?does not exist/,
    '42703',
    'column-missing',
  ],
  [/relation "[^"]{1,80}" does not exist/, '42P01', 'table-missing'],
  [/database "[^"]{1,80}" does not exist/, '3D000', 'database-missing'],
  [/role "[^"]{1,80}" does not exist/, '28000', 'role-missing'],
]

/** `(SQLSTATE 57014)` of pgx, `Error 1213 (40001)` of MySQL; lib/pq writes no code. */
const written = /\(SQLSTATE ([0-9A-Z]{5})\)|\bError \d{4} \(([0-9A-Z]{5})\)/
/** What only a database driver says. */
const openings = ['pq: ', 'SQLSTATE ', 'driver: bad connection', 'Error 10', 'Error 12'] as const

/** `undefined` when the text is no error of a database. */
export function databaseErrorOf(text: string): DatabaseError | undefined {
  if (!openings.some(opening => text.includes(opening))) return undefined
  const [, postgres, mysql] = written.exec(text) ?? []
  const code = postgres ?? mysql
  const named = known.find(([words]) => text.includes(words))
  if (named !== undefined) return { sqlState: code ?? named[1], reason: named[2] }
  const absent = missing.find(([pattern]) => pattern.test(text))
  if (absent !== undefined) return { sqlState: code ?? absent[1], reason: absent[2] }
  const ofDatabase = code !== undefined || text.includes('pq: ')
  return ofDatabase ? { sqlState: code, reason: otherReason(text) } : undefined
}

/** The database's own words without names and numbers. */
function otherReason(text: string): string {
  const at = text.indexOf('pq: ')
  const words = at === -1 ? text : text.slice(at + 4)
  const line = words.split('\n', 1)[0] ?? ''
  return line
    .slice(0, 400)
    .replace(/"[^"]*"?|'[^']*'?|\S*\d\S*/g, '<*>')
    .slice(0, 120)
    .trim()
}
