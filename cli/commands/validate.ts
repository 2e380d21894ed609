// `validate PACKET…`: the format only. Layout, completeness, documents, integrity; no rules, no logs.
import type { Packet } from '../../analyzer/packet/types.js'
import type { ValidateOptions } from '../../analyzer/validate.js'
import { defineCommand } from '../command.js'
import {
  configHelp,
  configOptions,
  loadConfig,
  type ProblemThreshold,
  problemThresholds,
} from '../config-file.js'
import { decideExit } from '../exit-code.js'
import { expectationOptions, readExpectations } from '../expectations.js'
import { chooseOutputs, createReportWriter } from '../outputs.js'
import { eachPacket } from '../packets.js'
import { limitOption, loudnessOptions, readLimits, reportOptions } from '../shared-options.js'
import { isStranger } from '../stranger.js'

export const validate = defineCommand({
  name: 'validate',
  summary: 'check that packets are well formed and complete',
  details: [
    'Says nothing of the server. A packet is invalid when an entry is damaged, or an expected one is missing without a reason.',
    'Exit code: 0 when all packets are valid, 1 when one is not, 2 when one could not be read or is none.',
    'With --strict, entries and keys that servers of the version do not write make a packet invalid, and so do warnings.',
    configHelp,
  ],
  operands: [{ name: 'PACKET', kind: 'packet', many: true }],
  options: {
    ...reportOptions,
    strict: { kind: 'flag', says: 'unknown entries, unknown keys and warnings make a packet invalid' },
    'fail-on': {
      kind: 'choice',
      value: 'SEVERITY',
      choices: problemThresholds,
      says: 'problems of this severity or above make a packet invalid: error (default), warning (with --strict), info, never',
    },
    ...expectationOptions,
    ...configOptions,
    ...limitOption,
    ...loudnessOptions,
  },
  examples: [
    { run: 'support-packet validate packet.zip', says: 'valid, or what is wrong where' },
    { run: 'support-packet validate --verbose packet.zip', says: 'with every entry and its state' },
    { run: 'support-packet validate --quiet build/*.zip', says: 'for CI: only what is invalid' },
    {
      run: 'support-packet validate --strict --expect-version 11.x --expect-entries mattermost.log,cpu.prof packet.zip',
      says: 'for CI that builds servers: fails for what is unknown, missing, or of another version',
    },
  ],
  async run({ options, operands }, context) {
    const { validationReports } = await import('../../analyzer/reports/index.js')
    const { problemTexts } = await import('../problem-texts.js')
    const outputs = await chooseOutputs(
      { formats: options.format, output: options.output },
      validationReports,
    )
    const config = await loadConfig(options, context, options.quiet)
    const strict = options.strict || config.validate.strict === true
    const failOn = options['fail-on'] ?? config.validate['fail-on']
    const expect = await readExpectations(options, config.validate)
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
    const request = { sources: operands, limits: { ...config.limits, ...readLimits(options.limit) } }
    const { validateOpened } = await import('../../analyzer/validate.js')
    let invalid = false
    let strangers = 0
    const check = async (packet: Packet): Promise<void> => {
      const validation = await validateOpened(packet, {
        strict,
        ...thresholdOf(failOn),
        ...(expect === undefined ? {} : { expect }),
      })
      invalid ||= !validation.valid
      // Of what is no packet nothing was checked, whatever --fail-on says.
      if (isStranger(validation)) strangers += 1
      await writer.add(validation)
    }
    const complete = await eachPacket(request, context, check, unread => writer.refuse(unread))
    await writer.finish()
    return decideExit({ invalid: invalid && failOn !== 'never', undone: !complete || strangers > 0 })
  },
})

/** With `never` a packet is still called invalid; only the exit code does not say so. */
const thresholdOf = (failOn: ProblemThreshold | undefined): Pick<ValidateOptions, 'failOn'> =>
  failOn === undefined || failOn === 'never' ? {} : { failOn }
