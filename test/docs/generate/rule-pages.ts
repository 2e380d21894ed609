// docs/rule-catalogue/: every built-in rule for those who want to know what is judged and why, a page an area.
import { factDefinitions } from '../../../analyzer/facts/index.js'
import { ruleVariables } from '../../../analyzer/engine/variables.js'
import type { Rule } from '../../../analyzer/engine/rule.js'

const severities = ['critical', 'error', 'warning', 'info'] as const

const productNames: Readonly<Record<string, string>> = { mattermost: 'Mattermost', teleport: 'Teleport' }

const written = 'Written by `npm run docs` from the rule files; a test compares it.'

/** File name below docs/rule-catalogue/ → its text. */
export function rulePages(rules: readonly Rule[]): ReadonlyMap<string, string> {
  const areas = new Map<string, Rule[]>()
  for (const rule of rules) {
    const key = `${rule.product}-${rule.area}`
    areas.set(key, [...(areas.get(key) ?? []), rule])
  }
  const sorted = [...areas].sort(([a], [b]) => (a < b ? -1 : 1))
  const pages = sorted.map(([key, own]) => [`${key}.md`, areaPage(own)] as const)
  return new Map([['README.md', indexPage(sorted)] as const, ...pages])
}

const countOf = (rules: readonly Rule[], severity: string): number =>
  rules.filter(rule => rule.severity === severity).length

function indexPage(areas: readonly (readonly [string, readonly Rule[]])[]): string {
  const all = areas.flatMap(([, rules]) => rules)
  const rows = areas.map(([key, rules]) => {
    const [first] = rules
    const name = `${productNames[first?.product ?? ''] ?? first?.product}: ${first?.area}`
    return `| [${name}](${key}.md) | ${rules.length} | ${severities.map(severity => countOf(rules, severity) || '').join(' | ')} |`
  })
  const total = `| all | ${all.length} | ${severities.map(severity => countOf(all, severity)).join(' | ')} |`
  return lines([
    '# The rule catalogue',
    '',
    `What is judged: ${all.length} rules, by product and area. ${written}`,
    'How a rule is written and tried: [../rules.md](../rules.md). `support-packet rules show ID` prints one with its condition and examples,',
    '`support-packet rules explain PACKET ID` says why it found something in a packet, passed, or could not tell.',
    '',
    '<!-- prettier-ignore-start -->',
    `| area | rules | ${severities.join(' | ')} |`,
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
    total,
    '<!-- prettier-ignore-end -->',
  ])
}

function areaPage(rules: readonly Rule[]): string {
  const [first] = rules
  const product = productNames[first?.product ?? ''] ?? first?.product ?? ''
  const sorted = [...rules].sort(
    (a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity) || (a.id < b.id ? -1 : 1),
  )
  return lines([
    `# ${product}: ${first?.area ?? ''}`,
    '',
    `${rules.length} rules, the most severe first. ${written} [All areas](README.md)`,
    '',
    '<!-- prettier-ignore-start -->',
    ...sorted.flatMap(ruleText),
    '<!-- prettier-ignore-end -->',
  ])
}

function ruleText(rule: Rule): readonly string[] {
  const { id, title, severity, versions, why, fix, docs } = rule
  const needs = needsOf(rule)
  return [
    `## ${id}`,
    '',
    `**${plain(title)}** · ${severity}${versions === undefined ? '' : ` · versions \`${versions}\``}`,
    '',
    ...(needs.length === 0 ? [] : [`- Needs: ${needs.join('; ')}`]),
    `- Why: ${plain(why)}`,
    `- Fix: ${plain(fix)}`,
    ...(docs.length === 0 ? [] : [`- See: ${docs.map(link => `<${link}>`).join(', ')}`]),
    '',
  ]
}

const factTitles = new Map(factDefinitions.map(({ id, title }) => [id, title]))
const variableNames = ruleVariables.map(({ name }) => name).filter(name => name !== 'facts')

/** The documents, facts and logs that the condition reads. */
function needsOf({ when, each, logs }: Rule): readonly string[] {
  const text = [when ?? '', each ?? ''].join('\n').replace(/"(?:[^"\\]|\\.)*"/g, '""')
  const facts = [...text.matchAll(/\bfacts\.([a-z0-9_.]+)/g)].map(([, path = '']) => factOf(path))
  const settings = [...text.matchAll(/\bconfig\.((?:[A-Z]\w*)(?:\.[A-Z]\w*)*)/g)].map(
    ([, path = '']) => `\`${path}\``,
  )
  const others = variableNames.filter(
    name => name !== 'config' && new RegExp(`(?<![.\\w])${name}\\b`).test(text),
  )
  const isConfigWhole = settings.length === 0 && /(?<![.\w])config\b/.test(text)
  return [
    ...new Set([
      ...(logs === undefined ? [] : ['records of the logs']),
      ...(settings.length === 0 ? [] : [`settings ${[...new Set(settings)].join(', ')}`]),
      ...(isConfigWhole ? ['the configuration'] : []),
      ...others.map(name => `\`${name}\``),
      ...facts,
    ]),
  ]
}

/** The fact that a path begins with: `database.pool.in_use.value` is of `database.pool.in_use`. */
function factOf(path: string): string {
  const parts = path.split('.')
  for (let length = parts.length; length > 0; length--) {
    const id = parts.slice(0, length).join('.')
    const title = factTitles.get(id)
    if (title !== undefined) return `${plain(title).replace(/, each \{.*$/, '')} (\`${id}\`)`
  }
  return `\`facts.${path}\``
}

/** Text of a rule as Markdown that says the same: one line, and nothing of it acts. */
const plain = (text: string): string =>
  text
    .trim()
    .replace(/\s+/g, ' ')
    .split(/(`[^`]*`)/)
    .map((part, index) => (index % 2 === 1 ? part : part.replace(/[<*_\[\]\\]/g, mark => `\\${mark}`)))
    .join('')

const lines = (texts: readonly string[]): string => `${texts.join('\n').trimEnd()}\n`
