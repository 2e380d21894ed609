// What a command is: data from which arguments are checked, help is written and shells complete, and a function that runs it.
import type { Context } from './context.js'
import type { ExitCode } from './exit-code.js'

interface OptionBase {
  /** One line for help. */
  readonly says: string
  /** One letter, as in `-o`. */
  readonly short?: string
}

export interface FlagOption extends OptionBase {
  readonly kind: 'flag'
}

export interface ValueOption extends OptionBase {
  /** `choice`: one of `choices`. `count`: a whole number. Shells complete files, directories and packets as paths. */
  readonly kind: 'text' | 'choice' | 'count' | 'file' | 'directory'
  /** How help calls the value: `FILE`. */
  readonly value: string
  /** May be given several times. */
  readonly many?: boolean
  /** All that `choice` allows; what shells propose for `text`. */
  readonly choices?: readonly string[]
  readonly default?: string
}

export type OptionDefinition = FlagOption | ValueOption
export type OptionTable = Readonly<Record<string, OptionDefinition>>

/** The checked value of an option, by its definition. */
export type OptionValue<O extends OptionDefinition> = O extends { kind: 'flag' }
  ? boolean
  : O extends { many: true }
    ? readonly ChoiceOf<O>[]
    : O extends { default: string }
      ? ChoiceOf<O>
      : ChoiceOf<O> | undefined

type ChoiceOf<O extends OptionDefinition> = O extends { kind: 'count' }
  ? number
  : O extends { kind: 'choice'; choices: readonly (infer C)[] }
    ? C
    : string

export type OptionValues<T extends OptionTable> = { readonly [K in keyof T]: OptionValue<T[K]> }

/** What stands on the command line without dashes. */
export interface Operand {
  readonly name: string
  readonly kind: 'packet' | 'entry' | 'file' | 'word'
  readonly many?: boolean
  readonly optional?: boolean
  readonly choices?: readonly string[]
}

export interface Example {
  readonly run: string
  readonly says: string
}

export interface CommandInput<T extends OptionTable> {
  readonly options: OptionValues<T>
  readonly operands: readonly string[]
}

export interface CommandDefinition<T extends OptionTable = OptionTable> {
  /** One word, or group and word: `rules list`. */
  readonly name: string
  /** One line for the list of commands. */
  readonly summary: string
  /** Paragraphs for its own help. */
  readonly details?: readonly string[]
  readonly operands: readonly Operand[]
  readonly options: T
  readonly examples: readonly Example[]
  /** True for a command that ends by itself when interrupted; the others are left as they stand. */
  readonly endsOnInterrupt?: boolean
  run(input: CommandInput<T>, context: Context): Promise<ExitCode>
}

/** Any command, its options checked by the table rather than by the compiler. */
export type Command = Omit<CommandDefinition, 'run'> & {
  run(input: CommandInput<OptionTable>, context: Context): Promise<ExitCode>
}

/** Binds the types of options to their definitions. */
export function defineCommand<const T extends OptionTable>(definition: CommandDefinition<T>): Command {
  return definition
}
