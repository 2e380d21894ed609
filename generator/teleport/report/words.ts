// Numbers and times in the reports of a dump, and texts of others made safe to show.
import type { ReportModel } from './model.js'

export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${String(count).replace(/\B(?=(?:\d{3})+$)/g, ',')} ${count === 1 ? one : many}`

/** `812 bytes`, `1.2 MB`. */
export function sizeWords(size: number): string {
  if (size < 1000) return counted(size, 'byte')
  const step = Math.min(3, Math.floor(Math.log10(size) / 3))
  const value = size / 1000 ** step
  return `${value < 9.95 ? value.toFixed(1) : value.toFixed(0)} ${['', 'kB', 'MB', 'GB'][step] ?? ''}`
}

/** `0.4 s`, `2 min 5 s`. */
export function timeWords(ms: number): string {
  if (ms < 9950) return `${(ms / 1000).toFixed(1)} s`
  const seconds = Math.round(ms / 1000)
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}

/** `2026-11-21 09:34:53 UTC`. */
export const momentWords = (moment: Date): string =>
  `${moment.toISOString().slice(0, 19).replace('T', ' ')} UTC`

/** One line: what servers and hosts say may hold anything. */
export const oneLine = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .slice(0, 500)

/** A verdict in one word and a sentence or two. */
export const verdictOf = ({
  verdict,
  cancelled,
}: Pick<ReportModel, 'verdict' | 'cancelled'>): readonly [string, string] => {
  const [word, sentence] = verdictWords[verdict]
  if (!cancelled) return [word, sentence]
  return verdict === 'nothing'
    ? [word, 'It was cancelled before anything was gathered.']
    : [word, `${sentence} It was cancelled before its end.`]
}

const verdictWords = {
  complete: ['COMPLETE', 'Everything that was asked for is here.'],
  partial: ['INCOMPLETE', 'Something that was asked for is missing; see below what and why.'],
  nothing: ['INCOMPLETE', 'No server answered: there is next to nothing in this dump.'],
} as const
