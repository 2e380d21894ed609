// `logs PACKET`: the records of all logs and nodes in order of time, chosen by level, time, text, field; or counted.
import { visibleControls } from '../../analyzer/lib/terminal-text.js'
import type { RecordCounts } from '../../analyzer/log-records.js'
import type { Problem } from '../../analyzer/packet/problem.js'
import type { Packet } from '../../analyzer/packet/types.js'
import { type CommandInput, defineCommand, type OptionTable } from '../command.js'
import type { Context } from '../context.js'
import { decideExit } from '../exit-code.js'
import { failure } from '../failure.js'
import { recordFormats } from '../log-lines.js'
import { onePacket } from '../packets.js'
import { createProgressLine } from '../progress.js'
import { readLimits } from '../shared-options.js'

const options = {
  level: {
    kind: 'text',
    value: 'LEVEL',
    many: true,
    says: 'this level and above (warn is also error, fatal, …); =LEVEL for exactly this one; several: any of them',
    choices: ['error', 'warn', 'info', 'debug', '=debug', '=unknown'],
  },
  since: { kind: 'text', value: 'TIME', says: 'from this time on; -1h: an hour before the packet was made' },
  until: { kind: 'text', value: 'TIME', says: 'up to the end of this day, minute or second' },
  around: { kind: 'text', value: 'TIME', says: 'before and after this time, as far as --context says' },
  context: { kind: 'text', value: 'DURATION', says: 'with --around: 30s, 5m, … (default 1m)' },
  'time-zone': {
    kind: 'text',
    value: 'ZONE',
    default: 'UTC',
    says: 'of times given without one and of times shown: +01:00, Europe/Berlin (default UTC)',
  },
  node: { kind: 'text', value: 'NODE', many: true, says: 'only this node of a cluster' },
  file: {
    kind: 'text',
    value: 'LOG',
    many: true,
    says: 'only this log: its name (mm-app-1/mattermost.log, audit.log) or kind (audit-log)',
  },
  grep: {
    kind: 'text',
    value: 'PATTERN',
    many: true,
    says: 'records in whose lines RE2 finds this; several: all of them',
  },
  exclude: {
    kind: 'text',
    value: 'PATTERN',
    many: true,
    says: 'not the records in whose lines RE2 finds this; several: none of them',
  },
  'ignore-case': {
    kind: 'flag',
    short: 'i',
    says: 'with --grep and --exclude: upper and lower case are the same',
  },
  field: {
    kind: 'text',
    value: 'NAME=TEXT',
    many: true,
    says: 'a field with this text; also NAME alone, NAME!=TEXT, NAME~PATTERN, NAME>=500, NAME>1.5s; a.b looks into nested JSON; several: all of them',
  },
  template: { kind: 'text', value: 'ID', says: 'records of this shape; ids: --count-by template' },
  'follow-request': { kind: 'text', value: 'ID', says: 'what all logs say of one request' },
  'count-by': {
    kind: 'text',
    value: 'WHAT',
    says: 'count instead: template, level, caller, route, day, hour, minute, node, file or field:NAME; several with commas: level,node',
    choices: ['template', 'level', 'caller', 'route', 'day', 'hour', 'minute', 'node', 'file', 'field:'],
  },
  limit: {
    kind: 'text',
    value: 'N',
    many: true,
    says: 'only the first N records, or rows of counts; NAME=VALUE replaces a limit of packets',
  },
  tail: { kind: 'count', value: 'N', says: 'only the last N records' },
  format: {
    kind: 'choice',
    value: 'FORMAT',
    choices: recordFormats,
    default: 'text',
    says: 'text (default), json or ndjson',
  },
  raw: { kind: 'flag', says: 'lines as they are in the log; in JSON, as a member of each record' },
} as const satisfies OptionTable

type Options = CommandInput<typeof options>['options']

