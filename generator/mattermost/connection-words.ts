// What Node says when a connection or a file fails, in the words of the server's own messages.

const words: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection reset by peer',
  ENOTFOUND: 'no such host',
  EAI_AGAIN: 'its name cannot be looked up now',
  ETIMEDOUT: 'no answer in time',
  EHOSTUNREACH: 'no route to the host',
  ENETUNREACH: 'the network is unreachable',
  ENOENT: 'no such file or directory',
  ENOTDIR: 'not a directory',
  EISDIR: 'is a directory',
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  EIO: 'input/output error',
  ELOOP: 'too many levels of symbolic links',
  EMFILE: 'too many open files',
  ENOSPC: 'no space left on device',
  EDQUOT: 'disk quota exceeded',
  EROFS: 'read-only file system',
}

/** Words for a code of the system; `undefined` for one that is not known. */
export const systemWords = (code: string): string | undefined => words[code]

/**
 * `connect ECONNREFUSED 127.0.0.1:5432` → `127.0.0.1:5432: connection refused`, `ENOENT: no such file or directory, open '/a'` →
 * `open /a: no such file or directory`; anything else as it is.
 */
export function plainReason(error: unknown): string {
  const cause = error instanceof AggregateError ? (error.errors as readonly unknown[])[0] : error
  if (!(cause instanceof Error)) return String(cause)
  const code = 'code' in cause ? String(cause.code) : ''
  const text = cause.message === '' ? (words[code] ?? code) : cause.message
  // The database's driver.
  if (text === 'timeout expired') return 'no answer in time'
  return connectionReason(text) ?? fileReason(text) ?? text
}

function connectionReason(text: string): string | undefined {
  const [, code = '', where = ''] = /^(?:connect|getaddrinfo|read|write) (E\w+) ?(\S*)/.exec(text) ?? []
  const said = words[code]
  return said === undefined ? undefined : where === '' ? said : `${where}: ${said}`
}

function fileReason(text: string): string | undefined {
  const [, code = '', call = '', path = ''] = /^(E[A-Z]+): .*?, (\w+)(?: '(.*)')?$/.exec(text) ?? []
  const said = words[code]
  return said === undefined ? undefined : `${path === '' ? call : `${call} ${path}`}: ${said}`
}
