// The configuration that tctl reads on an Auth Service host, without its log settings: tctl opens the log file that it names as if
// it were the server, and so empties it (os.Create in lib/config, seen with 13.3.8, there in 15.3.1 too).
import { readFileSync } from 'node:fs'

export interface TctlConfig {
  /** Options without `--config`. */
  readonly options: readonly string[]
  /** What tctl reads in place of the file; `undefined` when the file itself does no harm, or is none. */
  readonly text: string | undefined
}

/** `options` as they were given; the file is that of `--config`, of TELEPORT_CONFIG_FILE, or the default one. */
export function tctlConfig(
  options: readonly string[],
  environment: NodeJS.ProcessEnv = process.env,
): TctlConfig {
  const at = options.findIndex(option => option === '--config' || option === '-c')
  const path =
    (at < 0 ? undefined : options[at + 1]) ?? environment['TELEPORT_CONFIG_FILE'] ?? '/etc/teleport.yaml'
  const written = textOf(path)
  const text = written === undefined ? undefined : withoutLog(written)
  if (text === undefined || text === written) return { options, text: undefined }
  return { options: at < 0 ? options : [...options.slice(0, at), ...options.slice(at + 2)], text }
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    // Then tctl cannot read it either, and says so.
    return undefined
  }
}

/** Leaves out `log:` and what is indented below it, wherever it stands. */
export function withoutLog(text: string): string {
  const kept: string[] = []
  let below: number | undefined
  for (const line of text.split('\n')) {
    const depth = /^\s*/.exec(line)?.[0].length ?? 0
    const isBlank = line.trim() === '' || line.trimStart().startsWith('#')
    if (below !== undefined && (isBlank || depth > below)) continue
    below = /^\s+["']?log["']?\s*:/.test(line) ? depth : undefined
    if (below === undefined) kept.push(line)
  }
  return kept.join('\n')
}

/** Runs tctl with the text as its file; of a pipe, since Node.js gives a socket, which cannot be opened. */
export const withConfig = (tctl: string, { options, text }: TctlConfig, command: readonly string[]) =>
  text === undefined
    ? { argv: [tctl, ...options, ...command] }
    : {
        argv: ['sh', '-c', 'cat | "$0" --config /dev/stdin "$@"', tctl, ...options, ...command],
        stdin: text,
      }
