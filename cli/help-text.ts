// Help, made from the definitions of the commands.
import { wrap } from '../analyzer/reports/text/wrap.js'
import { optionsOf } from './arguments.js'
import type { Command, Operand, OptionDefinition, OptionTable } from './command.js'
import { allCommands } from './commands/index.js'

const width = 96

/** What `support-packet --help` shows. */
export async function overview(): Promise<string> {
  const commands = await allCommands()
  return lines([
    'support-packet says what is wrong with a server, from the support packet it made.',
    '',
    'Usage: support-packet COMMAND [OPTION…] [PACKET…]',
    '',
    'Commands:',
    ...commandRows(commands),
    '',
    'Examples:',
    '  support-packet analyze packet.zip     the report: what broke, where it was seen, what to do',
    '  support-packet view packet.zip        the same in a browser, with logs and settings to look into',
    '  support-packet help analyze           all options of a command',
    '',
    'A packet is a .zip, .tar or .tar.gz file, a directory, or - for standard input.',
    'Exit codes: 0 nothing serious found, 1 findings or an invalid packet, 2 the work could not be done.',
    '',
    '  --version     show the version',
    '  -h, --help    show this help, or that of a command',
  ])
}

/** What `support-packet rules` shows. */
export async function groupHelp(group: string): Promise<string> {
  const commands = (await allCommands()).filter(({ name }) => name.startsWith(`${group} `))
  return lines([
    `Usage: support-packet ${group} COMMAND [OPTION…]`,
    '',
    'Commands:',
    ...commandRows(commands),
  ])
}

/** What `support-packet help COMMAND` shows. */
export function commandHelp(command: Command): string {
  const details = (command.details ?? []).flatMap(paragraph => ['', ...wrap(paragraph, width)])
  return lines([
    `Usage: ${usageOf(command)}`,
    '',
    `${command.summary[0]?.toUpperCase()}${command.summary.slice(1)}.`,
    ...details,
    '',
    'Options:',
    ...optionRows(optionsOf(command)),
    '',
    'Examples:',
    ...command.examples.flatMap(({ run, says }) => [`  ${run}`, `      ${says}`]),
  ])
}

/** `support-packet cat [OPTION…] PACKET ENTRY`. */
function usageOf({ name, operands }: Command): string {
  return ['support-packet', name, '[OPTION…]', ...operands.map(operandText)].join(' ')
}

function operandText({ name, many, optional }: Operand): string {
  const text = many === true ? `${name}…` : name
  return optional === true ? `[${text}]` : text
}

function commandRows(commands: readonly Command[]): readonly string[] {
  return rows(commands.map(({ name, summary }) => [name, summary]))
}

function optionRows(table: OptionTable): readonly string[] {
  return rows(Object.entries(table).map(([name, option]) => [optionText(name, option), option.says]))
}

function optionText(name: string, option: OptionDefinition): string {
  const short = option.short === undefined ? '    ' : `-${option.short}, `
  return option.kind === 'flag' ? `${short}--${name}` : `${short}--${name} ${option.value}`
}

/** Two columns; the second is wrapped. */
function rows(pairs: readonly (readonly [string, string])[]): readonly string[] {
  const columns = Math.max(...pairs.map(([left]) => left.length)) + 4
  return pairs.flatMap(([left, right]) =>
    wrap(right, width - columns).map(
      (line, index) => `  ${(index === 0 ? left : '').padEnd(columns - 2)}${line}`,
    ),
  )
}

const lines = (texts: readonly string[]): string => `${texts.join('\n')}\n`
