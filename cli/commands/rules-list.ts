// `rules list`: the rule library, one line a rule.
import type { Rule } from '../../analyzer/engine/rule.js'
import { stableJson } from '../../analyzer/reports/stable-json.js'
import { styleFor } from '../../analyzer/reports/text/style.js'
import { counted } from '../../analyzer/reports/text/words.js'
import { visibleControls } from '../../analyzer/lib/terminal-text.js'
import { defineCommand } from '../command.js'
import { failure } from '../failure.js'
import { selectRules } from '../rule-selection.js'
import { listingOption } from '../listing.js'
import { ruleOptions } from '../shared-options.js'
import { didYouMean } from '../suggest.js'

export const rulesList = defineCommand({
  name: 'rules list',
  summary: 'list the rules',
  operands: [],
  options: {
    ...ruleOptions,
    product: {
      kind: 'choice',
      value: 'PRODUCT',
      choices: ['mattermost', 'teleport'],
      says: 'mattermost or teleport',
    },
    area: { kind: 'text', value: 'AREA', says: 'rules of one area, such as database' },
    ...listingOption,
  },
  examples: [
    { run: 'support-packet rules list --area database', says: 'severity, id and title' },
    { run: 'support-packet rules list --format ndjson | jq -r .id', says: 'ids only' },
  ],
  async run({ options }, context) {
    const selected = await selectRules(options)
    if (options.area !== undefined) mustBeArea(options.area, selected)
    const rules = selected.filter(
      ({ product, area }) => product === (options.product ?? product) && area === (options.area ?? area),
    )
    switch (options.format) {
      case 'text':
        await context.write(listText(rules, context.colour))
        break
      case 'json':
        await context.write(`${stableJson(rules.map(listed), 2)}\n`)
        break
      case 'ndjson':
        await context.write(rules.map(rule => `${stableJson(listed(rule))}\n`).join(''))
    }
    return 0
  },
})

function mustBeArea(name: string, rules: readonly Rule[]): void {
  const areas = [...new Set(rules.map(({ area }) => area))].sort()
  if (areas.includes(name)) return
  throw failure(`There is no area "${name}".${didYouMean(name, areas)} Areas: ${areas.join(', ')}.`)
}

const listed = ({ id, title, severity, product, area, versions, file }: Rule): object => ({
  id,
  title,
  severity,
  product,
  area,
  versions,
  file,
})

/** Under a line for each product and area. */
function listText(rules: readonly Rule[], colour: boolean): string {
  const style = styleFor(colour)
  const names = [...new Set(rules.map(nameOfGroup))].sort()
  const columns = Math.max(0, ...rules.map(({ id }) => id.length)) + 2
  const blocks = names.map(name => {
    const lines = rules
      .filter(rule => nameOfGroup(rule) === name)
      .map(({ id, severity, title }) => {
        const word = style.severity(severity, severity) + ' '.repeat(10 - severity.length)
        return `  ${word}${id.padEnd(columns)}${title}`
      })
    return `${style.strong(visibleControls(name))}\n${lines.join('\n')}\n`
  })
  return `${blocks.join('\n')}\n${counted(rules.length, 'rule')}\n`
}

const nameOfGroup = ({ product, area }: Rule): string => `${product}/${area}`
