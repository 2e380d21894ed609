// The second session: what the steps print goes to the disk as it comes, or through a shape where the dump has it otherwise.
import type { EntrySink, Kept } from '../dump/index.js'
import { createPipe } from './pipe.js'
import { verdictOf, type Verdict } from './outcome.js'
import { redactKeys } from './redact/texts.js'
import { collectBody, type Target } from './script/collect.js'
import type { Step } from './script/steps.js'
import {
  inMemory,
  runSession,
  type PartEnd,
  type PartTaker,
  type SessionEnd,
  type SessionRequest,
} from './session.js'
import { answerOf, type Answer } from './shapes/http.js'
import { linesSince } from './shapes/since.js'
import { socketsOfProcfs } from './shapes/sockets.js'

export interface Gathering extends Omit<SessionRequest, 'body' | 'onPart'> {
  readonly target: Target
  readonly steps: readonly Step[]
  /** Also gather audit log files, of so many bytes each. */
  readonly auditBytes: number | undefined
  readonly sink: EntrySink
  readonly hide: (value: string) => string
  readonly onStep: (what: string) => void
}

export interface GatheredStep {
  readonly step: Step
  readonly verdict: Verdict
  readonly kept: Kept | undefined
  readonly ms: number
  /** Of small outputs: as they came. */
  readonly output: Buffer | undefined
  readonly answer: Answer | undefined
  readonly originalBytes: number | undefined
}

export interface Gathered {
  readonly steps: readonly GatheredStep[]
  readonly end: SessionEnd
}

/** What a step has on its way. */
interface Running {
  readonly step: Step
  readonly memory: ReturnType<typeof inMemory> | undefined
  head: string
  written: Promise<Kept | undefined> | undefined
}

const smallBytes = 64 * 1024

export async function gatherSteps(gathering: Gathering): Promise<Gathered> {
  const running = new Map<string, Running>()
  const end = await runSession({
    ...gathering,
    body: collectBody(gathering.target, callsOf(gathering)),
    onPart(name) {
      const step = gathering.steps.find(({ part }) => part === name) ?? auditStep(name, gathering)
      if (step === undefined || running.has(name)) return inMemory(0)
      gathering.onStep(step.what)
      const state: Running = {
        step,
        memory: step.shape === 'stream' ? undefined : inMemory(step.maxBytes),
        head: '',
        written: undefined,
      }
      running.set(name, state)
      return state.memory ?? streamed(state, gathering.sink)
    },
  })
  const known = [...gathering.steps, ...[...running.values()].map(({ step }) => step)]
  const steps: GatheredStep[] = []
  for (const step of new Set(known)) steps.push(await finished(step, running.get(step.part), end, gathering))
  return { steps, end }
}

function callsOf({ steps, auditBytes }: Gathering): readonly string[] {
  const calls = steps.map(({ part, call }) => `part '${part.replaceAll("'", '')}' ${call}`)
  return auditBytes === undefined ? calls : [...calls, `audit_files ${auditBytes + 1}`]
}

/** Their names are known only on the host. */
function auditStep(name: string, { auditBytes }: Gathering): Step | undefined {
  const file = /^audit ([0-9a-f-]{1,64}\/[\w.:-]{1,100}\.log)$/.exec(name)?.[1]
  if (file === undefined || auditBytes === undefined) return undefined
  return {
    part: name,
    what: `audit log ${file}`,
    call: '',
    entry: `audit/${file}`,
    content: 'audit',
    shape: 'stream',
    maxBytes: auditBytes,
    keep: 'tail',
  }
}

/** An entry is begun with the first byte: a step that has nothing to say leaves no empty file. */
function streamed(state: Running, sink: EntrySink): PartTaker {
  const pipe = createPipe()
  // It may end before the bytes do: then the rest is not waited for.
  const { sinceMs } = state.step
  const bytes = sinceMs === undefined ? pipe.bytes : linesSince(pipe.bytes, sinceMs)
  const toDisk = (): Promise<Kept | undefined> => written(state.step, bytes, sink).finally(pipe.leave)
  return {
    async data(chunk) {
      if (state.head.length < 64) state.head += chunk.subarray(0, 64).toString('latin1')
      state.written ??= toDisk()
      await pipe.write(chunk)
    },
    async end(exit) {
      pipe.end()
      // The journal of a unit that logs elsewhere is an empty file, as journalctl has it.
      if (exit === 0 && state.step.content === 'journal') state.written ??= toDisk()
      await state.written
    },
  }
}

