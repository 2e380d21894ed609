// `diff A B`: what changed from one packet to another.
import type { AnalyzeOptions } from '../../analyzer/analyze.js'
import type { TakenPacket } from '../../analyzer/diff/index.js'
import { diffParts } from '../../analyzer/diff/parts.js'
import { baselineOption, loadBaseline, tellBaseline } from '../baseline-file.js'
import { defineCommand } from '../command.js'
import { configHelp, configOptions, loadConfig } from '../config-file.js'
import type { Context } from '../context.js'
import { decideExit } from '../exit-code.js'
import { failure } from '../failure.js'
import { chooseOutputs, createReportWriter } from '../outputs.js'
import { createHeapBound } from '../heap-growth.js'
import { onePacket, type PacketRequest } from '../packets.js'
import { createProgressLine } from '../progress.js'
import { selectRules } from '../rule-selection.js'
import { limitOption, readLimits, ruleOptions } from '../shared-options.js'
import { isStranger, strangerText } from '../stranger.js'

export const diff = defineCommand({
  name: 'diff',
  summary: 'say what changed from one packet to another',
  details: [
    'Findings that are new, worse or gone come first; then server, settings, plugins, permissions, schema, counts, jobs, entries and log messages. What is masked in a packet stays masked, and that it cannot be compared is said.',
    'Exit code: 0 when both could be read; with --exit-code 1 when something differs; 2 when a packet could not be read or is none.',
    'Findings that a baseline knows are listed as suppressed; they count neither for the verdict nor for --exit-code.',
    configHelp,
  ],
  operands: [
    { name: 'A', kind: 'packet' },
    { name: 'B', kind: 'packet' },
  ],
  options: {
    section: {
      kind: 'choice',
      value: 'SECTION',
      many: true,
      choices: diffParts,
      says: `only this part; may be repeated: ${diffParts.join(', ')}`,
    },
    'exit-code': { kind: 'flag', says: 'exit with 1 when something differs' },
    format: {
      kind: 'text',
      value: 'FORMAT[=FILE]',
      many: true,
      choices: ['text', 'json'],
      says: 'text (default) or json; may be repeated: --format json=out.json --format text',
    },
    output: { kind: 'file', value: 'FILE', short: 'o', says: 'write to FILE instead of standard output' },
    all: { kind: 'flag', short: 'a', says: 'every change, also those that follow from another release' },
    quiet: { kind: 'flag', short: 'q', says: 'the verdict alone, and no progress line' },
    ...baselineOption,
    ...ruleOptions,
    ...configOptions,
    ...limitOption,
  },
  examples: [
    { run: 'support-packet diff before.zip after.zip', says: 'what changed, findings first' },
    {
      run: 'support-packet diff --section config --all old.zip new.zip',
      says: 'every setting that is another',
    },
    {
      run: 'support-packet diff --exit-code --section plugins a.zip b.zip',
      says: 'for scripts: 1 when plugins differ',
    },
    {
      run: 'support-packet diff --format json a.zip b.zip',
      says: 'for programs; the schema is in the package',
    },
  ],
  async run({ options, operands }, context) {
    const [first = '', second = ''] = operands
    if (first === '-' && second === '-') throw failure('Standard input (-) can be read only once.')
    const { comparePackets, diffReports } = await import('../../analyzer/diff/index.js')
    const outputs = await chooseOutputs({ formats: options.format, output: options.output }, diffReports)
    const config = await loadConfig(options, context, options.quiet)
    const limits = { ...config.limits, ...readLimits(options.limit) }
    const rules = await selectRules(options, config)
    const file = options.baseline ?? config.baseline
    const baseline = await loadBaseline(file, context.io)
    const judging = { rules, ...(baseline === undefined ? {} : { baseline }) }
    const take = (source: string) => takeOne({ sources: [source], limits }, judging, context, options.quiet)
    const before = await take(first)
    const after = await take(second)
    if (before === undefined || after === undefined) return decideExit({ undone: true })
    const result = comparePackets(before, after, options.section)
    const look = {
      width: context.columns,
      colour: context.colour,
      all: options.all,
      quiet: options.quiet,
      verbose: false,
      list: false,
    }
    const writer = createReportWriter(outputs, look, context)
    await writer.add(result)
    await writer.finish()
    const uses = [before, after].flatMap(({ analysis }) => analysis.baseline ?? [])
    // What fits nothing is no news here: it may be what is gone.
    if (file !== undefined) await tellBaseline(uses, { file, ruleIds: [], quiet: true }, context)
    const strangers = [before, after].filter(({ analysis }) => isStranger(analysis))
    for (const { analysis } of strangers) await context.note(strangerText(analysis))
    return decideExit({
      invalid: options['exit-code'] && result.summary.differs,
      undone: strangers.length > 0,
    })
  },
})

/** `undefined` when it could not be read; why stands on stderr. */
async function takeOne(
  { sources: [source = ''], limits }: PacketRequest,
  judging: AnalyzeOptions,
  context: Context,
  quiet: boolean,
): Promise<TakenPacket | undefined> {
  const { takePacket } = await import('../../analyzer/diff/index.js')
  let taken: TakenPacket | undefined
  await onePacket({ source, limits }, context, async packet => {
    const progress = createProgressLine(context.io, !quiet)
    const boundHeap = createHeapBound()
    taken = await takePacket(packet, {
      ...judging,
      onProgress: seen => {
        boundHeap(seen)
        progress.report(seen)
      },
    })
    progress.end()
  })
  return taken
}
