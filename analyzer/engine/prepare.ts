// A rule's expressions, parsed when the rule is first judged and kept as long as the rule is.
import { compileExpression } from './cel.js'
import type { Compiled } from './cel.js'
import type { Rule } from './rule.js'
import { compileTemplate } from './template.js'
import type { Template } from './template.js'

export interface PreparedRule {
  readonly when: Compiled | undefined
  readonly each: { readonly list: Compiled; readonly name: string } | undefined
  /** Parsed when something was found: most rules find nothing. */
  readonly key: () => Compiled | undefined
  readonly message: () => Template
}

const prepared = new WeakMap<Rule, PreparedRule>()

/** Throws for a rule that lint would have refused. */
export function prepareRule(rule: Rule): PreparedRule {
  const known = prepared.get(rule)
  if (known !== undefined) return known
  const each = rule.each === undefined ? undefined : splitEach(rule.each)
  if (rule.each !== undefined && each === undefined) throw new Error(`each: ${eachForm}`)
  let message: Template | undefined
  const parts: PreparedRule = {
    when: rule.when === undefined ? undefined : compileExpression(rule.when),
    each: each && { list: compileExpression(each.list), name: each.name },
    key: () => (rule.key === undefined ? undefined : compileExpression(rule.key)),
    message: () => (message ??= compileTemplate(rule.message)),
  }
  prepared.set(rule, parts)
  return parts
}

export const eachForm = 'write `<list> as <name>`, such as `plugins.enabled as plugin`'

/** `plugins.enabled as plugin` → its two parts; `undefined` when it is not of that form. */
export function splitEach(each: string): { readonly list: string; readonly name: string } | undefined {
  const parts = /^([^]+?)\s+as\s+([A-Za-z_]\w*)\s*$/.exec(each)
  return parts === null ? undefined : { list: parts[1] ?? '', name: parts[2] ?? '' }
}
