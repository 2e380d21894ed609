// Runs one command line: finds the command, checks its arguments, turns what happens into an exit code. No process here.
import { asksForHelp, readArguments } from './arguments.js'
import type { Command } from './command.js'
import { commandTable } from './commands/index.js'
import { createContext } from './context.js'
import type { ExitCode } from './exit-code.js'
import { failure, isFailure } from './failure.js'
import { writeTo, type Io } from './io.js'
import { didYouMean } from './suggest.js'

/** Never throws: every failure is told on stderr. */
export async function run(args: readonly string[], io: Io): Promise<ExitCode> {
  try {
    return await runLine(args, io)
  } catch (error) {
    await writeTo(io.stderr, errorText(error, io.env['DEBUG'] !== undefined && io.env['DEBUG'] !== ''))
    return 2
  }
}

async function runLine(args: readonly string[], io: Io): Promise<ExitCode> {
  const [first, second = ''] = args
  if (first === '--version' || first === '-V') return printVersion(io)
  if (first === undefined || first === '--help' || first === '-h')
    return printOverview(io, first === undefined)
  const name = Object.hasOwn(commandTable, `${first} ${second}`) ? `${first} ${second}` : first
  const rest = args.slice(name === first ? 1 : 2)
  const load = Object.hasOwn(commandTable, name) ? commandTable[name] : undefined
  if (load === undefined) return runGroup(first, rest, io)
  return runCommand(await load(), rest, io)
}

async function runCommand(command: Command, args: readonly string[], io: Io): Promise<ExitCode> {
  if (asksForHelp(args)) {
    const { commandHelp } = await import('./help-text.js')
    await writeTo(io.stdout, commandHelp(command))
    return 0
  }
  const input = readArguments(command, args)
  const work = command.run(input, createContext(io, input.options['no-color'] === true))
  if (command.endsOnInterrupt === true) return work
  return Promise.race([work, interruption(io)])
}

/** The word before a space in the table, such as `rules`: shows its commands, or says that there is no such command. */
async function runGroup(first: string, rest: readonly string[], io: Io): Promise<ExitCode> {
  const names = Object.keys(commandTable)
  const inGroup = names.filter(name => name.startsWith(`${first} `))
  if (inGroup.length === 0) throw unknownCommand(first, first.startsWith('-') ? 'option' : 'command', names)
  const [second] = rest
  if (second === undefined || asksForHelp(rest)) {
    const { groupHelp } = await import('./help-text.js')
    await writeTo(second === undefined ? io.stderr : io.stdout, await groupHelp(first))
    return second === undefined ? 2 : 0
  }
  const words = inGroup.map(name => name.slice(first.length + 1))
  throw failure(`Unknown command ${first} ${second}.${didYouMean(second, words, `${first} `)}`, helpHint)
}

const helpHint = 'Try: support-packet --help'

function unknownCommand(word: string, what: string, names: readonly string[]): Error {
  const words = [...new Set(names.map(name => name.split(' ')[0] ?? name))]
  return failure(`Unknown ${what} ${word}.${what === 'command' ? didYouMean(word, words) : ''}`, helpHint)
}

async function printVersion(io: Io): Promise<ExitCode> {
  const { toolVersion } = await import('../analyzer/version.js')
  await writeTo(io.stdout, `${toolVersion}\n`)
  return 0
}

/** Without any argument the overview is an answer to a mistake: it goes to stderr, with exit code 2. */
async function printOverview(io: Io, mistaken: boolean): Promise<ExitCode> {
  const { overview } = await import('./help-text.js')
  await writeTo(mistaken ? io.stderr : io.stdout, await overview())
  return mistaken ? 2 : 0
}

function interruption({ interrupted }: Io): Promise<ExitCode> {
  return new Promise(resolve => {
    const end = (): void => {
      resolve(130)
    }
    if (interrupted.aborted) end()
    else interrupted.addEventListener('abort', end, { once: true })
  })
}

function errorText(error: unknown, debug: boolean): string {
  if (isFailure(error))
    return `support-packet: ${error.message}\n${error.hint === undefined ? '' : `${error.hint}\n`}`
  const message = error instanceof Error ? error.message : String(error)
  const line = `support-packet: internal error: ${message.split('\n')[0]}; please report it (DEBUG=1 shows where)\n`
  return debug && error instanceof Error ? `${line}${error.stack}\n` : line
}
