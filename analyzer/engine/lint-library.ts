// Checks across rules: ids that are taken, and links to rules that do not exist.
import { didYouMean } from './did-you-mean.js'
import type { LintedRule } from './lint.js'
import type { Explained, Rule } from './rule.js'

export function checkLibrary(linted: readonly LintedRule[], known: readonly Rule[]): void {
  const owners = new Map(known.map(rule => [rule.id, 'the built-in library']))
  for (const { rule, path, reporter } of linted) {
    const owner = owners.get(rule.id)
    if (owner === undefined) owners.set(rule.id, path)
    else reporter.at(['id'], `id "${rule.id}" is taken by ${owner}`)
  }
  for (const one of linted) checkLinks(one, [...owners.keys()])
}

function checkLinks({ rule, reporter }: LintedRule, ids: readonly string[]): void {
  for (const name of ['explains', 'correlates'] as const) {
    const links: unknown = rule[name]
    if (!Array.isArray(links)) continue
    for (const [index, link] of (links as Explained[]).entries()) {
      const target: unknown = typeof link === 'string' ? link : link?.rule
      if (typeof target !== 'string' || isKnown(target, ids)) continue
      reporter.at([name, index], `${name}: no rule "${target}"${didYouMean(target, ids)}`)
    }
  }
}

function isKnown(target: string, ids: readonly string[]): boolean {
  if (!target.endsWith('*')) return ids.includes(target)
  return ids.some(id => id.startsWith(target.slice(0, -1)))
}
