// Compares release numbers as servers write them, by major and minor alone: `10.11.4` belongs to release `10.11`.

/** Major and minor number of a release. */
export interface Release {
  readonly major: number
  readonly minor: number
}

/** The release of a version text such as `10.11.4`, `v9.11` or `11.0.0-rc1`; `undefined` for anything else. */
export function releaseOf(version: string): Release | undefined {
  const [, major, minor] = /^v?(\d{1,4})\.(\d{1,4})(?:[.\-+].*)?$/.exec(version.trim()) ?? []
  return major === undefined || minor === undefined
    ? undefined
    : { major: Number(major), minor: Number(minor) }
}

/** Negative when `a` is older than `b`, 0 when they are the same release. */
export function compareReleases(a: Release, b: Release): number {
  return a.major - b.major || a.minor - b.minor
}
