// Versions of servers, and what changed with them in the packets they write. Every question of "since when" is answered here.
import type { YamlStyle } from '../encode/go-yaml.js'

/** `10.5` and `10.5.3-rc1` compare as their numbers. */
export function isAtLeast(version: string, from: string): boolean {
  const [major = 0, minor = 0, patch = 0] = numbersOf(version)
  const [fromMajor = 0, fromMinor = 0, fromPatch = 0] = numbersOf(from)
  if (major !== fromMajor) return major > fromMajor
  return minor !== fromMinor ? minor > fromMinor : patch >= fromPatch
}

const numbersOf = (version: string): readonly number[] =>
  (/\d+(?:\.\d+){0,2}/.exec(version)?.[0] ?? '').split('.').map(Number)

/** The encoder that a version writes its documents with. */
export function yamlStyleOf(version: string): YamlStyle {
  if (isAtLeast(version, '11.3')) return 'goccy'
  return isAtLeast(version, '10.5') ? 'yaml.v3' : 'yaml.v2'
}

/** The number of the last migration that a release brought; between two, the older release. */
const schemaLevels: readonly (readonly [level: number, version: string])[] = [
  [113, '8.1.0'],
  [124, '9.11.0'],
  [127, '10.2.0'],
  [128, '10.4.0'],
  [129, '10.5.0'],
  [130, '10.6.0'],
  [133, '10.7.0'],
  [134, '10.8.0'],
  [137, '10.9.0'],
  [141, '10.11.0'],
  [159, '11.6.0'],
]

/** About which release a database belongs to, when nothing else tells; `undefined` for older ones. */
export function versionOfSchema(level: number): string | undefined {
  return schemaLevels.findLast(([least]) => level >= least)?.[1]
}
