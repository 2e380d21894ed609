// Compares the configurations of the nodes of a cluster, setting by setting.
import { valueAt } from '../documents/shape.js'
import type { Document, ValuePath } from '../documents/types.js'
import { asRecord } from './reading.js'

/** A setting that not all nodes agree on. */
export interface ConfigDifference {
  /** `SqlSettings.MaxOpenConns`. */
  readonly path: string
  readonly keys: ValuePath
  /** In order of nodes. A node that does not have the setting has no `value`. */
  readonly values: readonly NodeValue[]
  /** `mm-app-1: 40, mm-app-2: 5`, for messages. */
  readonly summary: string
}

export interface NodeValue {
  readonly node: string
  readonly value?: unknown
}

/** Stands for the value of a setting that may hold a secret: that it differs is enough to know. */
const HIDDEN = '(hidden)'
const SECRET_KEY = /secret|password|passwd|token|apikey|accesskey|encryptkey|salt$|sdkkey|developerkey/i

/**
 * Settings whose values differ. A setting that a node lacks counts only where `sameVersion` says that all nodes run one
 * release: releases differ in the settings they know.
 */
export function configDifferences(
  configs: readonly Document[],
  sameVersion: boolean,
): readonly ConfigDifference[] {
  const differences: ConfigDifference[] = []
  compare([], configs, sameVersion, differences)
  return differences
}

function compare(
  keys: ValuePath,
  configs: readonly Document[],
  sameVersion: boolean,
  into: ConfigDifference[],
): void {
  const values = configs.map(config => valueAt(config.value, keys))
  const records = values.filter(value => asRecord(value) !== undefined)
  const present = values.filter(value => value !== undefined)
  // Sections are walked into as long as every node that has them has a section there.
  if (records.length === present.length) {
    const names = new Set(records.flatMap(record => Object.keys(record as object)))
    for (const name of names) compare([...keys, name], configs, sameVersion, into)
    return
  }
  const compared = sameVersion ? values : present
  if (new Set(compared.map(canonical)).size > 1) into.push(describe(keys, configs, values))
}

/** Equal for equal values, whatever the order of their keys. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  const record = asRecord(value)
  if (record === undefined) return JSON.stringify(value) ?? 'absent'
  const parts = Object.entries(record).map(([key, part]) => `${JSON.stringify(key)}:${canonical(part)}`)
  return `{${parts.sort().join(',')}}`
}

function describe(
  keys: ValuePath,
  configs: readonly Document[],
  values: readonly unknown[],
): ConfigDifference {
  const shown = values.map(value => shownValue(keys, value))
  const named = configs.map((config, index) => {
    const node = config.node ?? ''
    return shown[index] === undefined ? { node } : { node, value: shown[index] }
  })
  return {
    path: keys.join('.'),
    keys,
    values: named,
    summary: named.map(entry => `${entry.node}: ${text(entry.value)}`).join(', '),
  }
}

function shownValue(keys: ValuePath, value: unknown): unknown {
  if (typeof value === 'boolean' || typeof value === 'number' || value === undefined) return value
  const mayBeSecret = keys.some(key => SECRET_KEY.test(String(key))) || holdsPassword(JSON.stringify(value))
  return mayBeSecret ? HIDDEN : value
}

/** An address in the keyword spelling, whose password sanitizing leaves in clear, or a URL with one. */
function holdsPassword(json: string): boolean {
  return /passw(?:or)?d\s?[=:]|:\/\/[^/@"\s*]{1,200}:[^/@"\s*]{1,200}@/i.test(json)
}

function text(value: unknown): string {
  if (value === undefined) return 'not set'
  if (value === '') return 'empty'
  return typeof value === 'string' ? value : JSON.stringify(value)
}
