// `baseline create PACKET…`: a baseline file of what packets have now, so that only what is new counts from here on.
import { analyzeAll, judgingOptions } from '../baseline-analyses.js'
import { defineCommand } from '../command.js'
import { configHelp } from '../config-file.js'
import { failure } from '../failure.js'
import { checkWritable, writeText } from '../outputs.js'
import { counted } from '../../analyzer/reports/text/words.js'
import { access } from 'node:fs/promises'

export const baselineCreate = defineCommand({
  name: 'baseline create',
  summary: 'write down the findings of packets as known, so that only new ones count',
  details: [
    'The file is YAML with the fingerprint of every finding, made to be kept in a repository; suppressions with reason and date of expiry are added to it by hand. See docs/baselines.md.',
    configHelp,
  ],
  operands: [{ name: 'PACKET', kind: 'packet', many: true }],
  options: {
    output: { kind: 'file', value: 'FILE', short: 'o', says: 'write to FILE instead of standard output' },
    overwrite: { kind: 'flag', says: 'replace a file that exists, with everything that was written into it' },
    ...judgingOptions,
  },
  examples: [
    {
      run: 'support-packet baseline create -o known.yaml packet.zip',
      says: 'then: support-packet analyze --baseline known.yaml next.zip',
    },
  ],
  async run({ options, operands }, context) {
    const { output } = options
    if (output !== undefined) await checkTarget(output, options.overwrite)
    const analyses = await analyzeAll(operands, options, context)
    const { knownFindings } = await import('../../analyzer/baseline/compare.js')
    const { newBaselineText } = await import('../../analyzer/baseline/write.js')
    const findings = knownFindings(analyses)
    const text = newBaselineText(findings)
    if (output === undefined) await context.write(text)
    else {
      await writeText(output, text, options.overwrite ? 'replace' : 'new')
      await context.note(
        `${output}: ${counted(findings.length, 'finding')} of ${counted(analyses.length, 'packet')}`,
      )
    }
    return 0
  },
})

/** Before the work, which may take a minute. */
async function checkTarget(file: string, overwrite: boolean): Promise<void> {
  const exists = await access(file).then(
    () => true,
    () => false,
  )
  if (exists && !overwrite)
    throw failure(
      `${file} exists already.`,
      `To keep what was written into it: support-packet baseline update ${file} PACKET. To replace it: --overwrite.`,
    )
  await checkWritable(file)
}
