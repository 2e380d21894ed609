// cmdline: the arguments the process was started with, separated by NUL as in procfs, or one a line.
//
//   /usr/local/bin/teleport\0start\0--pid-file=/run/teleport.pid\0
import type { Parser } from '../parser.js'
import { problem } from '../problem-codes.js'

export interface TeleportCommand {
  /** All arguments; secrets are masked. */
  readonly arguments: readonly string[]
  /** Flag without its dashes → value, `true` for one without; short flags by their long names. */
  readonly flags: Readonly<Record<string, string | true>>
}

const longNames: Readonly<Record<string, string>> = { c: 'config', d: 'debug', r: 'roles' }

const withoutValue: ReadonlySet<string> = new Set([
  'debug',
  'insecure',
  'insecure-no-tls',
  'fips',
  'skip-version-check',
  'permit-user-env',
  'no-debug-service',
])

const secrets: ReadonlySet<string> = new Set(['token'])

/** A command line is bounded by the system to a few thousand arguments. */
const mostArguments = 1000

export const parseTeleportCommand: Parser<TeleportCommand> = source => {
  const all = argumentsIn(source.text).slice(0, mostArguments)
  if (all.length === 0) {
    return { kind: 'unreadable', problem: problem('ENTRY_EMPTY', 'The command line is empty.') }
  }
  const flags = flagsIn(all)
  const hidden = new Set([...secrets].flatMap(name => flags.get(name) ?? []))
  const shown = all.map(argument => masked(argument, hidden))
  const known = [...flags].map(([name, value]) => [name, secrets.has(name) && value !== true ? mask : value])
  return {
    kind: 'ok',
    value: { arguments: shown, flags: Object.fromEntries(known) as TeleportCommand['flags'] },
    // The one line holds the secrets as they are: it is never shown.
    locate: () => undefined,
    problems: source.problems,
  }
}

const mask = '****'

/** One that has both is of procfs, and a line end belongs to an argument. */
function argumentsIn(text: string): readonly string[] {
  const parts = text.includes('\0') ? text.split('\0') : text.trim().split(/\r?\n/)
  const all = parts.length === 1 ? (parts[0] ?? '').split(' ') : parts
  return all.filter(part => part !== '')
}

function flagsIn(all: readonly string[]): ReadonlyMap<string, string | true> {
  const flags = new Map<string, string | true>()
  for (let index = 0; index < all.length; index++) {
    const parts = /^(--?)([A-Za-z][\w-]*)(?:=(.*))?$/s.exec(all[index] ?? '')
    if (parts === null) continue
    const [, dashes, written = '', value] = parts
    const name = dashes === '-' ? (longNames[written] ?? written) : written
    const next = all[index + 1]
    if (value !== undefined) flags.set(name, value)
    else if (withoutValue.has(name) || next === undefined || next.startsWith('-')) flags.set(name, true)
    else flags.set(name, next)
  }
  return flags
}

function masked(argument: string, hidden: ReadonlySet<string | true>): string {
  const [, name, value] = /^(--[\w-]+=)(.*)$/s.exec(argument) ?? []
  if (hidden.has(argument)) return mask
  return name !== undefined && value !== undefined && hidden.has(value) ? name + mask : argument
}
