// `profile FILE|PACKET [VIEW]`: where the server spent time or memory, and what its goroutines were doing.
import type { GoroutineDump } from '../../analyzer/documents/profile/goroutines/types.js'
import type { Matches, Selection } from '../../analyzer/documents/profile/select.js'
import type { Profile } from '../../analyzer/documents/profile/types.js'
import { visibleControls } from '../../analyzer/lib/terminal-text.js'
import { type CommandInput, defineCommand, type OptionTable } from '../command.js'
import type { Context } from '../context.js'
import { decideExit } from '../exit-code.js'
import { failure } from '../failure.js'
import type { Shown } from '../profile-views.js'
import { readLimits } from '../shared-options.js'
import { didYouMean } from '../suggest.js'

const views = ['top', 'tree', 'peek', 'diff', 'goroutines'] as const
type View = (typeof views)[number]

const options = {
  entry: { kind: 'text', value: 'NAME', says: 'of a packet: this entry, such as mm-app-1/heap.prof' },
  'base-entry': {
    kind: 'text',
    value: 'NAME',
    says: 'with diff, of the packet BASE: this entry (default: the same)',
  },
  'sample-type': {
    kind: 'text',
    value: 'TYPE',
    says: 'which values: samples, cpu, inuse_space, inuse_objects, alloc_space, alloc_objects, …',
  },
  sort: {
    kind: 'choice',
    value: 'ORDER',
    choices: ['flat', 'cum'],
    default: 'flat',
    says: 'by what a function spends itself (flat, default) or with all that it calls (cum)',
  },
  limit: {
    kind: 'text',
    value: 'N',
    many: true,
    says: 'so many functions or stacks (text: 30, of JSON all); NAME=VALUE replaces a limit of packets',
  },
  focus: { kind: 'text', value: 'PATTERN', says: 'only stacks with a function that RE2 finds' },
  ignore: { kind: 'text', value: 'PATTERN', says: 'no stacks with such a function' },
  hide: {
    kind: 'text',
    value: 'PATTERN',
    says: 'take such functions out of all stacks; callers get what they spent',
  },
  'no-runtime': { kind: 'flag', says: "take Go's own runtime out of all stacks" },
  label: { kind: 'text', value: 'KEY=VALUE', says: 'only samples with this label' },
  normalize: { kind: 'flag', says: 'with diff: compare shares instead of amounts' },
  format: {
    kind: 'choice',
    value: 'FORMAT',
    choices: ['text', 'json'],
    default: 'text',
    says: 'text (default), or json in raw units',
  },
} as const satisfies OptionTable

type Options = CommandInput<typeof options>['options']

export const profile = defineCommand({
  name: 'profile',
  summary: 'show CPU and heap profiles, and what goroutines wait for',
  details: [
    'FILE is a profile (cpu.prof, heap.prof) or a list of goroutines; of a packet it is the entry that --entry names, by default the only CPU profile or list of goroutines in it.',
    'Views: top lists functions by what they cost (default), tree shows each with its callers and callees, peek PATTERN those that match, diff BASE what changed since another profile, goroutines groups them by stack. Numbers are those of go tool pprof.',
    'Exit code: 2 when there is no sound profile, or when only a part of it could be read.',
  ],
  operands: [
    { name: 'FILE', kind: 'packet' },
    { name: 'VIEW', kind: 'word', optional: true, choices: views },
    { name: 'PATTERN|BASE', kind: 'file', optional: true },
  ],
  options,
  examples: [
    { run: 'support-packet profile packet.zip', says: 'what used the processors when the packet was made' },
    { run: 'support-packet profile packet.zip top --entry heap.prof', says: 'who holds the memory' },
    { run: "support-packet profile cpu.prof peek 'json'", says: 'who encodes JSON, and what it costs' },
    { run: 'support-packet profile new.zip diff old.zip --entry heap.prof', says: 'what grew' },
    {
      run: 'support-packet profile packet.zip goroutines',
      says: 'what the server was doing and waiting for',
    },
  ],
  async run({ options, operands: [source = '', view = 'top', argument] }, context) {
    checkTogether(view as View, argument, options)
    const whole =
      view === 'goroutines'
        ? await showGoroutines(source, options, context)
        : await showProfile(source, view as Exclude<View, 'goroutines'>, argument, options, context)
    return decideExit({ undone: !whole })
  },
})

function checkTogether(view: View, argument: string | undefined, options: Options): void {
  if (view === 'peek' && argument === undefined)
    throw failure('peek needs a pattern: profile FILE peek PATTERN.')
  if (view === 'diff' && argument === undefined)
    throw failure('diff needs what to compare with: profile FILE diff BASE.')
  if (view !== 'peek' && view !== 'diff' && argument !== undefined)
    throw failure(`${view} has no use for "${argument}".`)
  if (view !== 'diff' && (options.normalize || options['base-entry'] !== undefined))
    throw failure('--normalize and --base-entry belong to diff.')
}

