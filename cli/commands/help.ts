// `help [COMMAND]`: what a command does, its options and examples.
import { defineCommand } from '../command.js'
import { failure } from '../failure.js'
import { didYouMean } from '../suggest.js'
import { commandTable } from './index.js'

export const help = defineCommand({
  name: 'help',
  summary: 'show the help of a command',
  operands: [{ name: 'COMMAND', kind: 'word', optional: true, many: true }],
  options: {},
  examples: [{ run: 'support-packet help rules test', says: 'the same as support-packet rules test --help' }],
  async run({ operands }, context) {
    const { commandHelp, groupHelp, overview } = await import('../help-text.js')
    const name = operands.join(' ')
    const names = Object.keys(commandTable)
    const load = Object.hasOwn(commandTable, name) ? commandTable[name] : undefined
    if (name === '') await context.write(await overview())
    else if (load !== undefined) await context.write(commandHelp(await load()))
    else if (names.some(known => known.startsWith(`${name} `))) await context.write(await groupHelp(name))
    else
      throw failure(`There is no command "${name}".${didYouMean(name, names)}`, 'Try: support-packet --help')
    return 0
  },
})
