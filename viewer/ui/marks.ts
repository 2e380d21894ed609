// Marks of findings in the page: shown at once when they are changed, and taken back when the server could not keep them.
import { signal } from '@preact/signals'
import {
  markPaths,
  type Mark,
  type MarkChange,
  type MarkFile,
  type Marks,
  type MarkState,
} from '../shared/marks.js'
import { ask } from './api.js'
import { notice, route } from './state.js'
import type { Finding } from './words.js'

const known = signal<ReadonlyMap<string, Marks>>(new Map())
const asked = new Map<string, Promise<void>>()
/** Why marks of a packet cannot be shown. */
export const marksFailure = signal<string | undefined>(undefined)

/** Marks of the packet the address names; empty until they are known. */
export function currentMarks(): Marks {
  return known.value.get(route.value.packet ?? '') ?? {}
}

export function markOf({ fingerprint }: Finding): Mark | undefined {
  const marks = currentMarks()
  return Object.hasOwn(marks, fingerprint) ? marks[fingerprint] : undefined
}

export type FindingState = MarkState | 'suppressed' | 'new'

/** What a person made of a finding: a mark goes before a suppression that a file states. */
export function stateOf(finding: Finding): FindingState {
  return markOf(finding)?.state ?? (finding.suppressed === undefined ? 'new' : 'suppressed')
}

/** Asks for the marks of a packet, once; resolves when they are known. */
export function loadMarks(packet: string): Promise<void> {
  const before = asked.get(packet)
  if (before !== undefined) return before
  const loading = load(packet)
  asked.set(packet, loading)
  return loading
}

async function load(packet: string): Promise<void> {
  const answer = await ask<MarkFile>(markPaths.marks(packet))
  if (answer.kind === 'ok') keep(packet, answer.value.marks)
  marksFailure.value = answer.kind === 'ok' ? undefined : answer.message
}

/** Marks a finding, or takes its mark away when it has that one already. */
export function toggleMark(finding: Finding, state: MarkState): void {
  void change(finding, mark => {
    const next = mark?.state === state ? undefined : state
    notice.value = next === undefined ? 'Took the mark away.' : `Marked as ${next}.`
    return { note: mark?.note ?? '', ...(next === undefined ? {} : { state: next }) }
  })
}

/** A finding with a note was seen. */
export function noteOn(finding: Finding, note: string): void {
  void change(finding, mark =>
    note === (mark?.note ?? '') ? undefined : { note, state: mark?.state ?? 'seen' },
  )
}

type Wish = (mark: Mark | undefined) => Omit<MarkChange, 'fingerprint'> | undefined

/** What is wished depends on the mark there is: it is waited for. */
async function change(finding: Finding, wish: Wish): Promise<void> {
  const { packet = '' } = route.value
  await loadMarks(packet)
  const before = known.value.get(packet) ?? {}
  const wished = wish(Object.hasOwn(before, finding.fingerprint) ? before[finding.fingerprint] : undefined)
  if (wished === undefined) return
  const wanted: MarkChange = { fingerprint: finding.fingerprint, ...wished }
  keep(packet, applied(before, wanted))
  const answer = await ask<MarkFile>(markPaths.marks(packet), {
    method: 'PUT',
    body: JSON.stringify(wanted),
  })
  marksFailure.value = answer.kind === 'ok' ? undefined : answer.message
  if (answer.kind === 'failed') keep(packet, before)
}

/** What the server will answer; its time of day comes with the answer. */
function applied(marks: Marks, { fingerprint, state, note = '' }: MarkChange): Marks {
  const others = Object.fromEntries(Object.entries(marks).filter(([key]) => key !== fingerprint))
  return state === undefined ? others : { ...others, [fingerprint]: { state, note, at: '' } }
}

function keep(packet: string, marks: Marks): void {
  known.value = new Map(known.value).set(packet, marks)
}
