// A host without a shell, such as Teleport's own images: only its program can be asked, which tells its version and, since 17, more.
import { plainMessage, type Runner } from '../run/index.js'
import { folderName } from './failed-node.js'
import type { CollectedNode, NodeRequest } from './options.js'
import { sessionReason } from './outcome.js'

interface Question {
  readonly what: string
  readonly arguments: readonly string[]
  readonly entry: string | undefined
  readonly content: 'metrics' | 'json' | 'text'
}

const questions: readonly Question[] = [
  { what: 'version', arguments: ['version'], entry: undefined, content: 'text' },
  { what: 'log level', arguments: ['debug', 'get-log-level'], entry: 'log_level.txt', content: 'text' },
  { what: 'answer of /readyz', arguments: ['debug', 'readyz'], entry: 'readyz.json', content: 'json' },
  { what: 'answer of /metrics', arguments: ['debug', 'metrics'], entry: 'metrics.prom', content: 'metrics' },
]

const largestAnswer = 16 * 1024 * 1024

export async function withoutShell(request: NodeRequest): Promise<CollectedNode> {
  const { dump, name, uuid, runner, mode, signal } = request
  const shown = dump.transform.text(name)
  const folder = dump.claimFolder(`nodes/${folderName(uuid, name, dump)}`)
  let version: string | undefined
  for (const question of questions) {
    request.onStep?.(question.what)
    const began = performance.now()
    const answer = await ask(runner, question, mode.commandSeconds * 1000, signal)
    const entry =
      answer.text === undefined || question.entry === undefined ? undefined : `${folder}/${question.entry}`
    if (entry !== undefined) await dump.add({ name: entry, content: question.content }, answer.text ?? '')
    if (question.what === 'version') version = /^Teleport .{1,200}$/m.exec(answer.text ?? '')?.[0]
    dump.attempted({
      scope: 'node',
      node: shown,
      what: question.what,
      ...(entry === undefined ? {} : { entry }),
      outcome: answer.text === undefined ? 'absent' : 'succeeded',
      ...(answer.reason === undefined ? {} : { reason: dump.transform.text(answer.reason) }),
      ms: Math.round(performance.now() - began),
      bytes: answer.text?.length ?? 0,
    })
  }
  const message = 'the host has no shell, so that only the program itself could be asked'
  const document = {
    hostname: shown,
    host_uuid: uuid ?? null,
    version: version ?? null,
    collected_over: runner.way,
    note: message,
  }
  await dump.add(
    { name: `${folder}/identity.json`, content: 'own' },
    `${JSON.stringify(document, undefined, 2)}\n`,
  )
  return {
    name,
    uuid,
    folder,
    version,
    roles: [],
    running: version === undefined ? undefined : true,
    clockAheadMs: undefined,
    outcome: { kind: 'broke off', reason: 'no shell', message },
  }
}

async function ask(
  runner: Runner,
  question: Question,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<{ readonly text: string | undefined; readonly reason?: string }> {
  const outcome = await runner.run({
    argv: ['teleport', ...question.arguments],
    timeoutMs,
    maxBytes: largestAnswer,
    ...(signal === undefined ? {} : { signal }),
  })
  if (outcome.kind !== 'exited') return { text: undefined, reason: sessionReason({ ...outcome, bytes: 0 }) }
  if (outcome.code === 0 && outcome.stdout.length > 0) return { text: outcome.stdout.toString('utf8') }
  return { text: undefined, reason: plainMessage(outcome.stderr).slice(0, 200) }
}
