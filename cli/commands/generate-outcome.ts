// Tells what came of making a packet: where it is, what the check says of it; and sends it on when it is wanted on standard output.
import { createReadStream } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import type { Validation } from '../../analyzer/index.js'
import { visibleControls } from '../../analyzer/lib/terminal-text.js'
import { validationReports } from '../../analyzer/reports/index.js'
import { bytes } from '../../analyzer/reports/text/words.js'
import type { Destination } from '../../generator/archive/free-name.js'
import type { Context } from '../context.js'
import { decideExit, type ExitCode } from '../exit-code.js'
import { failure, systemReason } from '../failure.js'

export interface Target {
  readonly destination: Destination
  /** What was made goes to standard output and the file away. */
  readonly toStandardOutput: boolean
  /** Removes what was only needed on the way. */
  finish(): Promise<void>
}

export interface TargetOptions {
  readonly output: string | undefined
  readonly overwrite: boolean
}

/** A cut packet must not reach a pipe as a good one: it is made in a temporary folder and sent when it is whole. */
export async function chooseTarget({ output, overwrite }: TargetOptions): Promise<Target> {
  const nothing = (): Promise<void> => Promise.resolve()
  if (output === '-') {
    const path = await mkdtemp(join(tmpdir(), 'support-packet-'))
    const finish = (): Promise<void> => rm(path, { recursive: true, force: true })
    return { destination: { kind: 'directory', path }, toStandardOutput: true, finish }
  }
  if (output === undefined || output.endsWith('/') || (await isDirectory(output)))
    return {
      destination: { kind: 'directory', path: output ?? '.' },
      toStandardOutput: false,
      finish: nothing,
    }
  return { destination: { kind: 'file', path: output, overwrite }, toStandardOutput: false, finish: nothing }
}

async function isDirectory(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory()
  } catch {
    return false
  }
}

export interface Made {
  readonly file: string
  readonly sizeBytes: number
  readonly validation: Validation | undefined
  /** Further sentences for people. */
  readonly remarks: readonly string[]
}

/** Says where the packet is and what its check found; decides the exit code by that. */
export async function tellMade(
  made: Made,
  target: Target,
  quiet: boolean,
  context: Context,
): Promise<ExitCode> {
  if (target.toStandardOutput)
    for await (const chunk of createReadStream(made.file)) await context.write(chunk as Buffer)
  const say = (text: string): Promise<boolean> =>
    target.toStandardOutput ? context.writeError(text) : context.write(text)
  if (quiet) {
    if (!target.toStandardOutput) await say(`${visibleControls(made.file)}\n`)
  } else {
    const name = target.toStandardOutput ? 'a packet to standard output' : visibleControls(made.file)
    await say(`Wrote ${name} (${bytes(made.sizeBytes)})\n`)
    for (const remark of made.remarks) await say(`${visibleControls(remark)}\n`)
    await say(verdictText(made.validation, target, context))
  }
  return decideExit({ invalid: made.validation?.valid !== true, undone: false })
}

/** What `validate` says: all of it when something is wrong, else its first line. */
function verdictText(made: Validation | undefined, target: Target, context: Context): string {
  if (made === undefined) return 'Nothing in it can be read as a packet.\n'
  const validation = target.toStandardOutput ? namedAsSent(made) : made
  const [report] = validationReports
  const { columns: width, colour } = context
  const options = { width, colour, all: true, quiet: false, verbose: false, list: false }
  const text = report?.format([validation], options) ?? ''
  return validation.valid ? `${text.split('\n')[0] ?? ''}\n` : text
}

/** The file it was made in is gone when somebody reads this. */
const namedAsSent = (validation: Validation): Validation => ({
  ...validation,
  packet: { ...validation.packet, source: basename(validation.packet.source) },
})

/** What can still be read of a cut download. */
export function salvageText(validation: Validation | undefined): string {
  const readable =
    validation?.packet.entries.filter(({ status }) => status === 'present' || status === 'empty') ?? []
  if (readable.length === 0) return 'Nothing in it can be read.'
  const names = readable.slice(0, 8).map(({ name }) => name)
  const more = readable.length > names.length ? ` and ${readable.length - names.length} more` : ''
  return `Still readable in it: ${names.join(', ')}${more}.`
}

/** What keeps the packet itself from being written ends the work; everything else that is thrown is a bug. */
export function writeFailure(error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error) || !('syscall' in error)) return error
  const hint = error.code === 'EEXIST' ? 'Choose another name, or replace it with --overwrite.' : undefined
  return failure(`Cannot write the packet: ${systemReason(error)}`, hint)
}
