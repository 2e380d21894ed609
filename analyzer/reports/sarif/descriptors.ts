// Rules as SARIF describes them. Only those that a result or a notification names are listed: a library of hundreds of rules in
// each run would be most of the file.
import type { Severity } from '../../analysis.js'
import type { RuleText } from '../types.js'
import { isWebLink } from '../web-link.js'
import type { Descriptor, DescriptorReference, Level, Message } from './format.js'
import { messageOf, messageText } from './message.js'

export interface Descriptors {
  /** The place of a rule in the list; one that is new is added. */
  refer(rule: RuleText): DescriptorReference
  all(): readonly Descriptor[]
}

export function createDescriptors(describe: (rule: RuleText) => Descriptor): Descriptors {
  const indexes = new Map<string, number>()
  const list: Descriptor[] = []
  return {
    refer(rule) {
      const index = indexes.get(rule.id) ?? list.length
      if (index === list.length) list.push(describe(rule))
      indexes.set(rule.id, index)
      return { id: rule.id, index }
    },
    all: () => list,
  }
}

const levels: Readonly<Record<Severity, Level>> = {
  critical: 'error',
  error: 'error',
  warning: 'warning',
  info: 'note',
}

export const levelOf = (severity: Severity): Level => levels[severity]

export function describeRule(rule: RuleText): Descriptor {
  const { id, title, severity, why, docs = [] } = rule
  const link = docs.find(isWebLink)
  return {
    id,
    name: pascalCase(id),
    shortDescription: messageOf(title),
    fullDescription: messageOf(why ?? title),
    help: helpOf(rule),
    ...(link === undefined ? {} : { helpUri: link }),
    defaultConfiguration: { level: levelOf(severity) },
    properties: { severity, ...tagsOf(rule) },
  }
}

/** A kind of notification: a code of a problem, or one of the few that a report has of its own. */
export function describeKind({ id, title, severity }: RuleText): Descriptor {
  return {
    id,
    name: pascalCase(id),
    shortDescription: messageOf(title),
    fullDescription: messageOf(title),
    help: messageOf(title),
    defaultConfiguration: { level: levelOf(severity) },
  }
}

/** What to do, as text and as Markdown. Texts of rules are written by authors of rules, not by packets. */
function helpOf({ title, why, fix, docs = [] }: RuleText): Message {
  const links = docs.filter(isWebLink)
  const parts = [
    ...(why === undefined ? [] : [['Why', why]]),
    ...(fix === undefined ? [] : [['Fix', fix]]),
  ] as const
  if (parts.length === 0 && links.length === 0) return messageOf(title)
  const text = [...parts.map(([name, says]) => `${name}: ${says}`), ...links.map(link => `See: ${link}`)]
  const markdown = [
    ...parts.map(([name, says]) => `**${name}:** ${says}`),
    ...links.map(link => `See: <${link}>`),
  ]
  return { text: messageText(text.join('\n')), markdown: messageText(markdown.join('\n\n')) }
}

/** `database-pool-exhausted` → `DatabasePoolExhausted`, `ENTRY_EMPTY` → `EntryEmpty`. */
function pascalCase(id: string): string {
  return id
    .split(/[^A-Za-z0-9]+/)
    .map(word => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase())
    .join('')
}

/** Areas whose findings are about who may do what: code scanning sorts those by a score of their own. */
const securityAreas: ReadonlySet<string> = new Set(['security', 'permissions', 'rbac', 'tokens'])

/** In the ranges that code scanning calls critical, high, medium and low. */
const scores: Readonly<Record<Severity, string>> = {
  critical: '9.5',
  error: '8.0',
  warning: '5.5',
  info: '2.0',
}

function tagsOf({ area, severity }: RuleText): Readonly<Record<string, unknown>> {
  if (area === undefined) return {}
  if (!securityAreas.has(area)) return { tags: [area] }
  return { tags: [...new Set(['security', area])], 'security-severity': scores[severity] }
}
