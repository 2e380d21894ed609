// `analyze PACKET…`: everything. Validates, judges by rules, reports.
import type { BaselineUse, Severity } from '../../analyzer/analysis.js'
import type { Progress } from '../../analyzer/analyze.js'
import type { Packet } from '../../analyzer/packet/types.js'
import { baselineOption, loadBaseline, tellBaseline } from '../baseline-file.js'
import { defineCommand } from '../command.js'
import { configHelp, configOptions, loadConfig } from '../config-file.js'
import type { Context } from '../context.js'
import { decideExit } from '../exit-code.js'
import { chooseOutputs, createReportWriter } from '../outputs.js'
import { createHeapBound } from '../heap-growth.js'
import { eachPacket } from '../packets.js'
import { createProgressLine } from '../progress.js'
import { selectRules } from '../rule-selection.js'
import {
  failOnOption,
  limitOption,
  loudnessOptions,
  readLimits,
  reportOptions,
  ruleOptions,
} from '../shared-options.js'
import { isStranger, strangerText } from '../stranger.js'
import { viewCommandFor } from '../view-hint.js'

export const analyze = defineCommand({
  name: 'analyze',
  summary: 'say what is wrong with a server, most important first',
  details: [
    'A packet is a .zip, .tar or .tar.gz file, a directory, or - for standard input. Damaged ones are read as far as possible.',
    'Exit code: 0 when nothing is at or above --fail-on, 1 when something is, 2 when a packet could not be read or is none.',
    'Findings that a baseline knows are shown as suppressed; they count neither for the verdict nor for --fail-on.',
    configHelp,
  ],
  operands: [{ name: 'PACKET', kind: 'packet', many: true }],
  options: {
    ...reportOptions,
    ...failOnOption,
    all: { kind: 'flag', short: 'a', says: 'every finding in full, every rule that could not tell' },
    ...baselineOption,
    ...ruleOptions,
    ...configOptions,
    ...limitOption,
    ...loudnessOptions,
  },
  examples: [
    { run: 'support-packet analyze packet.zip', says: 'the report for people' },
    {
      run: 'support-packet analyze --format json=report.json --format text *.zip',
      says: 'both, for several packets',
    },
    { run: 'support-packet analyze --fail-on warning --quiet packet.zip', says: 'one line a packet, strict' },
    { run: 'curl -s https://example.com/packet.zip | support-packet analyze -', says: 'from standard input' },
  ],
  async run({ options, operands }, context) {
    const { analysisReports } = await import('../../analyzer/reports/index.js')
    const { problemTexts } = await import('../problem-texts.js')
    const outputs = await chooseOutputs({ formats: options.format, output: options.output }, analysisReports)
    const config = await loadConfig(options, context, options.quiet)
    const limits = { ...config.limits, ...readLimits(options.limit) }
    const failOn = options['fail-on'] ?? config.failOn ?? 'error'
    const baselineFile = options.baseline ?? config.baseline
    const baseline = await loadBaseline(baselineFile, context.io)
    const rules = await selectRules(options, config)
    const writer = createReportWriter(
      outputs,
      {
        width: context.columns,
        colour: context.colour,
        all: options.all,
        quiet: options.quiet,
        verbose: options.verbose,
        list: operands.length > 1,
        next: source => viewCommandFor(source),
        failOn,
        rules: [...rules, ...problemTexts],
      },
      context,
    )
    const findings: Record<Severity, number> = { critical: 0, error: 0, warning: 0, info: 0 }
    const uses: BaselineUse[] = []
    let strangers = 0
    const { analyzePacket } = await import('../../analyzer/index.js')
    const request = { sources: operands, limits }
    const judge = async (packet: Packet): Promise<void> => {
      const progress = progressFor(context, options.quiet)
      const boundHeap = createHeapBound()
      const onProgress = (seen: Progress) => {
        boundHeap(seen)
        progress.report(seen)
      }
      const analysis = await analyzePacket(packet, {
        rules,
        onProgress,
        ...(baseline === undefined ? {} : { baseline }),
      })
      progress.end()
      if (analysis.baseline !== undefined) uses.push(analysis.baseline)
      for (const [severity, count] of Object.entries(analysis.summary.bySeverity))
        findings[severity as Severity] += count
      await writer.add(analysis)
      if (!isStranger(analysis)) return
      strangers += 1
      await context.note(strangerText(analysis))
    }
    const complete = await eachPacket(request, context, judge, unread => writer.refuse(unread))
    await writer.finish()
    if (baselineFile !== undefined) {
      const ruleIds = rules.map(({ id }) => id)
      // By a few rules nobody can tell what fits nothing.
      const quiet = options.quiet || options.only.length > 0
      await tellBaseline(uses, { file: baselineFile, ruleIds, quiet }, context)
    }
    return decideExit({ findings, failOn, undone: !complete || strangers > 0 })
  },
})

const progressFor = (context: Context, quiet: boolean): ReturnType<typeof createProgressLine> =>
  createProgressLine(context.io, !quiet)
