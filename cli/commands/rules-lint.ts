// `rules lint PATH…`: every mistake of every rule file with its line, in the form editors turn into links.
import { visibleControls } from '../../analyzer/lib/terminal-text.js'
import { counted } from '../../analyzer/reports/text/words.js'
import { defineCommand } from '../command.js'
import { decideExit } from '../exit-code.js'
import { checkRuleFiles } from '../rule-files.js'

export const rulesLint = defineCommand({
  name: 'rules lint',
  summary: 'check rule files and report all mistakes with their lines',
  operands: [{ name: 'PATH', kind: 'file', many: true }],
  options: {},
  examples: [{ run: 'support-packet rules lint my-rules/', says: 'all *.yaml files below the folder' }],
  async run({ operands }, context) {
    const { formatMistake } = await import('../../analyzer/engine/lint.js')
    const { files, mistakes } = await checkRuleFiles(operands)
    const lines = mistakes.map(mistake => visibleControls(formatMistake(mistake)))
    const last = mistakes.length === 0 ? 'no mistakes' : counted(mistakes.length, 'mistake')
    await context.write(
      [...lines, `${counted(files, 'rule file')}: ${last}`].map(line => `${line}\n`).join(''),
    )
    return decideExit({ invalid: mistakes.length > 0 })
  },
})