/** What the disk or the hook says becomes a part of the outcome: other steps go on. */
async function written(
  step: Step,
  source: AsyncIterable<Buffer> | Buffer | undefined,
  sink: EntrySink,
): Promise<Kept | undefined> {
  const { entry, content, keep, maxBytes } = step
  if (entry === '' || source === undefined || (Buffer.isBuffer(source) && source.length === 0))
    return undefined
  try {
    return await sink.add({ name: entry, content, keep, maxBytes }, source)
  } catch (error) {
    return { bytes: 0, error }
  }
}

async function finished(
  step: Step,
  state: Running | undefined,
  end: SessionEnd,
  gathering: Gathering,
): Promise<GatheredStep> {
  const part = end.parts.get(step.part)
  const output = state?.memory?.bytes()
  const answer = answerIn(step, part, output)
  const kept =
    output === undefined
      ? await state?.written
      : await written(step, shapedOutput(step, output, answer, part?.notes ?? [], gathering), gathering.sink)
  const originalBytes = sizeIn(part, kept)
  const verdict = verdictOf({
    step,
    part: answered(part, answer),
    kept: isCut(state, originalBytes) ? cutShort(kept) : kept,
    head: state?.head ?? '',
    commandSeconds: gathering.commandSeconds,
    session: end.outcome,
  })
  return {
    step,
    verdict: answeredWell(verdict, answer, gathering.target.pid !== undefined),
    kept,
    ms: part?.ms ?? 0,
    output: output !== undefined && output.length <= smallBytes ? output : undefined,
    answer,
    originalBytes,
  }
}

/** More than the memory had room for, or than the host was asked for. */
const isCut = (state: Running | undefined, originalBytes: number | undefined): boolean =>
  state?.memory?.cut === true || (originalBytes ?? 0) > (state?.step.maxBytes ?? Infinity)

const cutShort = (kept: Kept | undefined): Kept | undefined => kept && { cut: 'entry', ...kept }

/** A whole answer is one, whatever the program thought of its code. */
const answered = (part: PartEnd | undefined, answer: Answer | undefined): PartEnd | undefined =>
  part !== undefined && answer !== undefined && answer.code > 0 && answer.exit === 0
    ? { ...part, exit: 0, said: '' }
    : part

function answerIn(
  { shape }: Step,
  part: PartEnd | undefined,
  output: Buffer | undefined,
): Answer | undefined {
  if (shape !== 'http' || part === undefined || output === undefined) return undefined
  const { notes, exit = 1, said } = part
  return answerOf({ output, notes, exit, said })
}

/** `size 1073741824`, told of files of which only the end was asked for. */
function sizeIn(part: PartEnd | undefined, kept: Kept | undefined): number | undefined {
  const told = part?.notes.flatMap(note => /^size\s+(\d{1,15})$/.exec(note)?.[1] ?? []).at(-1)
  const size = Number(told ?? 0)
  return size > (kept?.bytes ?? 0) ? size : undefined
}

/** That a service says it is not well is an answer; that there is nothing behind an address is one, too. */
function answeredWell(verdict: Verdict, answer: Answer | undefined, isRunning: boolean): Verdict {
  if (answer?.code === 404)
    return { outcome: 'absent', reason: 'the process has nothing behind this address' }
  if (answer?.code === 0 && answer.exit === 7)
    return isRunning
      ? { outcome: 'failed', reason: 'connection refused' }
      : { outcome: 'absent', reason: 'nobody answers, since no Teleport process runs' }
  return answer?.code === 0 && answer.exit === 28
    ? { outcome: 'failed', reason: 'no answer in time' }
    : verdict
}

function shapedOutput(
  step: Step,
  output: Buffer,
  answer: Answer | undefined,
  notes: readonly string[],
  { hide }: Gathering,
): Buffer | undefined {
  if (output.length === 0) return undefined
  switch (step.shape) {
    case 'http':
      return answer === undefined || answer.code === 0 || answer.code === 404 ? undefined : answer.body
    case 'sockets':
      return notes.includes('procnet') ? Buffer.from(socketsOfProcfs(output.toString('latin1'))) : output
    case 'disks':
      return Buffer.from([...new Set(output.toString('utf8').split('\n'))].join('\n'))
    case 'keys':
      return Buffer.from(redactKeys(output.toString('latin1'), hide), 'latin1')
    case 'line':
      return Buffer.from(`${output.toString('utf8').split('\n')[0]?.trim() ?? ''}\n`)
    case 'stream':
      return undefined
  }
}