async function showProfile(
  source: string,
  view: Exclude<View, 'goroutines'>,
  argument: string | undefined,
  options: Options,
  context: Context,
): Promise<boolean> {
  const selection = await selectionOf(options)
  const loaded = await loadProfile(source, options.entry, options, context)
  const { selectSamples } = await import('../../analyzer/documents/profile/select.js')
  const typeIndex = await typeIndexOf(loaded.profile, options['sample-type'])
  const shown: Shown = { ...loaded, type: loaded.profile.sampleTypes[typeIndex] ?? { type: '', unit: '' } }
  const selected = selectSamples(loaded.profile, selection)
  const text =
    view === 'diff'
      ? await diffView(shown, selected, argument ?? '', { typeIndex, selection, options, context })
      : await graphView(shown, selected, view, { typeIndex, argument, options })
  await context.write(text)
  return loaded.whole
}

interface Loaded {
  readonly name: string
  readonly profile: Profile
  readonly whole: boolean
}

async function loadProfile(
  source: string,
  entry: string | undefined,
  options: Options,
  context: Context,
): Promise<Loaded> {
  const { readSource } = await import('../profile-source.js')
  const { parseProfile } = await import('../../analyzer/documents/profile/parse-profile.js')
  const { wholeBytesFor } = await import('../../analyzer/packet/limits.js')
  const most = wholeBytesFor('cpu-profile')
  const chunks: Buffer[] = []
  let sizeBytes = 0
  const request = {
    source,
    entry,
    kinds: ['cpu-profile', 'heap-profile'] as const,
    limits: limitsOf(options),
  }
  const { name, problem } = await readSource(request, context, chunk => {
    sizeBytes += chunk.length
    if (sizeBytes > most)
      throw failure(visibleControls(`${source} is larger than ${most} bytes, too large for a profile.`))
    chunks.push(Buffer.from(chunk))
  })
  const parsed = parseProfile(Buffer.concat(chunks))
  if (parsed.kind === 'unreadable') {
    const hint = chunks[0]?.toString('latin1', 0, 10) === 'goroutine ' ? ' The view goroutines shows it.' : ''
    throw failure(visibleControls(`${name}: ${parsed.message}${hint}`))
  }
  if (problem !== undefined) await context.note(visibleControls(`${name}: ${problem}`))
  return { name, profile: parsed.profile, whole: problem === undefined }
}

async function typeIndexOf(profile: Profile, name: string | undefined): Promise<number> {
  const { sampleTypeIndex } = await import('../../analyzer/documents/profile/parse-profile.js')
  const index = sampleTypeIndex(profile, name)
  if (index !== undefined) return index
  const types = profile.sampleTypes.map(({ type }) => type)
  throw failure(
    visibleControls(
      `The profile has no values "${name}", only ${types.join(', ')}.${didYouMean(name ?? '', types)}`,
    ),
  )
}

interface GraphRequest {
  readonly typeIndex: number
  readonly argument: string | undefined
  readonly options: Options
}

/** As in pprof: a tree is of the functions that matter, a peek looks at all. */
const treeTrim = { nodeFraction: 0.005, edgeFraction: 0.001, limit: 80 } as const

async function graphView(
  shown: Shown,
  selected: Profile,
  view: 'top' | 'tree' | 'peek',
  { typeIndex, argument, options }: GraphRequest,
): Promise<string> {
  const { buildGraph, totalOf } = await import('../../analyzer/documents/profile/graph.js')
  const { topJson, topText, treeJson, treeText } = await import('../profile-views.js')
  const { sort, format } = options
  const rows = rowsOf(options)
  // Shares are of the whole profile, also where only a part of its stacks is shown.
  const total = totalOf(shown.profile, typeIndex)
  if (view === 'top') {
    const all = buildGraph(selected, { typeIndex, sort })
    const graph = { ...all, total, nodes: all.nodes.slice(0, rows ?? (format === 'text' ? 30 : Infinity)) }
    return format === 'json' ? topJson(shown, graph) : topText(shown, graph, all.nodes.length)
  }
  const trim = view === 'peek' ? {} : { ...treeTrim, ...(rows === undefined ? {} : { limit: rows }) }
  const graph = { ...buildGraph(selected, { typeIndex, sort, calls: true, ...trim }), total }
  const matches = view === 'peek' ? await matcher('PATTERN', argument ?? '') : () => true
  const wanted = ({ name }: { readonly name: string }): boolean => matches(name)
  if (view === 'peek' && !graph.nodes.some(wanted))
    throw failure(visibleControls(`No function of ${shown.name} matches "${argument}".`))
  return format === 'json' ? treeJson(shown, graph, wanted) : treeText(shown, graph, wanted)
}

