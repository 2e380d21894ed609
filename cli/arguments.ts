// Checks a command line against the definition of its command: unknown options, missing or wrong values, operands.
import { parseArgs, type ParseArgsConfig } from 'node:util'
import type { Command, CommandInput, OptionDefinition, OptionTable, ValueOption } from './command.js'
import { failure, type Failure } from './failure.js'
import { didYouMean } from './suggest.js'

/** Options that every command has. */
const commonOptions = {
  'no-color': { kind: 'flag', says: 'no colour, whatever the terminal can do' },
  help: { kind: 'flag', short: 'h', says: 'show this help' },
} as const satisfies OptionTable

/** All options of a command, the common ones last. */
export const optionsOf = (command: Command): OptionTable => ({ ...command.options, ...commonOptions })

/** Whether help is asked for, wherever on the line. It answers before anything is checked. */
export function asksForHelp(args: readonly string[]): boolean {
  const end = args.indexOf('--')
  return (end < 0 ? args : args.slice(0, end)).some(arg => arg === '--help' || arg === '-h')
}

/** An option as `parseArgs` found it. */
interface OptionToken {
  readonly name: string
  readonly rawName: string
  readonly value: string | undefined
  readonly inlineValue: boolean | undefined
}

/** Throws a failure that says in one line what is wrong. */
export function readArguments(command: Command, args: readonly string[]): CommandInput<OptionTable> {
  const table = optionsOf(command)
  // Not strict: its errors are several lines long and know of no near misses. The tokens are checked here instead.
  const config = {
    args: [...args],
    options: parserOptions(table),
    strict: false,
    tokens: true,
    allowPositionals: true,
  } as const
  const { tokens, positionals } = parseArgs(config)
  const given = new Map<string, string[]>()
  for (const token of tokens) if (token.kind === 'option') takeOption(token, table, given, command)
  checkOperands(command, positionals)
  return { options: valuesOf(table, given), operands: positionals }
}

function parserOptions(table: OptionTable): NonNullable<ParseArgsConfig['options']> {
  return Object.fromEntries(
    Object.entries(table).map(([name, option]) => [
      name,
      {
        type: option.kind === 'flag' ? 'boolean' : 'string',
        multiple: true,
        ...(option.short === undefined ? {} : { short: option.short }),
      } as const,
    ]),
  )
}

function takeOption(
  token: OptionToken,
  table: OptionTable,
  given: Map<string, string[]>,
  command: Command,
): void {
  const option = Object.hasOwn(table, token.name) ? table[token.name] : undefined
  if (option === undefined) throw unknownOption(token.rawName, table, command)
  const values = given.get(token.name) ?? []
  given.set(token.name, values)
  if (option.kind === 'flag') {
    if (token.value !== undefined) throw wrong(command, `${token.rawName} takes no value.`)
    values.push('')
    return
  }
  values.push(checkedValue(token, option, command))
  if (option.many !== true && values.length > 1) throw wrong(command, `${token.rawName} is given twice.`)
}

function unknownOption(rawName: string, table: OptionTable, command: Command): Failure {
  const near = didYouMean(rawName.replace(/^-+/, ''), Object.keys(table), '--')
  return wrong(command, `Unknown option ${rawName}.${near}`)
}

function checkedValue(token: OptionToken, option: ValueOption, command: Command): string {
  const { rawName, value } = token
  const looksLikeOption = token.inlineValue === false && value !== undefined && /^-[^\d]/.test(value)
  if (value === undefined || value === '' || looksLikeOption)
    throw wrong(command, `${rawName} needs a value: ${rawName} ${option.value}.`)
  if (option.kind === 'choice' && !(option.choices ?? []).includes(value))
    throw wrong(
      command,
      `${rawName} must be one of ${(option.choices ?? []).join(', ')}, not "${value}".${didYouMean(value, option.choices ?? [])}`,
    )
  if (option.kind === 'count' && !/^\d{1,15}$/.test(value))
    throw wrong(command, `${rawName} needs a whole number, not "${value}".`)
  return value
}

function valuesOf(
  table: OptionTable,
  given: ReadonlyMap<string, readonly string[]>,
): CommandInput<OptionTable>['options'] {
  const values = Object.entries(table).map(
    ([name, option]) => [name, valueOf(option, given.get(name))] as const,
  )
  return Object.fromEntries(values) as CommandInput<OptionTable>['options']
}

function valueOf(option: OptionDefinition, given: readonly string[] | undefined): unknown {
  if (option.kind === 'flag') return given !== undefined
  const convert = (text: string): string | number => (option.kind === 'count' ? Number(text) : text)
  if (option.many === true) return (given ?? []).map(convert)
  const text = given?.[0] ?? option.default
  return text === undefined ? undefined : convert(text)
}

function checkOperands(command: Command, operands: readonly string[]): void {
  const required = command.operands.filter(operand => operand.optional !== true)
  const missing = required[operands.length]
  if (missing !== undefined) throw wrong(command, `${command.name} needs ${wanted(missing.name)}.`)
  const most = command.operands.some(operand => operand.many) ? Infinity : command.operands.length
  const extra = operands[most]
  if (extra !== undefined) throw wrong(command, `${command.name} has no use for "${extra}".`)
  for (const [index, { name, choices }] of command.operands.entries()) {
    const word = operands[index]
    if (word === undefined || choices === undefined || choices.includes(word)) continue
    throw wrong(
      command,
      `${name} must be one of ${choices.join(', ')}, not "${word}".${didYouMean(word, choices)}`,
    )
  }
}

const wanted = (name: string): string => (/^[AEIOU]/.test(name) ? `an ${name}` : `a ${name}`)

const wrong = (command: Command, message: string): Failure =>
  failure(message, `Try: support-packet help ${command.name}`)
