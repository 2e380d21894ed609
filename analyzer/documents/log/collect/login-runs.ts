// Logins of one account, or from one address, in order: how many failed, and how many failed just before one worked. Sums of
// neighbouring stretches of a log can be put together, so that the log can be read in parts.

/** A stretch of logins. Times are NaN where no record had one. */
export interface LoginRun {
  failures: number
  successes: number
  firstFailureMs: number
  lastFailureMs: number
  firstSuccessMs: number
  /** Failures before the first success; all when there is none. */
  leading: number
  /** Failures after the last success; all when there is none. */
  trailing: number
  /** Most failures in a row that a success ended, and when it came. */
  longest: number
  longestEndMs: number
}

export function noLogins(): LoginRun {
  return {
    failures: 0,
    successes: 0,
    firstFailureMs: NaN,
    lastFailureMs: NaN,
    firstSuccessMs: NaN,
    leading: 0,
    trailing: 0,
    longest: 0,
    longestEndMs: NaN,
  }
}

export function failedLogin(timeMs: number): LoginRun {
  const times = { firstFailureMs: timeMs, lastFailureMs: timeMs }
  return { ...noLogins(), ...times, failures: 1, leading: 1, trailing: 1 }
}

export function successfulLogin(timeMs: number): LoginRun {
  return { ...noLogins(), successes: 1, firstSuccessMs: timeMs }
}

/** Adds the stretch that follows. */
export function joinLogins(run: LoginRun, next: LoginRun): void {
  if (next.successes > 0) {
    endRow(run, run.trailing + next.leading, next.firstSuccessMs)
    endRow(run, next.longest, next.longestEndMs)
  }
  if (run.successes === 0) {
    run.leading += next.leading
    run.firstSuccessMs = next.firstSuccessMs
  }
  run.trailing = next.successes > 0 ? next.trailing : run.trailing + next.trailing
  run.failures += next.failures
  run.successes += next.successes
  run.firstFailureMs = earlier(run.firstFailureMs, next.firstFailureMs)
  run.lastFailureMs = -earlier(-run.lastFailureMs, -next.lastFailureMs)
}

/** Of rows that are as long, the first one stays. */
function endRow(run: LoginRun, failures: number, successMs: number): void {
  if (failures <= run.longest) return
  run.longest = failures
  run.longestEndMs = successMs
}

/** NaN is no time. */
function earlier(a: number, b: number): number {
  return Number.isNaN(a) ? b : Number.isNaN(b) ? a : Math.min(a, b)
}
