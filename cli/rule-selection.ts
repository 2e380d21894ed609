// The rules a command works with: built in and added ones, narrowed by --only and --skip.
import type { Severity } from '../analyzer/analysis.js'
import type { Rule } from '../analyzer/engine/rule.js'
import { visibleControls } from '../analyzer/lib/terminal-text.js'
import { failure } from './failure.js'
import { readSources } from './rule-files.js'
import { didYouMean } from './suggest.js'

export interface RuleRequest {
  readonly rules: readonly string[]
  readonly only: readonly string[]
  readonly skip: readonly string[]
}

/** What the configuration of the project says of rules. */
export interface RuleSettings {
  readonly file: string | undefined
  readonly rules: readonly string[]
  readonly disable: readonly string[]
  readonly disableAreas: readonly string[]
  readonly severity: ReadonlyMap<string, Severity>
}

/**
 * Throws a failure with all mistakes when a rule file is wrong: nothing is judged by half a library. A rule that --only
 * names is judged although the configuration disables it.
 */
export async function selectRules(request: RuleRequest, settings?: RuleSettings): Promise<readonly Rule[]> {
  const all = await loadAll([...(settings?.rules ?? []), ...request.rules])
  const rules = settings === undefined ? all : withSeverities(all, settings)
  const only = matcher(request.only, rules, '--only')
  const skip = matcher(request.skip, rules, '--skip')
  const disabled = settings === undefined ? () => false : disabledBy(settings, rules)
  return rules.filter(rule => (request.only.length === 0 ? !disabled(rule) : only(rule.id)) && !skip(rule.id))
}

function withSeverities(rules: readonly Rule[], { severity, file }: RuleSettings): readonly Rule[] {
  const changes = [...severity].map(([pattern, wanted]) => ({
    names: matcher([pattern], rules, `${file}: severity`),
    wanted,
  }))
  if (changes.length === 0) return rules
  return rules.map(rule => {
    const change = changes.findLast(({ names }) => names(rule.id))
    return change === undefined ? rule : { ...rule, severity: change.wanted }
  })
}

function disabledBy(settings: RuleSettings, rules: readonly Rule[]): (rule: Rule) => boolean {
  const { disable, disableAreas, file } = settings
  const byId = matcher(disable, rules, `${file}: disable`)
  const areas = new Set(rules.flatMap(rule => areaNames(rule)))
  const unknown = disableAreas.find(area => !areas.has(area))
  if (unknown !== undefined)
    throw failure(`${file}: disable-areas: there is no area "${unknown}".${didYouMean(unknown, areas)}`)
  return rule => byId(rule.id) || areaNames(rule).some(name => disableAreas.includes(name))
}

/** `plugins` of any product, `mattermost/plugins` of one. */
const areaNames = ({ area, product }: Rule): readonly string[] => [area, `${product}/${area}`]

/** Shown of the mistakes in rule files; `rules lint` shows all. */
const mistakesShown = 20

export async function loadAll(directories: readonly string[]): Promise<readonly Rule[]> {
  const { builtInRules, loadRules } = await import('../analyzer/engine/load.js')
  if (directories.length === 0) return builtInRules()
  await Promise.all(directories.map(readSources))
  const loaded = await loadRules(directories)
  if (loaded.kind === 'ok') return loaded.rules
  const { formatMistake } = await import('../analyzer/engine/lint.js')
  const lines = loaded.mistakes.map(mistake => `  ${visibleControls(formatMistake(mistake))}`)
  const beyond = lines.length - mistakesShown
  const more = beyond > 0 ? [`  and ${beyond} more: support-packet rules lint ${directories.join(' ')}`] : []
  throw failure(
    'The rule files have mistakes, so nothing was judged:',
    [...lines.slice(0, mistakesShown), ...more].join('\n'),
  )
}

/** The rule of that id; a typing error is a failure that proposes what was meant. */
export function namedRule(rules: readonly Rule[], id: string): Rule {
  const rule = rules.find(candidate => candidate.id === id)
  if (rule !== undefined) return rule
  throw failure(
    `There is no rule "${id}".${didYouMean(
      id,
      rules.map(candidate => candidate.id),
    )}`,
  )
}

/** Patterns are rule ids, or prefixes that end in `*`. Each must name a rule: a typing error would silently skip nothing. */
function matcher(
  patterns: readonly string[],
  rules: readonly Rule[],
  option: string,
): (id: string) => boolean {
  const tests = patterns.map(pattern => {
    const test = (id: string): boolean =>
      pattern.endsWith('*') ? id.startsWith(pattern.slice(0, -1)) : id === pattern
    if (rules.some(({ id }) => test(id))) return test
    throw failure(
      `${option}: there is no rule "${pattern}".${didYouMean(
        pattern,
        rules.map(({ id }) => id),
      )}`,
    )
  })
  return id => tests.some(test => test(id))
}
