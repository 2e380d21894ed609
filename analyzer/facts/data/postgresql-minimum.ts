// The oldest PostgreSQL that each Mattermost release runs on.
// Sources, read 2026-11-21: docs.mattermost.com "Software and hardware requirements", table "Minimum PostgreSQL
// database support policy" (9.11 and 10.5: 11; 10.6 and 10.11: 13), and the upgrade notes of 11.0 ("Support for
// PostgreSQL v13 has been removed. The new minimum PostgreSQL version is v14+").
import type { Release } from '../version.js'

export interface PostgresqlMinimum {
  /** First server release it holds for; it holds until the next line's. */
  readonly since: Release
  /** Major version of PostgreSQL. */
  readonly major: number
}

/** Oldest first. Releases before the first line are not listed: what they needed is not known here. */
export const postgresqlMinimums: readonly PostgresqlMinimum[] = [
  { since: { major: 9, minor: 11 }, major: 11 },
  { since: { major: 10, minor: 6 }, major: 13 },
  { since: { major: 11, minor: 0 }, major: 14 },
]
