// Mattermost server releases: what kind each is, when it came out and until when it gets security fixes.
// Sources, as of 2026-08-21: the documentation of Mattermost (github.com/mattermost/docs, commit 9dd1c713ed5e): "Server
// releases" for 10.0 and later, "Release policy" (ends of support) and "Version archive" (last patch) for the older ones,
// whose release dates those pages do not give. A release that is not listed here is unknown, neither old nor unsupported.

/** `esr` is an Extended Support Release: 9 months of fixes up to 10.5, 12 from 10.11 on; others get 3. */
export type ReleaseKind = 'esr' | 'major' | 'feature'

export interface MattermostRelease {
  readonly name: string
  readonly kind: ReleaseKind
  /** ISO date. */
  readonly releasedOn: string | undefined
  /** ISO date of the last day with support. */
  readonly supportEndsOn: string
  /** Number of the newest patch release on `releasesAsOf`. */
  readonly latestPatch: number | undefined
}

/** ISO date of the sources: patches and releases of later days are not in the table. */
export const releasesAsOf = '2026-08-21'

type Row = readonly [
  name: string,
  kind: ReleaseKind,
  releasedOn: string | undefined,
  supportEndsOn: string,
  latestPatch: number | undefined,
]

const rows: readonly Row[] = [
  ['11.10', 'feature', '2026-08-14', '2026-11-15', 0],
  ['11.9', 'feature', '2026-07-16', '2026-10-15', 1],
  ['11.8', 'feature', '2026-06-16', '2026-09-15', 5],
  ['11.7', 'esr', '2026-05-15', '2027-05-15', 9],
  ['11.6', 'feature', '2026-04-16', '2026-07-15', 6],
  ['11.5', 'feature', '2026-03-16', '2026-06-15', 7],
  ['11.4', 'feature', '2026-02-16', '2026-05-15', 5],
  ['11.3', 'feature', '2026-01-16', '2026-04-15', 3],
  ['11.2', 'feature', '2025-12-16', '2026-03-15', 4],
  ['11.1', 'feature', '2025-11-14', '2026-02-15', 3],
  ['11.0', 'major', '2025-10-16', '2026-01-15', 7],
  ['10.12', 'feature', '2025-09-16', '2025-12-15', 4],
  ['10.11', 'esr', '2025-08-15', '2026-08-15', 23],
  ['10.10', 'feature', '2025-07-16', '2025-10-15', 3],
  ['10.9', 'feature', '2025-06-16', '2025-09-15', 5],
  ['10.8', 'feature', '2025-05-16', '2025-08-15', 4],
  ['10.7', 'feature', '2025-04-16', '2025-07-15', 4],
  ['10.6', 'feature', '2025-03-16', '2025-06-15', 6],
  ['10.5', 'esr', '2025-02-16', '2025-11-15', 14],
  ['10.4', 'feature', '2025-01-16', '2025-04-15', 5],
  ['10.3', 'feature', '2024-12-16', '2025-03-15', 4],
  ['10.2', 'feature', '2024-11-15', '2025-02-15', 3],
  ['10.1', 'feature', '2024-10-16', '2025-01-15', 7],
  ['10.0', 'major', '2024-09-16', '2024-12-15', 4],
  ['9.11', 'esr', undefined, '2025-05-15', 18],
  ['9.10', 'feature', undefined, '2024-10-15', 3],
  ['9.9', 'feature', undefined, '2024-09-15', 3],
  ['9.8', 'feature', undefined, '2024-08-15', 3],
  ['9.7', 'feature', undefined, '2024-07-15', 6],
  ['9.6', 'feature', undefined, '2024-06-15', 3],
  ['9.5', 'esr', undefined, '2024-11-15', 14],
  ['9.4', 'feature', undefined, '2024-04-15', 5],
  ['9.3', 'feature', undefined, '2024-03-15', 3],
  ['9.2', 'feature', undefined, '2024-02-15', 6],
  ['9.1', 'feature', undefined, '2024-01-15', 5],
  ['9.0', 'major', undefined, '2023-12-15', 5],
  ['8.1', 'esr', undefined, '2024-05-15', 13],
  ['8.0', 'major', undefined, '2023-10-15', 4],
  ['7.10', 'feature', undefined, '2023-07-15', 5],
  ['7.9', 'feature', undefined, '2023-06-15', 6],
  ['7.8', 'esr', undefined, '2023-11-15', 15],
  ['7.7', 'feature', undefined, '2023-04-15', 4],
  ['7.5', 'feature', undefined, '2023-02-15', 2],
  ['7.4', 'feature', undefined, '2023-01-15', 1],
  ['7.3', 'feature', undefined, '2022-12-15', 1],
  ['7.2', 'feature', undefined, '2022-11-15', 1],
  ['7.1', 'esr', undefined, '2023-04-15', 9],
  ['7.0', 'major', undefined, '2022-09-15', 2],
]

/** By `major.minor`. */
export const mattermostReleases: ReadonlyMap<string, MattermostRelease> = new Map(
  rows.map(([name, kind, releasedOn, supportEndsOn, latestPatch]) => [
    name,
    { name, kind, releasedOn, supportEndsOn, latestPatch },
  ]),
)
