// Profiles from the server's own port for metrics, when it answers: 5 seconds of CPU, the heap, all goroutines.
import { setTimeout } from 'node:timers/promises'
import { request } from 'undici'
import { plainReason } from '../connection-words.js'
import { localAddress } from './local-address.js'

export interface Profiles {
  readonly cpu: ProfileResult
  readonly heap: ProfileResult
  readonly goroutines: ProfileResult
}

export type ProfileResult =
  { readonly kind: 'profile'; readonly bytes: Buffer } | { readonly kind: 'failed'; readonly reason: string }

const cpuSeconds = 5
/** Stacks of a server that leaks goroutines. */
const largestBytes = 256 * 1024 * 1024

/** `address` as it is configured: `:8067`, `127.0.0.1:8067`, `[::]:8067`. */
export async function readProfiles(
  address: string,
  signal?: AbortSignal,
  pauseMs = cpuSeconds * 1000,
): Promise<Profiles> {
  const origin = `http://${localAddress(address)}/debug/pprof`
  const heap = await read(`${origin}/heap`, 15_000, signal)
  if (heap.kind === 'failed') return { cpu: heap, heap, goroutines: heap }
  const goroutines = await read(`${origin}/goroutine?debug=2`, 30_000, signal)
  const cpu = await readCpu(origin, signal, pauseMs)
  return { cpu, heap, goroutines }
}

/** Only one profile of the CPU is made at a time: a second try comes when another's five seconds are over. */
async function readCpu(
  origin: string,
  signal: AbortSignal | undefined,
  pauseMs: number,
): Promise<ProfileResult> {
  const url = `${origin}/profile?seconds=${cpuSeconds}`
  const first = await read(url, 30_000, signal)
  if (first.kind === 'profile' || !first.reason.includes('already in use')) return first
  await setTimeout(pauseMs, undefined, signal === undefined ? {} : { signal })
  return read(url, 30_000, signal)
}

async function read(url: string, timeoutMs: number, signal: AbortSignal | undefined): Promise<ProfileResult> {
  try {
    const { statusCode, body } = await request(url, {
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
      ...(signal === undefined ? {} : { signal }),
    })
    const chunks: Buffer[] = []
    let size = 0
    for await (const chunk of body) {
      size += (chunk as Buffer).length
      if (size > largestBytes) return { kind: 'failed', reason: 'it is larger than 256 MB' }
      chunks.push(chunk as Buffer)
    }
    if (statusCode !== 200)
      return { kind: 'failed', reason: `${new URL(url).pathname} answered ${statusCode}${saidIn(chunks)}` }
    return { kind: 'profile', bytes: Buffer.concat(chunks) }
  } catch (error) {
    if (signal?.aborted === true) throw error
    return { kind: 'failed', reason: doesNotAnswer(url, error) }
  }
}

/** `: Could not enable CPU profiling: cpu profiling already in use`. */
function saidIn(chunks: readonly Buffer[]): string {
  const line = Buffer.concat(chunks).toString('utf8', 0, 300).split('\n')[0]?.trim() ?? ''
  return line === '' || line.startsWith('<') ? '' : `: ${line}`
}

/** `127.0.0.1:8067 does not answer: connection refused`. */
function doesNotAnswer(url: string, error: unknown): string {
  const { host } = new URL(url)
  return `${host} does not answer: ${plainReason(error).replace(`${host}: `, '')}`
}
