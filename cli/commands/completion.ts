// `completion bash|zsh|fish`: a script that completes commands, options and their values.
import { defineCommand } from '../command.js'
import { allCommands } from './index.js'

const shells = ['bash', 'zsh', 'fish'] as const
type Shell = (typeof shells)[number]

export const completion = defineCommand({
  name: 'completion',
  summary: 'print a completion script for a shell',
  operands: [{ name: 'SHELL', kind: 'word', choices: shells }],
  options: {},
  examples: [
    { run: 'source <(support-packet completion bash)', says: 'in ~/.bashrc' },
    {
      run: 'support-packet completion fish > ~/.config/fish/completions/support-packet.fish',
      says: 'once, for fish',
    },
    { run: 'support-packet completion zsh > "${fpath[1]}/_support-packet"', says: 'once, for zsh' },
  ],
  async run({ operands }, context) {
    const { completionScript } = await import('../completion-script.js')
    await context.write(completionScript(operands[0] as Shell, await allCommands()))
    return 0
  },
})
