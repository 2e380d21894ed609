// The permissions that each built-in role has by default, from the data file, release by release.
import { roleDefaults } from '../data/mattermost-role-defaults.js'
import { compareReleases, releaseOf } from '../version.js'
import type { Release } from '../version.js'

/** Role → its permissions. */
export type Roles = ReadonlyMap<string, ReadonlySet<string>>

/** What surely is default in a release, and what may be: the same where the release itself is known. */
export interface RoleDefaults {
  readonly sure: Roles
  readonly possible: Roles
}

interface Known {
  readonly release: Release
  readonly roles: Roles
}

/**
 * The defaults of a release. Between two that are known, what both have is sure, and what one of them has is possible;
 * before the first and after the last nothing is known.
 */
export function defaultsOf(release: Release): RoleDefaults | undefined {
  const known = knownDefaults()
  const before = known.findLast(one => compareReleases(one.release, release) <= 0)
  const after = known.find(one => compareReleases(one.release, release) >= 0)
  if (before === undefined || after === undefined) return undefined
  if (before === after) return { sure: before.roles, possible: before.roles }
  return { sure: inBoth(before.roles, after.roles), possible: inEither(before.roles, after.roles) }
}

let read: readonly Known[] | undefined

function knownDefaults(): readonly Known[] {
  return (read ??= readDefaults(roleDefaults))
}

/** Reads the data, oldest release first. */
function readDefaults(text: string): readonly Known[] {
  const found: Known[] = []
  // A line that begins with spaces goes on with the one before.
  for (const block of text.replaceAll('\n  ', ' ').split('\n@').slice(1)) {
    const [name = '', ...lines] = block.split('\n').filter(line => line !== '')
    const release = releaseOf(name)
    if (release === undefined) throw new Error(`role data: "${name}" is no release`)
    found.push({ release, roles: applyLines(found.at(-1)?.roles ?? new Map(), lines) })
  }
  return found
}

function applyLines(before: Roles, lines: readonly string[]): Roles {
  const roles = new Map(before)
  for (const line of lines) {
    const [head = '', ...words] = line.split(' ')
    const isNew = head.endsWith(':')
    const role = isNew ? head.slice(0, -1) : head
    roles.set(role, isNew ? new Set(words) : changed(before.get(role) ?? new Set(), words))
  }
  return roles
}

function changed(permissions: ReadonlySet<string>, words: readonly string[]): ReadonlySet<string> {
  const kept = [...permissions].filter(permission => !words.includes(`-${permission}`))
  return new Set([...kept, ...words.filter(word => word.startsWith('+')).map(word => word.slice(1))])
}

function inBoth(a: Roles, b: Roles): Roles {
  return new Map(
    [...a].flatMap(([role, permissions]) => {
      const others = b.get(role)
      if (others === undefined) return []
      return [[role, new Set([...permissions].filter(permission => others.has(permission)))] as const]
    }),
  )
}

function inEither(a: Roles, b: Roles): Roles {
  return new Map(
    [...new Set([...a.keys(), ...b.keys()])].map(role => [
      role,
      new Set([...(a.get(role) ?? []), ...(b.get(role) ?? [])]),
    ]),
  )
}
