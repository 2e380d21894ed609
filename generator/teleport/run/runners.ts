// The ways to a host: this machine, ssh, Teleport's own ssh, a container. All use the client that is installed, as its user set it up.
import { plainMessage, unreachableReason } from './failure-texts.js'
import { heldRun } from './held.js'
import { shellCommand } from './quote.js'
import { runSpawned, type Spawned } from './spawned.js'
import type { Command, OutputSink, Runner, StreamOutcome } from './runner.js'

export const localRunner = (environment?: NodeJS.ProcessEnv): Runner =>
  runnerOf({ way: 'local', target: 'this machine', argv: argv => argv, judge: asItIs, environment })

export interface SshOptions {
  /** `host`, `user@host`, or a name of the user's configuration. */
  readonly target: string
  /** Further options of the client, as `['-p', '2222', '-i', 'key']`. */
  readonly options?: readonly string[]
  readonly connectTimeoutMs?: number
  /** Other than `ssh`. */
  readonly client?: string
}

/** Never asks: no password, no unknown host key. Both are settled in the user's configuration of ssh. */
export function sshRunner({
  target,
  options = [],
  connectTimeoutMs = 10_000,
  client = 'ssh',
}: SshOptions): Runner {
  const seconds = Math.max(1, Math.ceil(connectTimeoutMs / 1000))
  const fixed = ['-T', '-o', 'BatchMode=yes', '-o', `ConnectTimeout=${seconds}`]
  const alive = ['-o', 'ServerAliveInterval=15', '-o', 'ServerAliveCountMax=3']
  return runnerOf({
    way: 'ssh',
    target,
    argv: argv => [client, ...fixed, ...alive, ...options, '--', target, shellCommand(argv)],
    judge: judgeSsh,
  })
}

export interface TshOptions {
  /** `user@host`, `user@<host uuid>`. */
  readonly target: string
  /** As `['--proxy', 'teleport.example.com:443', '-i', 'identity.pem']`. */
  readonly options?: readonly string[]
  readonly client?: string
}

/** `tsh ssh`: the session of the user who is logged in, with all that roles allow and audit records. */
export const tshRunner = ({ target, options = [], client = 'tsh' }: TshOptions): Runner =>
  runnerOf({
    way: 'tsh',
    target,
    argv: argv => [client, ...options, 'ssh', target, shellCommand(argv)],
    judge: judgeTsh,
    environment: withoutBrowser(),
  })

/** A tsh that wants a new login would open a window for each host. */
export const withoutBrowser = (): NodeJS.ProcessEnv => ({ ...process.env, TELEPORT_LOGIN_BROWSER: 'none' })

export interface KubectlOptions {
  readonly namespace: string
  readonly pod: string
  readonly container?: string
  /** As `['--context', 'prod']`. */
  readonly options?: readonly string[]
  readonly client?: string
}

export const kubectlRunner = ({
  namespace,
  pod,
  container,
  options = [],
  client = 'kubectl',
}: KubectlOptions): Runner =>
  runnerOf({
    way: 'kubectl',
    target: `${namespace}/${pod}`,
    argv: argv => [
      client,
      ...options,
      'exec',
      '-i',
      '-n',
      namespace,
      pod,
      ...(container === undefined ? [] : ['-c', container]),
      '--',
      ...argv,
    ],
    judge: judgeKubectl,
  })

type Judge = (outcome: Extract<Spawned, { kind: 'exited' }>, program: string) => StreamOutcome

interface Way {
  readonly way: Runner['way']
  readonly target: string
  readonly argv: (argv: readonly string[]) => readonly string[]
  readonly judge: Judge
  readonly environment?: NodeJS.ProcessEnv | undefined
}

function runnerOf({ way, target, argv, judge, environment }: Way): Runner {
  const stream = async (command: Command, sink: OutputSink): Promise<StreamOutcome> => {
    // A client would take it for an option.
    if (target.startsWith('-'))
      return { kind: 'unreachable', reason: 'name unknown', message: `${target} is no name`, bytes: 0 }
    const outcome = await runSpawned(argv(command.argv), command, sink, environment)
    return way === 'local' || outcome.kind !== 'not-found'
      ? toStream(outcome, judge, command)
      : noClient(outcome)
  }
  return { way, target, stream, run: command => heldRun(stream, command) }
}

function toStream(outcome: Spawned, judge: Judge, command: Command): StreamOutcome {
  if (outcome.kind === 'exited') return judge(outcome, command.argv[0] ?? '')
  const { stderr: _, ...rest } = outcome
  return rest
}

const noClient = ({
  program,
  bytes,
}: {
  readonly program: string
  readonly bytes: number
}): StreamOutcome => ({
  kind: 'unreachable',
  reason: 'no client',
  message: `${program} is not installed on this machine`,
  bytes,
})

function unreachable(
  { stderr, bytes }: Extract<Spawned, { kind: 'exited' }>,
  fallback: string,
): StreamOutcome {
  const message = plainMessage(stderr)
  return {
    kind: 'unreachable',
    reason: unreachableReason(message),
    message: message === '' ? fallback : message,
    bytes,
  }
}

const asItIs: Judge = outcome => outcome

/** 127 is what shells say of a command that is not there. */
const orNotFound: Judge = (outcome, program) =>
  outcome.code === 127 && outcome.bytes === 0 ? { kind: 'not-found', program, bytes: 0 } : outcome

/** 255 is kept by ssh for itself. */
const judgeSsh: Judge = (outcome, program) =>
  outcome.code === 255 && !outcome.cut
    ? unreachable(outcome, 'ssh failed without a word')
    : orNotFound(outcome, program)

/**
 * tsh ends with the code of the command, and with 1 when it fails itself: then with `ERROR:` and no word of an exit
 * status, and before the command could write.
 */
const judgeTsh: Judge = (outcome, program) => {
  const text = plainMessage(outcome.stderr)
  const failed = outcome.code !== 0 && !outcome.cut && outcome.bytes === 0
  const own = /(?:^|\s)ERROR: (?!Process exited with status)/.test(text) || /^tsh: error:/.test(text)
  return failed && own ? unreachable(outcome, 'tsh failed') : orNotFound(outcome, program)
}

/** kubectl adds a line of its own when it was the command that failed. */
const judgeKubectl: Judge = (outcome, program) => {
  if (outcome.code === 0 || outcome.cut) return outcome
  const text = outcome.stderr.toString('utf8')
  if (/executable file not found|no such file or directory: unknown/.test(text) && outcome.bytes === 0)
    return { kind: 'not-found', program, bytes: 0 }
  const ended = /command terminated with exit code (\d+)\s*$/.exec(text)
  if (ended === null) return unreachable(outcome, 'kubectl failed without a word')
  return orNotFound(outcome, program)
}
