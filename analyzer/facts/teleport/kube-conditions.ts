// Objects of Kubernetes that say in conditions how they are, and judgements on several kinds of them at once.
import type { KubeKind } from '../../documents/teleport/kube-shapes.js'
import type { Derived, FactInput } from '../types.js'
import { judgeObjects } from './kube-index.js'

export interface ObjectFact {
  readonly name: string
  readonly says: string
}

export interface Condition {
  readonly type?: string
  readonly status?: string
  readonly reason?: string
  readonly message?: string
}

/** Reason and message of a condition, short enough for a sentence. */
export const wordsOf = ({ reason, message }: Condition): string =>
  [reason ?? '', message ?? '']
    .filter(part => part !== '')
    .join(': ')
    .slice(0, 300)

export function conditionAt(
  conditions: readonly Condition[] | undefined,
  type: string,
  status: string,
): number {
  return (conditions ?? []).findIndex(one => one.type === type && one.status === status)
}

/** A judgement on each object of several kinds. */
export function judgeKinds<K extends KubeKind, T>(
  input: FactInput,
  kinds: readonly K[],
  judge: Parameters<typeof judgeObjects<K, T>>[2],
): Derived<readonly T[]> | undefined {
  const found = kinds.flatMap(kind => judgeObjects(input, kind, judge) ?? [])
  if (found.length === 0) return undefined
  return { value: found.flatMap(({ value }) => value), from: found.flatMap(({ from }) => from) }
}
