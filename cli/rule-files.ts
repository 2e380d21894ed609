// Rule files named on the command line, checked: for the commands of rule authors.
import { join, resolve } from 'node:path'
import type { Rule } from '../analyzer/engine/rule.js'
import type { RuleMistake, RuleSource } from '../analyzer/engine/lint.js'
import { failure, systemReason } from './failure.js'

export interface CheckedFiles {
  readonly files: number
  /** The sound ones. */
  readonly rules: readonly Rule[]
  readonly mistakes: readonly RuleMistake[]
}

/** All rule files below the paths, against the built-in library: ids must be new, explained rules must exist. */
export async function checkRuleFiles(paths: readonly string[]): Promise<CheckedFiles> {
  const { loadRules } = await import('../analyzer/engine/load.js')
  const { lintRules } = await import('../analyzer/engine/lint.js')
  const { factDefinitions } = await import('../analyzer/facts/index.js')
  const found = await Promise.all(paths.map(async path => ({ path, sources: await readSources(path) })))
  const sources = found.flatMap(one => one.sources)
  const places = found.flatMap(({ path, sources: inPath }) => [
    path,
    ...inPath.map(({ file }) => join(path, file)),
  ])
  const builtIn = await loadRules()
  const known = builtIn.kind === 'ok' ? builtIn.rules.filter(rule => !isAmong(rule, places)) : []
  const { rules, mistakes } = lintRules(sources, {
    knownRules: known,
    factIds: factDefinitions.map(({ id }) => id),
  })
  return { files: sources.length, rules, mistakes }
}

/** The rule files at a path somebody named: there must be some, or the path is a typing error. */
export async function readSources(path: string): Promise<readonly RuleSource[]> {
  const { readRuleSources } = await import('../analyzer/engine/load.js')
  const sources = await readRuleSources(path).catch((error: unknown) => {
    const reason = isMissing(error) ? 'no such directory, file or installed npm package' : systemReason(error)
    throw failure(`Cannot read rules from ${path}: ${reason}.`)
  })
  if (sources.length === 0) throw failure(`There are no rule files (*.yaml) in ${path}.`)
  return sources
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT'

/** In a checkout the files of the built-in library are linted themselves: they are then not taken ids. */
function isAmong(rule: Rule, places: readonly string[]): boolean {
  return places.some(place => resolve(place).replaceAll('\\', '/').endsWith(`/${rule.file}`))
}
