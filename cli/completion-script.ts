// Completion scripts made from the definitions of the commands, so that they cannot fall behind.
import { optionsOf } from './arguments.js'
import type { Command, OptionDefinition } from './command.js'

export function completionScript(shell: 'bash' | 'zsh' | 'fish', commands: readonly Command[]): string {
  const script = { bash: bashScript, zsh: zshScript, fish: fishScript }[shell]
  return `${script(commands).join('\n')}\n`
}

/** First words: commands and groups. */
const firstWords = (commands: readonly Command[]): readonly string[] => [
  ...new Set(commands.map(({ name }) => name.split(' ')[0] ?? name)),
]

const secondWords = (commands: readonly Command[], first: string): readonly Command[] =>
  commands.filter(({ name }) => name.startsWith(`${first} `))

const isGroup = (commands: readonly Command[], first: string): boolean =>
  secondWords(commands, first).length > 0

function optionWords(command: Command): readonly string[] {
  return Object.entries(optionsOf(command)).flatMap(([name, { short }]) =>
    short === undefined ? [`--${name}`] : [`--${name}`, `-${short}`],
  )
}

/** What may follow an option; `undefined` for paths. */
function valuesOf(option: OptionDefinition): readonly string[] | undefined {
  return option.kind === 'flag' ? undefined : option.choices
}

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`

/** Options and fixed operands that a command proposes. */
function wordsOf(command: Command): string {
  const operands = command.operands.flatMap(({ choices }) => choices ?? [])
  return [...optionWords(command), ...operands].join(' ')
}

function bashScript(commands: readonly Command[]): readonly string[] {
  const groups = firstWords(commands).filter(first => isGroup(commands, first))
  return [
    '# bash completion for support-packet',
    '_support_packet() {',
    '  local word="${COMP_WORDS[COMP_CWORD]}" previous="${COMP_WORDS[COMP_CWORD-1]}" command="${COMP_WORDS[1]}" words=""',
    `  if [ "$COMP_CWORD" -eq 1 ]; then`,
    `    COMPREPLY=($(compgen -W ${quoted([...firstWords(commands), '--help', '--version'].join(' '))} -- "$word")); return`,
    '  fi',
    '  case "$command" in',
    ...groups.flatMap(group => [
      `    ${group})`,
      '      if [ "$COMP_CWORD" -eq 2 ]; then',
      `        COMPREPLY=($(compgen -W ${quoted(wordsAfter(commands, group))} -- "$word")); return`,
      '      fi',
      `      command="${group} \${COMP_WORDS[2]}" ;;`,
    ]),
    '  esac',
    '  case "$command $previous" in',
    ...commands.flatMap(bashValues),
    '  esac',
    '  case "$command" in',
    ...commands.map(command => `    ${quoted(command.name)}) words=${quoted(wordsOf(command))} ;;`),
    '  esac',
    '  COMPREPLY=($(compgen -W "$words" -- "$word") $(compgen -f -- "$word"))',
    '}',
    'complete -o filenames -o bashdefault -F _support_packet support-packet',
  ]
}

const wordsAfter = (commands: readonly Command[], group: string): string =>
  secondWords(commands, group)
    .map(({ name }) => name.slice(group.length + 1))
    .join(' ')

function bashValues(command: Command): readonly string[] {
  return Object.entries(optionsOf(command)).flatMap(([name, option]) => {
    const values = valuesOf(option)
    if (values === undefined) return []
    return [
      `    ${quoted(`${command.name} --${name}`)}) COMPREPLY=($(compgen -W ${quoted(values.join(' '))} -- "$word")); return ;;`,
    ]
  })
}

function zshScript(commands: readonly Command[]): readonly string[] {
  return [
    '#compdef support-packet',
    '_support_packet() {',
    '  local command="$words[2]"',
    '  if (( CURRENT == 2 )); then',
    `    local -a commands=(${firstWords(commands)
      .map(first => quoted(described(commands, first)))
      .join(' ')})`,
    "    _describe 'command' commands; return",
    '  fi',
    '  case "$command" in',
    ...firstWords(commands)
      .filter(first => isGroup(commands, first))
      .flatMap(group => zshGroup(commands, group)),
    '  esac',
    '  shift words; (( CURRENT-- ))',
    '  case "$command" in',
    ...commands.map(zshCommand),
    '  esac',
    '}',
    // Works both when loaded from fpath and when sourced.
    'if [ "$funcstack[1]" = "_support_packet" ]; then _support_packet "$@"; else compdef _support_packet support-packet; fi',
  ]
}

function described(commands: readonly Command[], first: string): string {
  const command = commands.find(({ name }) => name === first)
  const inGroup = secondWords(commands, first).map(({ name }) => name.slice(first.length + 1))
  return `${first}:${zshText(command?.summary ?? inGroup.join(', '))}`
}

function zshGroup(commands: readonly Command[], group: string): readonly string[] {
  const words = secondWords(commands, group).map(({ name, summary }) =>
    quoted(`${name.slice(group.length + 1)}:${zshText(summary)}`),
  )
  return [
    `    ${group})`,
    '      if (( CURRENT == 3 )); then',
    `        local -a commands=(${words.join(' ')}); _describe 'command' commands; return`,
    '      fi',
    `      command="${group} $words[3]"; shift words; (( CURRENT-- )) ;;`,
  ]
}

function zshCommand(command: Command): string {
  const options = Object.entries(optionsOf(command)).flatMap(([name, option]) => zshOption(name, option))
  const operands = command.operands.flatMap(({ choices }) => choices ?? [])
  const rest = operands.length > 0 ? `*:value:(${operands.join(' ')})` : '*:file:_files'
  return `    ${quoted(command.name)}) _arguments -s ${[...options, rest].map(quoted).join(' ')} ;;`
}

function zshOption(name: string, option: OptionDefinition): readonly string[] {
  const says = zshText(option.says).replace(/[[\]]/g, '')
  const many = option.kind !== 'flag' && option.many === true ? '*' : ''
  const action =
    option.kind === 'flag'
      ? ''
      : `:${option.value.toLowerCase().replace(/\W+/g, ' ').trim()}:${zshAction(option)}`
  const spec = `${many}--${name}${option.kind === 'flag' ? '' : '='}[${says}]${action}`
  return option.short === undefined ? [spec] : [spec, `${many}-${option.short}[${says}]${action}`]
}

function zshAction(option: OptionDefinition): string {
  const values = valuesOf(option)
  if (values !== undefined) return `(${values.join(' ')})`
  if (option.kind === 'directory') return '_files -/'
  return option.kind === 'file' ? '_files' : ''
}

const zshText = (text: string): string => text.replaceAll(':', ',')

function fishScript(commands: readonly Command[]): readonly string[] {
  const firsts = firstWords(commands)
  return [
    '# fish completion for support-packet',
    ...firsts.map(first => {
      const summary = described(commands, first).slice(first.length + 1)
      return `complete -c support-packet -n '__fish_use_subcommand' -f -a ${first} -d ${fishText(summary)}`
    }),
    "complete -c support-packet -n '__fish_use_subcommand' -l version -d 'show the version'",
    ...commands.flatMap(command => fishCommand(commands, command)),
  ]
}

function fishCommand(commands: readonly Command[], command: Command): readonly string[] {
  const [first = '', second] = command.name.split(' ')
  const siblings = second === undefined ? '' : wordsAfter(commands, first)
  const proposed =
    second === undefined
      ? []
      : [
          `complete -c support-packet -n '__fish_seen_subcommand_from ${first}; and not __fish_seen_subcommand_from ${siblings}' -f -a ${second} -d ${fishText(command.summary)}`,
        ]
  const condition = second === undefined ? first : `${first}; and __fish_seen_subcommand_from ${second}`
  const when = `complete -c support-packet -n '__fish_seen_subcommand_from ${condition}'`
  const operands = command.operands.flatMap(({ choices }) => choices ?? [])
  const fixed = operands.length === 0 ? [] : [`${when} -f -a ${quoted(operands.join(' '))}`]
  const options = Object.entries(optionsOf(command)).map(
    ([name, option]) => `${when} ${fishOption(name, option)}`,
  )
  return [...proposed, ...fixed, ...options]
}

function fishOption(name: string, option: OptionDefinition): string {
  const short = option.short === undefined ? '' : ` -s ${option.short}`
  const values = valuesOf(option)
  const value =
    option.kind === 'flag' ? '' : values === undefined ? ' -r -F' : ` -x -a ${quoted(values.join(' '))}`
  return `-l ${name}${short}${value} -d ${fishText(option.says)}`
}

/** Within single quotes, fish knows two escapes. */
const fishText = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`
