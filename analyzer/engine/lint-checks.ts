// What a part of a rule file may hold: small checks that report a mistake at its place, and the ways to put them together.
import type { ValuePath } from '../documents/types.js'
import { didYouMean } from './did-you-mean.js'
import { durationMs } from './duration.js'
import type { Reporter } from './lint-reporter.js'
import { percentOf } from './log-bounds.js'
import { patternMistake } from './pattern-mistake.js'

export type Check = (value: unknown, path: ValuePath, report: Reporter) => void
export type Fields = Readonly<Record<string, Check>>

export const text: Check = (value, path, report) => {
  if (typeof value !== 'string') report.at(path, `${name(path)} must be text, not ${typeOf(value)}`)
  else if (value.trim() === '') report.at(path, `${name(path)} is empty`)
}

export const truth: Check = (value, path, report) => {
  if (typeof value !== 'boolean') report.at(path, `${name(path)} must be true or false, not ${typeOf(value)}`)
}

export const positive: Check = (value, path, report) => {
  if (!Number.isInteger(value) || (value as number) < 1)
    report.at(path, `${name(path)} must be a whole number from 1 on`)
}

export const anything: Check = () => undefined

export function oneOf(...choices: readonly string[]): Check {
  return (value, path, report) => {
    if (typeof value === 'string' && choices.includes(value)) return
    const shown = typeof value === 'string' ? `"${value}"` : typeOf(value)
    const hint = typeof value === 'string' ? didYouMean(value, choices) : ''
    report.at(path, `${name(path)} is ${shown}; it must be one of ${choices.join(', ')}${hint}`)
  }
}

export function listOf(check: Check): Check {
  return (value, path, report) => {
    if (!Array.isArray(value)) report.at(path, `${name(path)} must be a list, not ${typeOf(value)}`)
    else value.forEach((item: unknown, index) => check(item, [...path, index], report))
  }
}

export const oneOrMore =
  (check: Check): Check =>
  (value, path, report) =>
    Array.isArray(value) ? listOf(check)(value, path, report) : check(value, path, report)

export function mapOf(check: Check): Check {
  return (value, path, report) => {
    if (!isRecord(value)) report.at(path, `${name(path)} must be a mapping, not ${typeOf(value)}`)
    else for (const [key, item] of Object.entries(value)) check(item, [...path, key], report)
  }
}

export function record(known: Fields, needed: readonly string[] = []): Check {
  return (value, path, report) => {
    if (!isRecord(value)) {
      report.at(path, `${name(path)} must be a mapping, not ${typeOf(value)}`)
      return
    }
    for (const [key, item] of Object.entries(value)) {
      const check = Object.hasOwn(known, key) ? known[key] : undefined
      if (check === undefined)
        report.at([...path, key], `unknown key "${key}"${didYouMean(key, Object.keys(known))}`)
      else check(item, [...path, key], report)
    }
    for (const key of needed)
      if (!(key in value)) report.at(path, `${path.length === 0 ? 'the rule' : name(path)} has no "${key}"`)
  }
}

export const duration: Check = (value, path, report) => {
  if (typeof value !== 'string' || durationMs(value) === undefined) {
    report.at(path, `${name(path)} must be a duration such as 30s, 10m, 2h or 1d, not ${shown(value)}`)
  }
}

export const pattern: Check = (value, path, report) => {
  if (typeof value !== 'string') {
    text(value, path, report)
    return
  }
  const mistake = patternMistake(value)
  if (mistake !== undefined) report.at(path, `${name(path)}: bad pattern: ${mistake}`)
}

export const number: Check = (value, path, report) => {
  if (typeof value !== 'number' || !Number.isFinite(value) || value <= 0)
    report.at(path, `${name(path)} must be a number above 0, not ${shown(value)}`)
}

export const percent: Check = (value, path, report) => {
  if (typeof value !== 'string' || percentOf(value) === undefined)
    report.at(path, `${name(path)} must be a share such as 20% or 0.5%, not ${shown(value)}`)
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The last part of a path that has a name: `examples[2].expect` is "expect", `docs[0]` is "docs[0]". */
export function name(path: ValuePath): string {
  const last = path.at(-1)
  if (last === undefined) return 'the rule'
  return typeof last === 'number' ? `${String(path.at(-2))}[${last}]` : last
}

function typeOf(value: unknown): string {
  if (value === null) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  return (
    { object: 'a mapping', string: 'text', number: 'a number', boolean: 'true or false' }[
      typeof value as string
    ] ?? typeof value
  )
}

/** The value as it was written, where that is short. */
export const shown = (value: unknown): string => {
  if (typeof value === 'string') return `"${value}"`
  return typeof value === 'number' ? String(value) : typeOf(value)
}
