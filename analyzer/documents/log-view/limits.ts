// Every bound of the log view with its reason: memory grows with the number of files read side by side, never with their size.

export const viewLimits = {
  /** Records, and bytes of their lines, that a file may have ready before it waits for its turn. */
  batchRecords: 1_000,
  batchBytes: 1024 * 1024,
  /** Files merged side by side; each holds a working buffer of up to a few MiB. Further ones follow each other. */
  mergedFiles: 100,
  /** Distinct values that are counted apart; the rest is counted together. */
  countedValues: 100_000,
  /** Distinct (level, message, caller) whose template is remembered. */
  templates: 32 * 1024,
} as const
