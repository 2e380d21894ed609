// A failure that the user can do something about: one line on stderr, exit code 2. Everything else that is thrown is a bug.

export interface Failure extends Error {
  readonly code: typeof failureCode
  /** A second line that helps, such as where to find help. */
  readonly hint: string | undefined
}

const failureCode = 'SUPPORT_PACKET_FAILURE'

/** To be thrown: says in one line why the work cannot be done. */
export function failure(message: string, hint?: string): Failure {
  return Object.assign(new Error(message), { code: failureCode, hint } as const)
}

export function isFailure(error: unknown): error is Failure {
  return error instanceof Error && 'code' in error && error.code === failureCode
}

/** Reasons that the system words badly for people. */
const reasons: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program uses it already',
  EACCES: 'permission denied',
  ENOSPC: 'the disk is full',
  EISDIR: 'it is a directory',
}

/** What a system call said, without its code and call: `no such file or directory`. */
export function systemReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const known = 'code' in error && typeof error.code === 'string' ? reasons[error.code] : undefined
  return known ?? /^[A-Z0-9_]+: (.+?)(?:, \w+(?: .*)?)?$/.exec(error.message)?.[1] ?? error.message
}
