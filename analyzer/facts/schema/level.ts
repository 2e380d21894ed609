// How many migrations a server release brings: a number where it is certain, else the bounds that its neighbours give.
import { lastMigrationOf } from '../data/mattermost-schema-versions.js'
import { compareReleases, releaseOf } from '../version.js'
import type { Release } from '../version.js'

/** The last migration of a release lies from `least` to `most`; a side that is absent is unknown. */
export interface LevelRange {
  readonly least?: number
  readonly most?: number
}

const known = [...lastMigrationOf].flatMap(([name, level]) => {
  const release = releaseOf(name)
  return release === undefined ? [] : [{ release, level }]
})

/** `undefined` where nothing is known. Migrations are never taken back, so the bounds only grow with releases. */
export function levelRange(release: Release): LevelRange | undefined {
  const least = known.findLast(one => compareReleases(one.release, release) <= 0)?.level
  const most = known.find(one => compareReleases(one.release, release) >= 0)?.level
  if (least === undefined && most === undefined) return undefined
  return { ...(least === undefined ? {} : { least }), ...(most === undefined ? {} : { most }) }
}
