// Measures whole processes: a workload and its reference run in turn, so that both see the same machine; ratios are what counts.
import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A command and what it is held against. Both run in a shell-free child process; their output is thrown away. */
export interface Workload {
  readonly name: string
  /** What the ratio should stay below, for the reader of the table; nothing fails here. */
  readonly target: string
  /** Takes minutes or gigabytes; only with `--full`. */
  readonly heavy?: boolean
  /** Makes the input; the folder is removed afterwards. */
  prepare(folder: string): Promise<Measured>
}

export interface Measured {
  readonly command: readonly string[]
  /** Absent: only memory is of interest. A shell line, since references are pipes such as `unzip -p … | wc -l`. */
  readonly reference?: string | readonly string[]
  readonly runs: number
}

interface Run {
  readonly seconds: number
  readonly peakMegabytes: number
}

export interface Result {
  readonly name: string
  readonly target: string
  readonly ratio: Spread | undefined
  readonly seconds: Spread
  readonly referenceSeconds: Spread | undefined
  readonly peakMegabytes: number
}

export interface Spread {
  readonly min: number
  readonly median: number
  readonly max: number
}

/** Runs one workload: one warm-up each, then `runs` pairs. */
export async function measure(workload: Workload): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'support-packet-bench-'))
  try {
    const measured = await workload.prepare(folder)
    const own: Run[] = []
    const reference: number[] = []
    for (let round = 0; round <= measured.runs; round++) {
      const mine = await runNode(measured.command, folder)
      const theirs = measured.reference === undefined ? undefined : await runReference(measured.reference)
      if (round === 0) continue
      own.push(mine)
      if (theirs !== undefined) reference.push(theirs)
    }
    return summarize(workload, own, reference)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function summarize(workload: Workload, own: readonly Run[], reference: readonly number[]): Result {
  const ratios = reference.map((seconds, index) => (own[index]?.seconds ?? NaN) / seconds)
  return {
    name: workload.name,
    target: workload.target,
    ratio: ratios.length > 0 ? spread(ratios) : undefined,
    seconds: spread(own.map(run => run.seconds)),
    referenceSeconds: reference.length > 0 ? spread(reference) : undefined,
    peakMegabytes: Math.max(...own.map(run => run.peakMegabytes)),
  }
}

function spread(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b)
  return {
    min: sorted[0] ?? NaN,
    median: sorted[Math.floor(sorted.length / 2)] ?? NaN,
    max: sorted.at(-1) ?? NaN,
  }
}

/** Runs a Node script and learns its peak memory from the process itself, which works on every platform. */
async function runNode(command: readonly string[], folder: string): Promise<Run> {
  const probe = join(folder, 'probe.mjs')
  const memory = join(folder, 'memory.txt')
  await writeFile(probe, probeSource)
  const seconds = await timed(process.execPath, ['--import', `file://${probe}`, ...command], {
    ...process.env,
    BENCH_MEMORY_FILE: memory,
  })
  return { seconds, peakMegabytes: Number(await readFile(memory, 'utf8')) / 1024 }
}

const probeSource = `import { writeFileSync } from 'node:fs'
process.on('exit', () => writeFileSync(process.env.BENCH_MEMORY_FILE, String(process.resourceUsage().maxRSS)))
`

function runReference(reference: string | readonly string[]): Promise<number> {
  if (typeof reference === 'string') return timed('sh', ['-c', reference], process.env)
  return timed(reference[0] ?? '', reference.slice(1), process.env)
}

/** Wall seconds of a process. An exit code of 1 is an answer (findings), anything above is a failure. */
function timed(command: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  return new Promise((resolve, reject) => {
    const start = process.hrtime.bigint()
    const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'inherit'], env })
    child.on('error', reject)
    child.on('exit', code => {
      if (code !== null && code <= 1) resolve(Number(process.hrtime.bigint() - start) / 1e9)
      else reject(new Error(`${command} ${args.join(' ')} exited with ${String(code)}`))
    })
  })
}
