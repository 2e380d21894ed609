// Matches entry names against the patterns people write: `*` and `?` within a folder, `**` for any folders. Time grows with the
// product of both lengths, whatever the pattern: names come from packets.

/** Letter case counts. A pattern without wildcards is a name. `node-*` is one folder, and `**` before a name any or none. */
export function matchesGlob(name: string, pattern: string): boolean {
  return matchSteps(name.split('/'), pattern.split('/'), step => step === '**', matchName)
}

/** One step of a path against one of the pattern, without `**`. */
const matchName = (name: string, pattern: string): boolean =>
  matchSteps([...name], [...pattern], step => step === '*', matchCharacter)

const matchCharacter = (character: string, wanted: string): boolean => wanted === '?' || character === wanted

/** A wildcard takes as little as it can; when the rest does not fit, the last wildcard takes one step more. */
function matchSteps(
  steps: readonly string[],
  pattern: readonly string[],
  isWild: (step: string) => boolean,
  fits: (step: string, wanted: string) => boolean,
): boolean {
  let at = 0
  let inPattern = 0
  let wildAt = -1
  let takenTo = 0
  while (at < steps.length) {
    const wanted = pattern[inPattern]
    if (wanted !== undefined && isWild(wanted)) {
      wildAt = inPattern++
      takenTo = at
    } else if (wanted !== undefined && fits(steps[at] ?? '', wanted)) {
      at++
      inPattern++
    } else if (wildAt >= 0) {
      at = ++takenTo
      inPattern = wildAt + 1
    } else return false
  }
  return pattern.slice(inPattern).every(isWild)
}