export const logs = defineCommand({
  name: 'logs',
  summary: 'show log records of all nodes and files in order of time',
  details: [
    'All given choices must hold. A TIME is absolute (2026-11-21T08:44:02Z; without a zone it is UTC, or that of --time-zone), of day (08:44), or counted back from when the packet was made (-10m). A record without a time has that of the record before it in its file.',
    'Records that name no level, such as those of the audit log, and lines that fit no log format are of level unknown: --level =unknown. Records are shown as they are: secrets in them are not masked.',
    'Exit code: 0 also when no record is chosen, 2 when a log is damaged and could be read only in part.',
  ],
  operands: [{ name: 'PACKET', kind: 'packet' }],
  options,
  examples: [
    { run: 'support-packet logs packet.zip --level error', says: 'errors and worse, of all nodes' },
    {
      run: 'support-packet logs packet.zip --around 08:44:02 --context 30s',
      says: 'a minute around a finding',
    },
    {
      run: 'support-packet logs packet.zip --since -10m --node mm-app-2',
      says: 'the last ten minutes of a node',
    },
    {
      run: 'support-packet logs packet.zip --level warn --count-by template --limit 20',
      says: 'what is logged most',
    },
    {
      run: "support-packet logs packet.zip --field 'status_code>=500' --count-by minute,route",
      says: 'which requests failed when',
    },
    {
      run: 'support-packet logs packet.zip --grep refused --format ndjson | jq .fields.error',
      says: 'for scripts',
    },
  ],
  async run({ options, operands: [source = ''] }, context) {
    checkTogether(options)
    const limits = readLimits(options.limit.filter(text => text.includes('=')))
    let problems: readonly Problem[] = []
    const opened = await onePacket({ source, limits }, context, async packet => {
      problems = await showOrCount(packet, options, context)
      for (const { entry, message } of problems)
        await context.note(
          visibleControls(
            entry === undefined || message.startsWith(entry) ? message : `${entry}: ${message}`,
          ),
        )
    })
    return decideExit({ undone: !opened || problems.length > 0 })
  },
})

function checkTogether(options: Options): void {
  const counts = options['count-by'] !== undefined
  const hasMost = options.limit.some(text => /^\d+$/.test(text))
  if (counts && (options.raw || options.tail !== undefined))
    throw failure('--count-by shows no records: leave out --raw and --tail.')
  if (hasMost && options.tail !== undefined) throw failure('Give --limit or --tail, not both.')
  if (options['ignore-case'] && options.grep.length + options.exclude.length === 0)
    throw failure('--ignore-case needs --grep PATTERN or --exclude PATTERN.')
}

async function showOrCount(packet: Packet, options: Options, context: Context): Promise<readonly Problem[]> {
  const { chooseLogs, readCountKeys, readFilter, readMost } = await import('../log-request.js')
  const { readZone, timeText } = await import('../log-zone.js')
  const { countRecords, packetEndMs, showRecords } = await import('../../analyzer/log-records.js')
  const keys = options['count-by'] === undefined ? undefined : readCountKeys(options['count-by'])
  const zone = readZone(options['time-zone'])
  const chosen = chooseLogs(packet, options.node, options.file)
  const filter = await readFilter(options, zone, () => packetEndMs(packet, chosen))
  const most = readMost(options.limit)
  const progress = progressOf(chosen, context, keys !== undefined)
  if (keys) {
    const { onBytes } = progress
    const result = await countRecords(packet, chosen, filter, keys, { onBytes, zoneOffsetMs: zone.offsetMs })
    progress.end()
    await writeCounts(result, options, most, context)
    return result.problems
  }
  const { createRecordWriter } = await import('../record-writer.js')
  const withNode = new Set(chosen.map(({ node }) => node ?? '')).size > 1
  const writer = createRecordWriter(
    {
      format: options.format,
      raw: options.raw,
      withNode,
      timeText: timeText(zone),
      most,
      tail: options.tail,
    },
    context,
  )
  const view = { lines: options.format !== 'text', raw: options.raw, onBytes: progress.onBytes }
  const problems = most === 0 ? [] : await showRecords(packet, chosen, filter, view, writer.add)
  progress.end()
  await noteIfNone(await writer.finish(), context)
  return problems
}

async function writeCounts(
  result: RecordCounts,
  options: Options,
  most: number,
  context: Context,
): Promise<void> {
  const { countsJson, countsNdjson, countsText } = await import('../log-lines.js')
  const by = options['count-by'] ?? ''
  const format = {
    text: () => countsText(result, most),
    json: () => countsJson(by, result, most),
    ndjson: () => countsNdjson(by, result, most),
  }[options.format]
  await context.write(format())
  await noteIfNone(result.total, context)
}

/** Nobody should wonder whether the command did anything; a script sees that there is no output. */
async function noteIfNone(records: number, context: Context): Promise<void> {
  if (records === 0 && context.io.stderr.isTTY === true) await context.note('no record was chosen')
}

/** Where records go to the terminal as well, they show themselves that the work goes on. */
function progressOf(
  chosen: readonly { readonly entry: { readonly sizeBytes: number | undefined } }[],
  context: Context,
  counts: boolean,
): { readonly onBytes: (bytes: number) => void; readonly end: () => void } {
  const line = createProgressLine(context.io, counts || context.io.stdout.isTTY !== true)
  const sizes = chosen.map(({ entry }) => entry.sizeBytes ?? NaN)
  const sum = sizes.reduce((total, size) => total + size, 0)
  let doneBytes = 0
  return {
    onBytes: bytes => {
      doneBytes += bytes
      line.report({ stage: 'logs', doneBytes, totalBytes: Number.isNaN(sum) ? undefined : sum })
    },
    end: () => {
      line.end()
    },
  }
}
