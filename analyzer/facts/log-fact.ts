// What the facts of a node's logs have in common: their scope, what they read, and the places they are traced to.
import type { LogFile } from '../documents/log/types.js'
import { sourceOfEntry } from './source.js'
import type { Derived, FactDefinition, FactInput, Source } from './types.js'
import { defineFact } from './types.js'

/** A fact of the logs of one node. */
export function logFact<T>(
  id: string,
  title: string,
  derive: (input: FactInput) => Derived<T> | undefined,
): FactDefinition<T> {
  return defineFact({ id, title, scope: 'node', reads: ['logs'], derive })
}

/** The logs as a whole: where one looked. */
export function sourcesOfFiles(files: readonly LogFile[]): readonly Source[] {
  return files.map(({ entry, node }) => sourceOfEntry(entry, node))
}

/** A line of a log. */
export interface LogPlace {
  readonly entry: string
  readonly line: number
}

/** Places that a finding names at most. */
const MOST_SOURCES = 10

/** The first places; where there are none, the logs in which one looked. */
export function sourcesOfPlaces(
  places: readonly LogPlace[],
  files: readonly LogFile[],
  node: string,
): readonly Source[] {
  if (places.length === 0) return sourcesOfFiles(files)
  return places.slice(0, MOST_SOURCES).map(({ entry, line }) => ({ ...sourceOfEntry(entry, node), line }))
}
