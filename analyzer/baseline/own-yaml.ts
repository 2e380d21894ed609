// Checks YAML files that people write for this tool (baseline, configuration): all mistakes at once, each with its line.
import { didYouMean } from '../engine/did-you-mean.js'
import { readRuleText, type Spots } from '../engine/rule-text.js'
import type { ValuePath } from '../documents/types.js'

export interface FileMistake {
  /** From 1. */
  readonly line: number
  /** A sentence without its first word: `reason is missing`. */
  readonly message: string
}

export type OwnYaml<T> =
  | { readonly kind: 'ok'; readonly value: T }
  | { readonly kind: 'wrong'; readonly mistakes: readonly FileMistake[] }

/** What is at hand while a file is checked. */
export interface Checker {
  /** Notes a mistake at the place of a value, or of the nearest part around it that is written. */
  wrong(path: ValuePath, message: string): void
  lineOf(path: ValuePath): number
  /** The fields of a map. Notes keys that may not be there; a value that is no map is noted, and has none. */
  fields(value: unknown, path: ValuePath, allowed: readonly string[]): Fields
  /** As `fields`, where the keys are names that only the caller can judge. */
  anyFields(value: unknown, path: ValuePath): Fields
  /** The items of a list; nothing at all is an empty one. */
  items(value: unknown, path: ValuePath): readonly unknown[]
  text(value: unknown, path: ValuePath): string | undefined
}

export type Fields = Readonly<Record<string, unknown>>

/** People write hundreds of lines; a file of this size is something else. */
const mostCharacters = 8 * 1024 * 1024
const mostItems = 20_000

/** Reads a text whose whole is a map. `check` notes mistakes; with one of them there is no value. */
export function readOwnYaml<T>(text: string, check: (value: unknown, checker: Checker) => T): OwnYaml<T> {
  if (text.length > mostCharacters) return wrongAt(1, `the file is longer than ${mostCharacters} characters`)
  const read = readRuleText(isBlank(text) ? '{}' : text)
  if (read.kind === 'broken') return wrongAt(read.spot.line, `the file ${read.message}`)
  const mistakes: FileMistake[] = []
  const value = check(read.value ?? {}, createChecker(read.spots, mistakes))
  return mistakes.length > 0 ? { kind: 'wrong', mistakes } : { kind: 'ok', value }
}

/** Nothing but remarks. */
const isBlank = (text: string): boolean => text.split('\n').every(line => /^\s*(?:#|$)/.test(line))

const wrongAt = (line: number, message: string): OwnYaml<never> => ({
  kind: 'wrong',
  mistakes: [{ line, message }],
})

function createChecker(spots: Spots, mistakes: FileMistake[]): Checker {
  const lineOf = (path: ValuePath): number => spots.key(path).line
  const wrong = (path: ValuePath, message: string): void => {
    mistakes.push({ line: lineOf(path), message })
  }
  return {
    wrong,
    lineOf,
    fields(value, path, allowed) {
      if (!isMap(value)) {
        wrong(path, `${nameOf(path)} must be a map of ${allowed.join(', ')}`)
        return {}
      }
      for (const key of Object.keys(value))
        if (!allowed.includes(key)) wrong([...path, key], unknownKey(key, path, allowed))
      return value
    },
    anyFields(value, path) {
      if (isMap(value)) return value
      wrong(path, `${nameOf(path)} must be a map`)
      return {}
    },
    items(value, path) {
      if (value === undefined || value === null) return []
      if (!Array.isArray(value)) wrong(path, `${nameOf(path)} must be a list`)
      else if (value.length > mostItems) wrong(path, `${nameOf(path)} has more than ${mostItems} items`)
      else return value as readonly unknown[]
      return []
    },
    text(value, path) {
      if (value === undefined) return undefined
      if (typeof value === 'string' && value.trim() !== '') return value
      wrong(path, `${nameOf(path)} must be text${typeof value === 'number' ? ': put it in quotes' : ''}`)
      return undefined
    },
  }
}

const isMap = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function unknownKey(key: string, path: ValuePath, allowed: readonly string[]): string {
  const where = path.length === 0 ? '' : ` in ${nameOf(path)}`
  return `there is no key "${key}"${where}${didYouMean(key, allowed)}; keys: ${allowed.join(', ')}`
}

/** `suppressions[2].until`; the file itself has no name. */
export function nameOf(path: ValuePath): string {
  const name = path.map(step => (typeof step === 'number' ? `[${step + 1}]` : `.${step}`)).join('')
  return name === '' ? 'the file' : name.replace(/^\./, '')
}
