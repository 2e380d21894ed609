// `rules new ID`: prints a rule to start from, or writes it.
import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { defineCommand } from '../command.js'
import { failure } from '../failure.js'
import { writeText } from '../outputs.js'

export const rulesNew = defineCommand({
  name: 'rules new',
  summary: 'print a rule to start from',
  details: ['The id reads after "this server has", in lower case with hyphens: mail-server-refuses.'],
  operands: [{ name: 'ID', kind: 'word' }],
  options: {
    product: {
      kind: 'choice',
      value: 'PRODUCT',
      choices: ['mattermost', 'teleport'],
      default: 'mattermost',
      says: 'mattermost (default) or teleport',
    },
    area: {
      kind: 'text',
      value: 'AREA',
      default: 'configuration',
      says: 'its folder; configuration by default',
    },
    output: { kind: 'file', value: 'FILE', short: 'o', says: 'write to FILE instead of standard output' },
  },
  examples: [
    { run: 'support-packet rules new mail-server-refuses --area mail', says: 'to look at' },
    { run: 'support-packet rules new my-rule -o my-rules/my-rule.yaml', says: 'to edit' },
  ],
  async run({ options, operands: [id = ''] }, context) {
    for (const word of [id, options.area]) {
      if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(word))
        throw failure(`"${word}" must be lower-case words with hyphens, such as mail-server-refuses.`)
    }
    const { scaffoldRule } = await import('../../analyzer/engine/scaffold.js')
    const text = scaffoldRule(id, options.product, options.area)
    if (options.output === undefined || options.output === '-') await context.write(text)
    else {
      await mkdir(dirname(options.output), { recursive: true })
      await writeText(options.output, text, 'new')
    }
    return 0
  },
})