interface DiffRequest {
  readonly typeIndex: number
  readonly selection: Selection
  readonly options: Options
  readonly context: Context
}

async function diffView(
  shown: Shown,
  selected: Profile,
  baseSource: string,
  { typeIndex, selection, options, context }: DiffRequest,
): Promise<string> {
  const { selectSamples } = await import('../../analyzer/documents/profile/select.js')
  const { diffProfiles } = await import('../../analyzer/documents/profile/diff.js')
  const { diffJson, diffText } = await import('../profile-views.js')
  const entry = options['base-entry'] ?? options.entry
  const base = await loadProfile(baseSource, entry, options, context)
  const baseTypeIndex = await typeIndexOf(base.profile, shown.type.type)
  const baseType = base.profile.sampleTypes[baseTypeIndex] ?? shown.type
  if (baseType.unit !== shown.type.unit)
    throw failure(visibleControls(`${base.name} counts ${baseType.unit}, not ${shown.type.unit}.`))
  const { normalize, sort, format } = options
  const diff = diffProfiles(selected, selectSamples(base.profile, selection), {
    typeIndex,
    baseTypeIndex,
    normalize,
    sort,
  })
  const limit = rowsOf(options) ?? (format === 'text' ? 30 : Infinity)
  return format === 'json'
    ? diffJson(shown, diff, limit)
    : diffText(shown, { ...base, type: baseType }, diff, limit)
}

async function showGoroutines(source: string, options: Options, context: Context): Promise<boolean> {
  const { readSource } = await import('../profile-source.js')
  const { dumpReader } = await import('../../analyzer/documents/profile/goroutines/dump.js')
  const reader = dumpReader()
  const request = { source, entry: options.entry, kinds: ['goroutines'] as const, limits: limitsOf(options) }
  const { name, problem } = await readSource(request, context, chunk => {
    reader.add(chunk)
  })
  const parsed = reader.end()
  if (parsed.kind === 'unreadable') throw failure(visibleControls(`${name}: ${parsed.message}`))
  await context.write(await goroutineView(name, parsed.dump, options))
  const cut = parsed.dump.cut ? 'the list ends early; what is before its end is shown' : undefined
  const remark = problem ?? cut
  if (remark !== undefined) await context.note(visibleControls(`${name}: ${remark}`))
  return remark === undefined
}

async function goroutineView(name: string, dump: GoroutineDump, options: Options): Promise<string> {
  const { goroutinesJson, goroutinesText } = await import('../goroutine-view.js')
  const rows = rowsOf(options)
  return options.format === 'json'
    ? goroutinesJson(dump, rows ?? Infinity)
    : goroutinesText(name, dump, rows ?? 15)
}

async function selectionOf(options: Options): Promise<Selection> {
  const { focus, ignore, hide } = options
  const optional = (name: string, pattern: string | undefined): Promise<Matches> | undefined =>
    pattern === undefined ? undefined : matcher(name, pattern)
  return {
    focus: await optional('--focus', focus),
    ignore: await optional('--ignore', ignore),
    hide: await optional('--hide', hide),
    hideRuntime: options['no-runtime'],
    label: labelOf(options.label),
  }
}

async function matcher(name: string, pattern: string): Promise<Matches> {
  const { RE2JS } = await import('re2js')
  try {
    const compiled = RE2JS.compile(pattern)
    return text => compiled.matcher(text).find()
  } catch (error) {
    const reason =
      error instanceof Error ? error.message.replace(/^error parsing regexp: /, '') : String(error)
    throw failure(visibleControls(`${name}: ${reason}`))
  }
}

function labelOf(text: string | undefined): Selection['label'] {
  if (text === undefined) return undefined
  const [, key, value] = /^([^=]+)=([^]*)$/.exec(text) ?? []
  if (key === undefined || value === undefined) throw failure(`--label needs KEY=VALUE, not "${text}".`)
  return { key, value }
}

function limitsOf(options: Options): ReturnType<typeof readLimits> {
  return readLimits(options.limit.filter(text => text.includes('=')))
}

/** The number of rows asked for. */
function rowsOf({ limit }: Options): number | undefined {
  const [rows, second] = limit.filter(text => !text.includes('='))
  if (rows === undefined) return undefined
  if (second !== undefined || !/^\d{1,9}$/.test(rows))
    throw failure(`--limit needs one whole number, not "${second ?? rows}".`)
  return Number(rows)
}
