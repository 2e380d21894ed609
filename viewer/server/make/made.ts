// What comes of making a packet, whichever way it is made; and what a way needs for it.
import type { MakeRequest } from '../../shared/make.js'

/** A finished one lies in `file`. What keeps it from being made is a sentence, never an exception. */
export type Made =
  | {
      readonly kind: 'made'
      readonly file: string
      readonly sizeBytes: number
      readonly remarks: readonly string[]
    }
  | { readonly kind: 'refused'; readonly reason: string; readonly advice?: string }
  | { readonly kind: 'cancelled' }

export interface MakeContext {
  /** Private, and of this packet alone. */
  readonly folder: string
  readonly now: Date
  readonly signal: AbortSignal
  /** Says what is being done. */
  readonly onStep: (says: string) => void
}

/** One way to make packets. Throws what nobody foresaw. */
export type Maker<R extends MakeRequest = MakeRequest> = (request: R, context: MakeContext) => Promise<Made>

export type RequestFrom<F extends MakeRequest['from']> = Extract<MakeRequest, { readonly from: F }>

/** `12 values`, `1 value`. */
export function counted(count: number, one: string): string {
  return `${count.toLocaleString('en-US')} ${one}${count === 1 ? '' : 's'}`
}

/** How many values were masked, and where. */
export function maskedWords(masked: Readonly<Record<string, number>>): string | undefined {
  const values = Object.values(masked).reduce((sum, count) => sum + count, 0)
  const where = Object.entries(masked).map(([name, count]) => `${name} ${count}`)
  return values === 0
    ? undefined
    : `Masked ${counted(values, 'value')} that looked like ${values === 1 ? 'a secret' : 'secrets'}: ${where.join(', ')}.`
}
