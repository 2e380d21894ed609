// Until when each major version of PostgreSQL gets fixes. Source: postgresql.org/support/versioning, read 2026-11-21;
// versions are released in autumn and get five years of fixes. A version that is not listed is unknown.

/** ISO date of the source. */
export const postgresqlReleasesAsOf = '2026-11-21'

/** Major version → ISO date of its last release. */
export const postgresqlEnds: ReadonlyMap<number, string> = new Map([
  [10, '2022-11-10'],
  [11, '2023-11-09'],
  [12, '2024-11-21'],
  [13, '2025-11-13'],
  [14, '2026-11-12'],
  [15, '2027-11-11'],
  [16, '2028-11-09'],
  [17, '2029-11-08'],
  [18, '2030-11-14'],
])
