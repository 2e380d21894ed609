// What could not be judged, grouped by what was missing: one line a source with the number of rules, the reason and the way to get it.
import type { Analysis, EntryInfo, PacketInfo } from '../../analysis.js'
import { visibleControls } from '../../lib/terminal-text.js'
import { missingSources, sourceNameOf, type MissingSource } from './missing-sources.js'
import { counted, firstOf } from './words.js'
import { hangText, label } from './wrap.js'

/** Lines without a heading; empty when every rule could tell. */
export function unjudgedLines(analysis: Analysis, width: number): readonly string[] {
  if (analysis.packet.product === undefined) return nothingThere(analysis)
  const groups = groupBySource(analysis)
  return groups.flatMap(group => hangText(label('  ', 2), sentenceOf(group, analysis), width))
}

/** Empty, or of no product that is known: naming each missing document would be a long way to say one thing. */
function nothingThere({ skipped }: Analysis): readonly string[] {
  const rules = new Set(skipped.map(({ ruleId }) => ruleId)).size
  return rules === 0 ? [] : [`  ${counted(rules, 'rule')}: the packet holds nothing to judge.`]
}

/** Every rule with every path it missed. */
export function unjudgedRules(analysis: Analysis, width: number): readonly string[] {
  return analysis.skipped.flatMap(skipped => {
    const node = skipped.node ? ` on ${visibleControls(skipped.node)}` : ''
    const text = `${visibleControls(skipped.ruleId)}${node}: ${skipped.missing.map(shown).join(', ')}`
    return hangText(label('  ', 2), text, width)
  })
}

const shown = (path: string): string => visibleControls(path)

interface Group {
  readonly source: string
  readonly rules: ReadonlySet<string>
  /** What was missed → what it is called. */
  readonly paths: ReadonlyMap<string, string>
}

/** A rule counts once, for the first thing it missed: the groups then add up to the rules that could not tell. */
function groupBySource({ skipped, packet }: Analysis): readonly Group[] {
  const groups = new Map<string, { source: string; rules: Set<string>; paths: Map<string, string> }>()
  const grouped = new Set<string>()
  for (const { ruleId, missing, titles } of skipped) {
    const source = sourceIn(packet, missing[0] ?? '')
    const group = groups.get(source) ?? { source, rules: new Set<string>(), paths: new Map<string, string>() }
    if (!grouped.has(ruleId)) group.rules.add(ruleId)
    grouped.add(ruleId)
    for (const path of missing)
      if (sourceIn(packet, path) === source)
        group.paths.set(path, titles?.[path] ?? path.slice(source.length + 1))
    groups.set(source, group)
  }
  return [...groups.values()]
    .filter(group => group.rules.size > 0)
    .sort((a, b) => b.rules.size - a.rules.size || (a.source < b.source ? -1 : 1))
}

/** A fact such as `facts.schema.missing_indexes` is missing because of its source, when that is not there. */
function sourceIn(packet: PacketInfo, path: string): string {
  const name = sourceNameOf(path)
  if (name === 'logs' && packet.product === 'teleport') return 'teleport_logs'
  if (name !== 'facts') return name
  const area = areas.find(([prefix]) => path.startsWith(`facts.${prefix}.`))
  const source = area && missingSources[area[1]]
  return area === undefined || source === undefined || entriesOf(packet, source).some(isThere)
    ? name
    : area[1]
}

/** Areas of facts that are all derived from one document, and which. Others are called like one by chance. */
const areas: readonly (readonly [prefix: string, source: keyof typeof missingSources])[] = [
  ['jobs', 'jobs'],
  ['plugins', 'plugins'],
  ['permissions', 'permissions'],
  ['schema', 'schema'],
  ['logs', 'logs'],
  ['requests', 'logs'],
  ['statements', 'logs'],
  ['connections', 'logs'],
  ['clock', 'logs'],
  ['audit', 'audit'],
  ['metrics', 'metrics'],
  ['goroutines', 'goroutines'],
  ['teleport.config', 'teleport_config'],
  ['teleport.join', 'teleport_config'],
  ['teleport.node', 'teleport_identity'],
  ['teleport.metrics', 'teleport_metrics'],
  ['teleport.agents', 'teleport_objects'],
  ['teleport.ca', 'teleport_objects'],
  ['teleport.connectors', 'teleport_objects'],
  ['teleport.locks', 'teleport_objects'],
  ['teleport.rbac', 'teleport_objects'],
  ['teleport.resources', 'teleport_objects'],
  ['teleport.served', 'teleport_objects'],
  ['teleport.settings', 'teleport_objects'],
  ['teleport.tokens', 'teleport_objects'],
  ['teleport.trust', 'teleport_objects'],
  ['kubernetes', 'kubernetes'],
  ['profile.cpu', 'cpu_profile'],
  ['profile.heap', 'heap_profile'],
]

