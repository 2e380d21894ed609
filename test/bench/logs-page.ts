// The page of logs on a log of 500 MB: what a person waits for, over HTTP as the browser asks. Searches are held against
// ripgrep counting in the same file, in turn, so that both see the same machine.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { logPaths, type LogOverview, type LogSelection } from '../../viewer/shared/logs.js'
import { logChunks } from './log-workload.js'

export const logsPageName = 'logs-page-and-search'

const megabytes = 500
const rounds = 9
const searches: readonly (readonly [text: string, sign: '"' | '/'])[] = [
  ['connection refused', '"'],
  ['no such text anywhere', '"'],
  ['dial tcp .*refused by', '/'],
  ['refused|timed out|broken pipe', '/'],
  ['"[a-z0-9]{26}"', '/'],
]

/** Prints a line for each thing that was measured. */
export async function measureLogsPage(print: (line: string) => void): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'support-packet-bench-'))
  const log = join(folder, 'mattermost.log')
  await writeLog(log)
  const [analyzeMs] = await timed(() =>
    Promise.resolve(spawnSync(process.execPath, [cli, 'analyze', folder], { stdio: 'ignore' })),
  )
  const server = await startServer(folder)
  try {
    const { earlyMs, readyMs } = server
    print(`first findings, which need no logs: ${secondsOf(earlyMs)} after the start of \`view\``)
    print(
      `all findings: ${secondsOf(readyMs)}, \`analyze\` ${secondsOf(analyzeMs)}, ratio ${(readyMs / analyzeMs).toFixed(2)} (<= analyze + 0.3 s)`,
    )
    await measure(server, log, print)
  } finally {
    server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

async function measure(server: Server, log: string, print: (line: string) => void): Promise<void> {
  const all: LogSelection = { q: '', ignoreCase: false }
  const [readMs, overview] = await timed(() => server.wait(logPaths.overview(server.id, all)))
  print(`logs read and indexed: ${(readMs / 1000).toFixed(1)} s, ${overview.total} records`)
  await server.wait(logPaths.overview(server.id, { ...all, q: 'route:x' }))
  const pages: number[] = []
  for (let page = 0; page < 200; page++) {
    const from = Math.floor((overview.total * page) / 200)
    const [ms] = await timed(() => server.get(logPaths.rows(server.id, all, from, 100)))
    pages.push(ms)
  }
  print(
    `page of 100 rows anywhere: median ${mid(pages)} ms, longest ${Math.max(...pages).toFixed(1)} ms (<= 50)`,
  )
  for (const [text, sign] of searches) await measureSearch(server, log, text, sign, print)
  print(`memory of the server: ${server.residentMegabytes()} MB`)
}

function secondsOf(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`
}

/** What was searched once is known: each round searches for a letter less, or for another that is nowhere. */
async function measureSearch(
  server: Server,
  log: string,
  text: string,
  sign: string,
  print: (line: string) => void,
): Promise<void> {
  const own: number[] = []
  const other: number[] = []
  for (let round = 0; round < rounds; round++) {
    const part = /[|{]/.test(text) ? `${text}|nowhere ${round}` : text.slice(0, text.length - round)
    const path = logPaths.overview(server.id, { q: `${sign}${part}${sign}`, ignoreCase: false })
    own.push((await timed(() => server.wait(path, true)))[0])
    other.push((await timed(() => Promise.resolve(spawnSync('rg', ['-c', part, log]))))[0])
  }
  const ratios = own.map((ms, at) => ms / (other[at] ?? NaN))
  print(
    `search ${sign}${text}${sign}: median ${mid(own)} ms, rg -c ${mid(other)} ms, ratio ${mid(ratios)} (<= 1.0)`,
  )
}

function mid(values: readonly number[]): string {
  const sorted = [...values].sort((a, b) => a - b)
  return (sorted[Math.floor(sorted.length / 2)] ?? NaN).toFixed(1)
}

async function timed<T>(work: () => Promise<T>): Promise<readonly [number, T]> {
  const start = performance.now()
  const value = await work()
  return [performance.now() - start, value]
}

async function writeLog(path: string): Promise<void> {
  const stream = createWriteStream(path)
  for (const chunk of logChunks(megabytes * 1024 * 1024)) {
    if (!stream.write(chunk)) await once(stream, 'drain')
  }
  stream.end()
  await once(stream, 'close')
}

interface Server extends Opened {
  get(path: string): Promise<unknown>
  /** Asks until the answer is final. */
  wait(path: string, impatient?: boolean): Promise<LogOverview>
  residentMegabytes(): number
  stop(): void
}

interface Opened {
  readonly id: string
  /** After the start of the process. */
  readonly earlyMs: number
  readonly readyMs: number
}

const cli = join(process.cwd(), 'dist', 'cli', 'main.js')

async function startServer(folder: string): Promise<Server> {
  const startMs = performance.now()
  const child = spawn(process.execPath, [cli, 'view', folder, '--port', '0', '--no-open'])
  const url = await urlOf(child.stdout)
  const token = new URL(url).searchParams.get('token') ?? ''
  const get = async (path: string): Promise<unknown> => {
    const response = await fetch(new URL(path, url), { headers: { authorization: `Bearer ${token}` } })
    return response.json()
  }
  const opened = await openedPacket(get, startMs)
  return {
    ...opened,
    get,
    async wait(path, impatient = false) {
      for (;;) {
        const answer = (await get(path)) as LogOverview | { readonly state: 'reading' }
        if (answer.state === 'ready') return answer
        if (!impatient) await new Promise(resume => setTimeout(resume, 100))
      }
    },
    residentMegabytes: () => {
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8')
      return Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) / 1024)
    },
    stop: () => void child.kill(),
  }
}

async function urlOf(output: AsyncIterable<Buffer>): Promise<string> {
  let text = ''
  for await (const chunk of output) {
    text += chunk.toString()
    const url = /http:\/\/\S+token=\S+/.exec(text)?.[0]
    if (url !== undefined) return url
  }
  throw new Error('`view` printed no address')
}

/** Once the packet is analyzed, so that nothing else runs. */
async function openedPacket(get: (path: string) => Promise<unknown>, startMs: number): Promise<Opened> {
  let earlyMs: number | undefined
  for (;;) {
    const { packets } = (await get('/api/packets')) as {
      packets: { id: string; state: string; hasEarly?: boolean }[]
    }
    const nowMs = performance.now() - startMs
    if (packets.some(({ hasEarly }) => hasEarly === true)) earlyMs ??= nowMs
    const ready = packets.find(({ state }) => state === 'ready')
    if (ready !== undefined) return { id: ready.id, earlyMs: earlyMs ?? nowMs, readyMs: nowMs }
    await new Promise(resume => setTimeout(resume, 50))
  }
}
