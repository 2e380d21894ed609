// `validate PACKET…`: the format only. Layout, completeness, documents, integrity; no rules, no logs.
import type { Packet } from '../../analyzer/packet/types.js'
import { defineCommand } from '../command.js'
import { decideExit } from '../exit-code.js'
import { chooseOutputs, createReportWriter } from '../outputs.js'
import { eachPacket } from '../packets.js'
import { limitOption, loudnessOptions, readLimits, reportOptions } from '../shared-options.js'

export const validate = defineCommand({
  name: 'validate',
  summary: 'check that packets are well formed and complete',
  details: [
    'Says nothing of the server. A packet is invalid when an entry is damaged, or an expected one is missing without a reason.',
    'Exit code: 0 when all packets are valid, 1 when one is not, 2 when one could not be read at all.',
  ],
  operands: [{ name: 'PACKET', kind: 'packet', many: true }],
  options: { ...reportOptions, ...limitOption, ...loudnessOptions },
  examples: [
    { run: 'support-packet validate packet.zip', says: 'valid, or what is wrong where' },
    { run: 'support-packet validate --verbose packet.zip', says: 'with every entry and its state' },
    { run: 'support-packet validate --quiet build/*.zip', says: 'for CI: only what is invalid' },
  ],
  async run({ options, operands }, context) {
    const { validationReports } = await import('../../analyzer/reports/index.js')
    const { problemTexts } = await import('../problem-texts.js')
    const outputs = await chooseOutputs(
      { formats: options.format, output: options.output },
      validationReports,
    )
    const writer = createReportWriter(
      outputs,
      {
        width: context.columns,
        colour: context.colour,
        all: true,
        quiet: options.quiet,
        verbose: options.verbose,
        list: operands.length > 1,
        rules: problemTexts,
      },
      context,
    )
    const request = { sources: operands, limits: readLimits(options.limit) }
    const { validatePacket } = await import('../../analyzer/index.js')
    let invalid = false
    const check = async (packet: Packet): Promise<void> => {
      const validation = await validatePacket(packet)
      invalid ||= !validation.valid
      await writer.add(validation)
    }
    const complete = await eachPacket(request, context, check, unread => writer.refuse(unread))
    await writer.finish()
    return decideExit({ invalid, undone: !complete })
  },
})
