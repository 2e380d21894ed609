// What the facts that a rule missed are called, for people: put into the Analysis, because reports know nothing else.
import type { Skipped } from './analysis.js'
import { factDefinitions } from './facts/index.js'

let titles: ReadonlyMap<string, string> | undefined

/** The same skip with the titles of the facts among what it missed. */
export function withTitles(skipped: Skipped): Skipped {
  const known = skipped.missing.flatMap(path => {
    const title = titleOf(path)
    return title === undefined ? [] : [[path, title] as const]
  })
  return known.length === 0 ? skipped : { ...skipped, titles: Object.fromEntries(known) }
}

/** `facts.oauth.failed_providers` → `OAuth providers whose test failed`. A path below a fact has the fact's title. */
function titleOf(path: string): string | undefined {
  if (!path.startsWith('facts.')) return undefined
  titles ??= new Map(factDefinitions.map(({ id, title }) => [id, plainTitle(title)]))
  for (let id = path.slice('facts.'.length); id !== ''; id = id.slice(0, Math.max(0, id.lastIndexOf('.')))) {
    const title = titles.get(id)
    if (title !== undefined) return title
  }
  return undefined
}

/** Without what is meant for authors of rules: `, each {provider, error}`, `, 0 to 1`, what follows a colon, notes in brackets. */
function plainTitle(title: string): string {
  const plain = title.replace(/(?:, each \{|, 0 to 1\b|: |; | \().*$/s, '')
  // `OAuth` and `SAML` keep their capitals.
  return /^[A-Z][a-z]+\b/.test(plain) ? plain.charAt(0).toLowerCase() + plain.slice(1) : plain
}
