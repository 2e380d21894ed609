// Server versions against semver ranges. Servers write `10.5`, `v10.5.1`, `11.0.0-rc2`, `10.5.1.10517652180`.
import coerce from 'semver/functions/coerce.js'
import satisfies from 'semver/functions/satisfies.js'
import compare from 'semver/functions/compare.js'
import validRange from 'semver/ranges/valid.js'
import minVersion from 'semver/ranges/min-version.js'

/** Three numbers; a release candidate counts as its release, since it has the release's settings and faults. */
function coerceVersion(text: string): string | undefined {
  return coerce(text)?.version
}

/** `undefined` when the version cannot be read. */
export function versionInRange(version: string, range: string): boolean | undefined {
  const known = coerceVersion(version)
  return known === undefined ? undefined : satisfies(known, range)
}

/** Negative, zero or positive; `undefined` when one of them cannot be read. */
export function compareVersions(a: string, b: string): number | undefined {
  const left = coerceVersion(a)
  const right = coerceVersion(b)
  return left === undefined || right === undefined ? undefined : compare(left, right)
}

export function isVersionRange(text: string): boolean {
  return text.trim() !== '' && validRange(text) !== null
}

/** A version inside the range, for examples that name none. */
export function versionInside(range: string): string | undefined {
  return minVersion(range)?.version
}
