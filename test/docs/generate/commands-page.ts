// docs/commands.md: the help of every command, as it is printed.
import type { Command } from '../../../cli/command.js'
import { commandHelp, overview } from '../../../cli/help-text.js'

export async function commandsPage(commands: readonly Command[]): Promise<string> {
  const rows = commands.map(
    ({ name, summary }) =>
      `| [\`${name}\`](#${name.replaceAll(' ', '-')}) | ${summary.replaceAll('|', '\\|')} |`,
  )
  const blocks = commands.flatMap(command => [
    `## ${command.name}`,
    '',
    '```text',
    `$ support-packet ${command.name} --help`,
    commandHelp(command).trimEnd(),
    '```',
    '',
  ])
  return `${[
    '# All commands',
    '',
    'The help of every command, written by `npm run docs`; a test compares it with what is printed.',
    '',
    '```text',
    '$ support-packet --help',
    (await overview()).trimEnd(),
    '```',
    '',
    '<!-- prettier-ignore-start -->',
    '| command | does |',
    '| --- | --- |',
    ...rows,
    '<!-- prettier-ignore-end -->',
    '',
    ...blocks,
  ]
    .join('\n')
    .trimEnd()}\n`
}
