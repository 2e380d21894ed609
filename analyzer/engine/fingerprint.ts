// Fingerprints: the same fault of the same installation has the same one in every packet. Baselines and `diff` rest on it.
import { createHash } from 'node:crypto'

/** 16 hex digits of the rule and the item it speaks of; nodes, counts and values that move are left out. */
export function fingerprintOf(ruleId: string, key: string): string {
  return createHash('sha256').update(`${ruleId}\u0000${key}`).digest('hex').slice(0, 16)
}

/** What names an item of `each` when the rule does not say. */
export function itemKey(item: unknown): string {
  if (typeof item !== 'object' || item === null) return String(item)
  const { id, name } = item as { readonly id?: unknown; readonly name?: unknown }
  for (const candidate of [id, name]) {
    if (typeof candidate === 'string' || typeof candidate === 'number') return String(candidate)
  }
  return JSON.stringify(item, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value))
}