const entriesOf = (packet: PacketInfo, { kinds }: MissingSource): readonly EntryInfo[] =>
  packet.entries.filter(entry => kinds.includes(entry.kind))

function sentenceOf(group: Group, analysis: Analysis): string {
  const rules = counted(group.rules.size, 'rule')
  if (group.source === '') return `${rules} could not tell and did not say why.`
  if (group.source === 'server') return `${rules}: the version of the server is not in this packet.`
  const source = missingSources[group.source]
  const entries = source === undefined ? [] : entriesOf(analysis.packet, source)
  if (source !== undefined && entries.some(isThere) && isWhole(group, analysis.packet))
    return `${rules}: ${unusable(source, entries)}`
  if (source === undefined || entries.some(isThere)) return `${rules}: ${unsaid(group, source)}`
  return `${rules}: ${absence(source, entries, analysis)}`
}

const isThere = (entry: EntryInfo): boolean => entry.status !== 'absent' && entry.status !== 'failed'

/** Not a value of the document is missing but the document. */
const isWhole = ({ source, paths }: Group, packet: PacketInfo): boolean =>
  [...paths.keys()].some(path => sourceIn(packet, path) === source && /^[\w-]*$/.test(path))

/** The entry is there and gave nothing: it is empty or broken, or no line of it has a form that is known. */
function unusable({ name }: MissingSource, entries: readonly EntryInfo[]): string {
  const spoilt = entries.find(entry => isThere(entry) && entry.status !== 'present')
  const reason = withoutStop(visibleControls(spoilt?.reason ?? ''))
  if (spoilt === undefined) return `nothing in ${name} has a form that is known.`
  return `${visibleControls(spoilt.name)} could not be used${reason === '' ? '' : ` (${reason})`}.`
}

/** The entry is there, the values are not: an older server, or a part that was cut off. */
function unsaid(group: Group, source: MissingSource | undefined): string {
  if (group.source === 'facts') return `the packet does not tell ${namesIn(group)}.`
  if (source === undefined)
    return `the packet does not have ${firstOf([...group.paths.keys()].map(shown), 3)}.`
  return `${source.name} does not say ${namesIn(group)}.`
}

function namesIn({ paths, source }: Group): string {
  return firstOf([...new Set([...paths.values()].map(name => shown(name) || source))], 3)
}

/** The entry is not there: its own reason where the packet gives one, else what is known of servers. */
function absence(source: MissingSource, entries: readonly EntryInfo[], analysis: Analysis): string {
  const version = analysis.packet.serverVersion
  const isCutOff = analysis.problems.some(({ code }) => code === 'ARCHIVE_TRUNCATED')
  const how = isCutOff ? 'Ask for the whole archive.' : source.how
  const failed = entries.find(entry => entry.reason !== undefined)
  if (failed?.reason !== undefined) {
    const name = visibleControls(failed.name)
    const why = visibleControls(failed.reason).replace(/^not in the packet[;:] /, '')
    return `${name} is not in this packet (${withoutStop(why)}). ${how}`
  }
  if (version !== undefined && source.since !== undefined && isBefore(version, source.since))
    return `${source.name} is not in this packet: servers write it since ${source.since}, this one is ${visibleControls(version)}.`
  if (version !== undefined && source.until !== undefined && isBefore(source.until, minorOf(version)))
    return `${source.name} is not in this packet: servers wrote it until ${source.until}.`
  return `${source.name} is not in this packet. ${how}`
}

const withoutStop = (text: string): string => text.replace(/[.\s]+$/, '')

const minorOf = (version: string): string => version.split('.').slice(0, 2).join('.')

/** Compares dotted numbers; what is no number compares as equal, so that nothing is claimed of it. */
function isBefore(version: string, other: string): boolean {
  const parts = version.split('.').map(Number)
  for (const [index, wanted] of other.split('.').map(Number).entries()) {
    const part = parts[index] ?? 0
    if (part !== wanted) return part < wanted
  }
  return false
}
