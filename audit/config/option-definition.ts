// What an option is, as data: its type, default and bounds, and what comes of a wrong value. Checks, defaults and help read it.

interface CommonDefinition {
  /** Only support-packet knows it; servers pass over it. */
  readonly toolOnly?: boolean
}

export interface TextOption extends CommonDefinition {
  readonly kind: 'text'
  readonly default: string
  /** Without it the target cannot be. */
  readonly required?: boolean
  readonly choices?: readonly string[]
  /** Old names that count when the new one is absent. */
  readonly formerly?: readonly string[]
}

export interface NumberOption extends CommonDefinition {
  readonly kind: 'number'
  readonly default: number
  readonly required?: boolean
  readonly least: number
  readonly most: number
  /** Zero stands for this, the default. */
  readonly zeroMeansDefault?: boolean
  /** What a server does with a number out of bounds. */
  readonly serverBeyond: string
}

export interface FlagOption extends CommonDefinition {
  readonly kind: 'flag'
  readonly default: false
  /** Spelled otherwise in the documentation; only support-packet takes it. */
  readonly alsoSpelled?: string
}

export type OptionDefinition = TextOption | NumberOption | FlagOption
export type OptionTable = Readonly<Record<string, OptionDefinition>>

export type ValueOf<D extends OptionDefinition> = D extends { kind: 'flag' }
  ? boolean
  : D extends { kind: 'number' }
    ? number
    : D extends { choices: readonly (infer C)[] }
      ? C
      : string

export type ValuesOf<T extends OptionTable> = { readonly [K in keyof T]: ValueOf<T[K]> }

export const flag = { kind: 'flag', default: false } as const satisfies FlagOption
export const text = { kind: 'text', default: '' } as const satisfies TextOption
