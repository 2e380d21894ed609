// The last migration that a server release brings, for the releases where it is certain.
// Sources, as of `schemaVersionsAsOf`: packets of real servers of 8.1, 9.11 and 10.9, builds between two releases that bring
// the same number (141 was the last one before 10.11 was branched and still after 11.0 was), and the migrations of 11.6.
// Releases in between are left out, for guessing would call a sound database outdated: of those is known that they bring
// at least as many as the one before and at most as many as the one after.

/** ISO date of the sources. */
export const schemaVersionsAsOf = '2026-11-21'

/** Release → number of its last migration. */
export const lastMigrationOf: ReadonlyMap<string, number> = new Map([
  ['8.1', 113],
  ['9.11', 124],
  ['10.9', 137],
  ['10.11', 141],
  ['10.12', 141],
  ['11.0', 141],
  ['11.6', 159],
])
