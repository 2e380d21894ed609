// Why a target failed, for people.

/** What went wrong, in words of the system. */
export function reasonOf(error: unknown): string {
  // A connection to a name with several addresses fails with one error for each.
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0])
  return error instanceof Error && error.message !== '' ? error.message : String(error)
}
