// Runs a command line in this process, with streams that keep what is written.
import { PassThrough, Readable, Writable } from 'node:stream'
import { run } from '../../cli/run.js'
import type { Io, Terminal } from '../../cli/io.js'

export interface CliResult {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

export interface CliSetting {
  readonly stdin?: Uint8Array | string
  readonly env?: Record<string, string>
  /** Standard output and error are terminals with so many columns. */
  readonly terminal?: number
  readonly interrupted?: AbortSignal
  /** The time of the run. */
  readonly now?: () => Date
}

export async function cli(args: readonly string[], setting: CliSetting = {}): Promise<CliResult> {
  const stdout = collector(setting.terminal)
  const stderr = collector(setting.terminal)
  const io: Io = {
    stdin: Object.assign(stdinOf(setting.stdin), {
      isTTY: setting.stdin === undefined && setting.terminal !== undefined,
    }),
    stdout: stdout.stream,
    stderr: stderr.stream,
    env: setting.env ?? {},
    interrupted: setting.interrupted ?? new AbortController().signal,
    ...(setting.now === undefined ? {} : { now: setting.now }),
  }
  const code = await run(args, io)
  return { code, stdout: stdout.text(), stderr: stderr.text() }
}

const stdinOf = (input: Uint8Array | string | undefined): Readable =>
  input === undefined ? new PassThrough() : Readable.from([Buffer.from(input)])

function collector(columns: number | undefined): { readonly stream: Terminal; readonly text: () => string } {
  const chunks: Buffer[] = []
  const stream = new Writable({
    write(chunk: Buffer, _, done) {
      chunks.push(Buffer.from(chunk))
      done()
    },
  })
  const terminal = columns === undefined ? {} : { isTTY: true, columns }
  return { stream: Object.assign(stream, terminal), text: () => Buffer.concat(chunks).toString() }
}
