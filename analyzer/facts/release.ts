// Facts of the server release: how old it is and whether it still gets fixes, judged on the day the packet was made.
import type { Derived, FactInput } from './types.js'
import { defineFact } from './types.js'
import { combine } from './combine.js'
import { serverVersion } from './server.js'
import { releaseOf } from './version.js'
import { mattermostReleases } from './data/mattermost-releases.js'
import type { MattermostRelease } from './data/mattermost-releases.js'

const DAY_MS = 86_400_000

/** The release the server belongs to; `undefined` for one the table does not list. */
const serverRelease = defineFact({
  id: 'server.release',
  title: 'The release in the table of releases',
  scope: 'packet',
  derive: input =>
    combine([input.fact(serverVersion)], version => {
      const release = releaseOf(version)
      return release && mattermostReleases.get(`${release.major}.${release.minor}`)
    }),
})

/** A fact of the release alone. */
function ofRelease<T>(id: string, title: string, part: (release: MattermostRelease) => T | undefined) {
  return defineFact({
    id,
    title,
    scope: 'packet',
    derive: input => combine([input.fact(serverRelease)], part),
  })
}

/** A fact of the release on the day of the packet. */
function onPacketDay<T>(
  input: FactInput,
  judge: (release: MattermostRelease, packetMs: number) => T | undefined,
): Derived<T> | undefined {
  const { generatedAtMs } = input
  return generatedAtMs === undefined
    ? undefined
    : combine([input.fact(serverRelease)], release => judge(release, generatedAtMs))
}

/** Days from one moment to the end of a day, rounded down; negative when it is past. */
function daysUntilEndOf(day: string, fromMs: number): number {
  return Math.floor((Date.parse(day) + DAY_MS - fromMs) / DAY_MS)
}

const releaseSupported = defineFact({
  id: 'server.release.supported',
  title: 'Whether the release still got security fixes when the packet was made',
  scope: 'packet',
  derive: input => onPacketDay(input, (release, ms) => daysUntilEndOf(release.supportEndsOn, ms) >= 0),
})

export const releaseFacts = [
  ofRelease('server.release.name', 'Release of the server, such as 10.11', release => release.name),
  ofRelease(
    'server.release.esr',
    'Whether it is an Extended Support Release',
    release => release.kind === 'esr',
  ),
  ofRelease('server.release.released_on', 'ISO date the release came out', release => release.releasedOn),
  ofRelease(
    'server.release.end_of_support',
    'ISO date of the last day with security fixes',
    release => release.supportEndsOn,
  ),
  releaseSupported,
  defineFact({
    id: 'server.release.support_days_left',
    title: 'Whole days of support left when the packet was made; negative when it had ended',
    scope: 'packet',
    derive: input => onPacketDay(input, (release, ms) => daysUntilEndOf(release.supportEndsOn, ms)),
  }),
  defineFact({
    id: 'server.release.age_days',
    title: 'Days since the release came out when the packet was made (releases from 10.0 on)',
    scope: 'packet',
    derive: input =>
      onPacketDay(input, ({ releasedOn }, ms) => {
        if (releasedOn === undefined) return undefined
        const days = Math.floor((ms - Date.parse(releasedOn)) / DAY_MS)
        // A packet from before its release was made by a development build, or its clock is wrong.
        return days < 0 ? undefined : days
      }),
  }),
  ofRelease('server.release.latest_patch', 'Newest patch release known, such as 10.11.23', release =>
    release.latestPatch === undefined ? undefined : `${release.name}.${release.latestPatch}`,
  ),
  defineFact({
    id: 'server.release.patches_behind',
    title: 'Patch releases between the server and the newest one known; 0 when it is up to date',
    scope: 'packet',
    derive: input =>
      combine([input.fact(serverVersion), input.fact(serverRelease)], (version, release) => {
        const patch = /^v?\d+\.\d+\.(\d+)/.exec(version)?.[1]
        if (patch === undefined || release.latestPatch === undefined) return undefined
        return Math.max(0, release.latestPatch - Number(patch))
      }),
  }),
]
