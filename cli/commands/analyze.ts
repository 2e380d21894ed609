// `analyze PACKET…`: everything. Validates, judges by rules, reports.
import type { Severity } from '../../analyzer/analysis.js'
import type { Progress } from '../../analyzer/analyze.js'
import { visibleControls } from '../../analyzer/lib/terminal-text.js'
import type { Packet } from '../../analyzer/packet/types.js'
import { defineCommand } from '../command.js'
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
import { viewCommandFor } from '../view-hint.js'

export const analyze = defineCommand({
  name: 'analyze',
  summary: 'say what is wrong with a server, most important first',
  details: [
    'A packet is a .zip, .tar or .tar.gz file, a directory, or - for standard input. Damaged ones are read as far as possible.',
    'Exit code: 0 when nothing is at or above --fail-on, 1 when something is, 2 when a packet could not be read or is none.',
  ],
  operands: [{ name: 'PACKET', kind: 'packet', many: true }],
  options: {
    ...reportOptions,
    ...failOnOption,
    all: { kind: 'flag', short: 'a', says: 'every finding in full, every rule that could not tell' },
    ...ruleOptions,
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
    const limits = readLimits(options.limit)
    const rules = await selectRules(options)
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
        failOn: options['fail-on'],
        rules: [...rules, ...problemTexts],
      },
      context,
    )
    const findings: Record<Severity, number> = { critical: 0, error: 0, warning: 0, info: 0 }
    let strangers = 0
    const { analyzePacket } = await import('../../analyzer/index.js')
    const request = { sources: operands, limits }
    const judge = async (packet: Packet): Promise<void> => {
      const progress = progressFor(context, options.quiet)
      const boundHeap = createHeapBound()
      const onProgress = (seen: Progress) => {
        boundHeap(seen.doneBytes)
        progress.report(seen)
      }
      const analysis = await analyzePacket(packet, { rules, onProgress })
      progress.end()
      for (const [severity, count] of Object.entries(analysis.summary.bySeverity))
        findings[severity as Severity] += count
      await writer.add(analysis)
      const foreign = analysis.problems.find(({ code }) => code === 'PACKET_NO_PRODUCT')
      if (foreign === undefined) return
      strangers += 1
      await context.note(visibleControls(`${analysis.packet.source}: ${foreign.message}`))
    }
    const complete = await eachPacket(request, context, judge, unread => writer.refuse(unread))
    await writer.finish()
    return decideExit({ findings, failOn: options['fail-on'], undone: !complete || strangers > 0 })
  },
})

const progressFor = (context: Context, quiet: boolean): ReturnType<typeof createProgressLine> =>
  createProgressLine(context.io, !quiet)
