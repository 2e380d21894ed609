// What lint says of a name it does not know.
import { nearestName } from '../lib/nearest-name.js'

/** ` (did you mean "severity"?)`, or nothing when no name is near. */
export function didYouMean(name: string, names: Iterable<string>): string {
  const nearest = nearestName(name, names)
  return nearest === undefined ? '' : ` (did you mean "${nearest}"?)`
}
