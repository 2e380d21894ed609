// `baseline update FILE PACKET…`: takes what is gone out of a baseline and adds what is new; everything else in the file stays.
import type { BaselineChange } from '../../analyzer/baseline/compare.js'
import type { KnownFinding } from '../../analyzer/baseline/types.js'
import { visibleControls } from '../../analyzer/lib/terminal-text.js'
import { counted } from '../../analyzer/reports/text/words.js'
import { analyzeAll, judgingOptions } from '../baseline-analyses.js'
import { loadBaseline, tellBaseline } from '../baseline-file.js'
import { defineCommand } from '../command.js'
import { configHelp, textOf } from '../config-file.js'
import { failure } from '../failure.js'
import { checkWritable, writeText } from '../outputs.js'

export const baselineUpdate = defineCommand({
  name: 'baseline update',
  summary: 'bring a baseline up to date: what is gone is taken out, what is new is added',
  details: [
    'Changes the list of findings in FILE and nothing else: suppressions and remarks stay as they are. Gone is only what a rule looked for and did not find; a finding whose rule could not be judged stays.',
    'Name all packets that the baseline is for, at once.',
    configHelp,
  ],
  operands: [
    { name: 'FILE', kind: 'file' },
    { name: 'PACKET', kind: 'packet', many: true },
  ],
  options: {
    'only-remove': { kind: 'flag', says: 'add nothing: what is new goes on counting' },
    'dry-run': { kind: 'flag', short: 'n', says: 'say what would change, and write nothing' },
    ...judgingOptions,
  },
  examples: [
    { run: 'support-packet baseline update known.yaml packet.zip', says: 'after faults were mended' },
    {
      run: 'support-packet baseline update --only-remove known.yaml packet.zip',
      says: 'for CI: the list can only become shorter',
    },
  ],
  async run({ options, operands: [file = '', ...packets] }, context) {
    const choice = await loadBaseline(file, context.io)
    if (choice === undefined) throw failure('A baseline file is needed.')
    await checkWritable(file)
    const analyses = await analyzeAll(packets, options, context, choice)
    const { compareBaseline } = await import('../../analyzer/baseline/compare.js')
    const { rewriteBaseline } = await import('../../analyzer/baseline/write.js')
    const compared = compareBaseline(choice.baseline, analyses)
    const change = options['only-remove'] ? { ...compared, added: [] } : compared
    const rewritten = rewriteBaseline(await textOf(file), choice.baseline, change)
    if (rewritten.kind === 'refused') throw failure(`${file} was not changed: ${rewritten.reason}.`)
    const changes = change.added.length + change.gone.length
    if (changes > 0 && !options['dry-run']) await writeText(file, rewritten.text)
    await context.write(
      `${changeLines(file, change)
        .map(line => visibleControls(line))
        .join('\n')}\n`,
    )
    const uses = analyses.flatMap(({ baseline }) => baseline ?? [])
    const ruleIds = analyses.flatMap(({ passed, skipped, findings }) => [
      ...passed,
      ...[...skipped, ...findings].map(({ ruleId }) => ruleId),
    ])
    await tellBaseline(uses, { file, ruleIds, quiet: false }, context)
    return 0
  },
})

function changeLines(file: string, { added, gone, untold }: BaselineChange): readonly string[] {
  const untoldText = untold.length === 0 ? '' : `, ${untold.length} could not be told and stay`
  return [
    `${file}: ${counted(added.length, 'finding')} added, ${gone.length} gone${untoldText}`,
    ...added.map(one => `  + ${findingText(one)}`),
    ...gone.map(one => `  - ${findingText(one)}`),
    ...untold.map(one => `  ? ${findingText(one)}`),
  ]
}

const findingText = ({ fingerprint, rule, about, title }: KnownFinding): string =>
  `${fingerprint} ${rule}: ${about ?? title ?? ''}`
