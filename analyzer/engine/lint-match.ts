// Paths below `match` in a rule's expressions: its fields, the groups that the rule's patterns catch, what it says of all nodes.
import { didYouMean } from './did-you-mean.js'
import { matchFields, matchOfAllFields } from './match-variable.js'

/** Every `(?P<name>…)` of a `logs:` block, whose shape may be wrong still. */
export function groupNames(logs: unknown): readonly string[] | undefined {
  if (logs === undefined) return undefined
  const caught = JSON.stringify(logs).matchAll(/\(\?P?<(\w+)>/g)
  return [...new Set([...caught].map(([, name]) => name ?? ''))]
}

export function checkMatchPath(
  [field = '', inner]: readonly string[],
  groups: readonly string[],
  report: (message: string) => void,
): void {
  const unknown = (whole: string, name: string, known: readonly string[]): void => {
    const has = known.length === 0 ? 'none' : known.join(', ')
    report(`"${whole}" has no "${name}"${didYouMean(name, known)}; it has ${has}`)
  }
  if (!matchFields.includes(field)) unknown('match', field, matchFields)
  else if (inner !== undefined && field === 'groups' && !groups.includes(inner)) {
    unknown('match.groups', inner, groups)
  } else if (inner !== undefined && field === 'all' && !matchOfAllFields.includes(inner)) {
    unknown('match.all', inner, matchOfAllFields)
  }
}
