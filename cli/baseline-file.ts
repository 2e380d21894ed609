// The baseline of a command: read from its file, and what came of it over all packets, as remarks on stderr.
import type { BaselineUse, SuppressionNote } from '../analyzer/analysis.js'
import type { BaselineChoice } from '../analyzer/baseline/suppress.js'
import { visibleControls } from '../analyzer/lib/terminal-text.js'
import { textOf, valueOf } from './config-file.js'
import type { Context } from './context.js'
import type { Io } from './io.js'
import { didYouMean } from './suggest.js'

export const baselineOption = {
  baseline: {
    kind: 'file',
    value: 'FILE',
    says: 'findings and suppressions in FILE are shown as suppressed and do not count',
  },
} as const

/** `undefined` without a file. Throws a failure with all mistakes of the file. */
export async function loadBaseline(file: string | undefined, io: Io): Promise<BaselineChoice | undefined> {
  if (file === undefined) return undefined
  const { readBaseline } = await import('../analyzer/baseline/read.js')
  return { baseline: valueOf(readBaseline(await textOf(file)), file), date: today(io) }
}

/** The day of this run in UTC: the one place where expiry meets the clock. */
const today = ({ now }: Io): string => (now?.() ?? new Date()).toISOString().slice(0, 10)

/** A suppression that has ended is told always; one that no packet matched, unless somebody wants it quiet. */
export async function tellBaseline(
  uses: readonly BaselineUse[],
  about: { readonly file: string; readonly ruleIds: Iterable<string>; readonly quiet: boolean },
  context: Context,
): Promise<void> {
  const { file, ruleIds, quiet } = about
  for (const note of distinct(uses.flatMap(({ expired }) => expired)))
    await tell(file, note, `ended on ${note.until ?? '?'} and holds no more (${note.reason})`, context)
  if (quiet || uses.length === 0) return
  const ids = new Set(ruleIds)
  const sets = uses.map(({ unmatched }) => new Set(unmatched.map(keyOf)))
  const nowhere = (uses[0]?.unmatched ?? []).filter(note => sets.every(set => set.has(keyOf(note))))
  for (const note of nowhere) await tell(file, note, `matches no finding${typingError(note, ids)}`, context)
}

/** For a command that goes on for long: what has ended is told before the first packet is judged. */
export async function tellEnded(
  file: string | undefined,
  choice: BaselineChoice | undefined,
  context: Context,
): Promise<void> {
  if (file === undefined || choice === undefined) return
  const { createSuppressor } = await import('../analyzer/baseline/suppress.js')
  await tellBaseline([createSuppressor(choice).use()], { file, ruleIds: [], quiet: true }, context)
}

const keyOf = (note: SuppressionNote): string => JSON.stringify(note)

const distinct = (notes: readonly SuppressionNote[]): readonly SuppressionNote[] => [
  ...new Map(notes.map(note => [keyOf(note), note])).values(),
]

function tell(file: string, note: SuppressionNote, what: string, context: Context): Promise<void> {
  const place = note.line === undefined ? file : `${file}:${note.line}`
  return context.note(visibleControls(`${place}: the suppression of ${selectorText(note)} ${what}`))
}

function selectorText({ rule, fingerprint, node }: SuppressionNote): string {
  return [
    ...(rule === undefined ? [] : [rule]),
    ...(fingerprint === undefined ? [] : [fingerprint]),
    ...(node === undefined ? [] : [`node ${node}`]),
  ].join(', ')
}

function typingError({ rule }: SuppressionNote, ids: ReadonlySet<string>): string {
  if (rule === undefined || rule.endsWith('*') || ids.has(rule)) return ''
  return `: no rule of this run is called so.${didYouMean(rule, ids)}`
}
