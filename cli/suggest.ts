// What the command line says of a word it does not know.
import { nearestName } from '../analyzer/lib/nearest-name.js'

/** ` Did you mean "x"?`, or nothing. */
export function didYouMean(word: string, known: Iterable<string>, prefix = ''): string {
  const name = nearestName(word, known)
  return name === undefined ? '' : ` Did you mean ${prefix}${name}?`
}
