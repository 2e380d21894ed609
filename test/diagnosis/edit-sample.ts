// Real samples with a fault put into them by hand: what a server with that fault would have written, and nothing else changed.
import { join } from 'node:path'
import { dump, load } from 'js-yaml'
import type { Analysis } from '../../analyzer/analysis.js'
import { analyzePacket, openPackets, packetOf, readWhole } from '../../analyzer/index.js'

/** Entries by name; an edit changes the ones it concerns. */
export type Files = Map<string, Buffer>
export type Edit = (files: Files) => void

const known = new Map<string, Promise<Files>>()

const maxEntryBytes = 16 << 20

/** Read once; each use gets its own map, and no edit changes a buffer. */
async function filesOf(sample: string): Promise<Files> {
  let files = known.get(sample)
  if (files === undefined) known.set(sample, (files = readSample(sample)))
  return new Map(await files)
}

async function readSample(sample: string): Promise<Files> {
  const files: Files = new Map()
  for (const opened of await openPackets(join('samples', `${sample}.zip`))) {
    if (opened.kind === 'unreadable') throw new Error(`${sample}: ${opened.problem.message}`)
    for (const entry of opened.packet.entries) {
      files.set(entry.name, (await readWhole(opened.packet, entry, maxEntryBytes)).bytes)
    }
    await opened.packet.close()
  }
  return files
}

/** The analysis of a sample after the edits. */
export async function analyzeEdited(sample: string, edits: readonly Edit[]): Promise<Analysis> {
  const files = await filesOf(sample)
  for (const edit of edits) edit(files)
  return analyzePacket(packetOf(Object.fromEntries(files)))
}

/** Every entry of that name: one in a standalone packet, one a node in a cluster's; `node` limits it to one. */
function changeText(
  files: Files,
  name: string,
  node: string | undefined,
  change: (text: string) => string,
): void {
  const wanted = [...files.keys()].filter(
    entry =>
      entry === name || (entry.endsWith(`/${name}`) && (node === undefined || entry.startsWith(`${node}/`))),
  )
  if (wanted.length === 0) throw new Error(`the sample has no ${name}`)
  for (const entry of wanted) {
    const before = String(files.get(entry))
    const after = change(before)
    if (after === before) throw new Error(`the edit of ${entry} changes nothing`)
    files.set(entry, Buffer.from(after))
  }
}

type Values = Readonly<Record<string, unknown>>

/** Sets values below dotted paths; `undefined` takes the key out. */
function withValues(document: Record<string, unknown>, values: Values): Record<string, unknown> {
  for (const [path, value] of Object.entries(values)) {
    const steps = path.split('.')
    const last = steps.pop() ?? ''
    let inner = document
    for (const step of steps) inner = (inner[step] ??= {}) as Record<string, unknown>
    if (value === undefined) delete inner[last]
    else inner[last] = value
  }
  return document
}

/** `config({ 'SqlSettings.MaxOpenConns': 1 })` */
export const config =
  (values: Values, node?: string): Edit =>
  files => {
    changeText(files, 'sanitized_config.json', node, text =>
      JSON.stringify(withValues(JSON.parse(text) as Record<string, unknown>, values), null, 4),
    )
  }

const yaml =
  (name: string) =>
  (values: Values, node?: string): Edit =>
  files => {
    changeText(files, name, node, text => dump(withValues(load(text) as Record<string, unknown>, values)))
  }

export const diagnostics = yaml('diagnostics.yaml')
export const stats = yaml('stats.yaml')
export const jobs = yaml('jobs.yaml')
export const metadata = yaml('metadata.yaml')

/** Changes an entry's text as a whole. */
export const text =
  (name: string, change: (text: string) => string, node?: string): Edit =>
  files => {
    changeText(files, name, node, change)
  }

export const without =
  (name: string): Edit =>
  files => {
    files.delete(name)
  }

/** What the server could not collect, as it lists it. */
export const warning =
  (...points: readonly string[]): Edit =>
  files => {
    const head = points.length === 1 ? '1 error occurred:' : `${points.length} errors occurred:`
    files.set('warning.txt', Buffer.from(`${head}\n${points.map(point => `\t* ${point}\n`).join('')}\n`))
  }

/** A record without its time. */
export interface Line {
  readonly level: string
  readonly msg: string
  readonly caller: string
  readonly [field: string]: unknown
}

/** Records after the last of the log, `gapMs` apart; the packet is made a little later. */
export const logs =
  (lines: readonly Line[], { gapMs = 400, node }: { gapMs?: number; node?: string } = {}): Edit =>
  files => {
    changeText(files, 'mattermost.log', node, log => {
      let time = timeOfLast(log)
      const added = lines.map(line => {
        time += gapMs
        return JSON.stringify({ timestamp: stamp(time), ...line })
      })
      return `${log}${added.join('\n')}\n`
    })
    makeAfter(files, lastTimeOf(files) + 500)
  }

const stamp = (ms: number): string => new Date(ms).toISOString().replace('T', ' ').replace('Z', ' Z')

function timeOfLast(log: string): number {
  const last = /"timestamp":"([^"]+) Z"[^\n]*\n?$/.exec(log)?.[1]
  return Date.parse(`${(last ?? '2026-11-21 08:26:30.000').replace(' ', 'T')}Z`)
}

function lastTimeOf(files: Files): number {
  const logs = [...files].filter(([name]) => name.endsWith('mattermost.log'))
  return Math.max(...logs.map(([, bytes]) => timeOfLast(String(bytes))))
}

/** A packet is made after the last record it holds. */
function makeAfter(files: Files, ms: number): void {
  const metadata = String(files.get('metadata.yaml'))
  const later = metadata.replace(
    /generated_at: (\d+)/,
    (_, made: string) => `generated_at: ${Math.max(Number(made), ms)}`,
  )
  files.set('metadata.yaml', Buffer.from(later))
}

export const times = (count: number, line: Line): readonly Line[] => Array.from({ length: count }, () => line)

/** An API call that ended with 500, as the web layer logs it. */
export const failedCall = (where: string, msg: string, cause: string, path = '/api/v4/posts'): Line => ({
  level: 'error',
  msg,
  caller: 'web/context.go:122',
  path,
  request_id: 'tbqiym745jg1irjxj5xfru4uka',
  ip_addr: '127.0.0.1',
  user_id: '5n96mkzwrt8tfcpeqf5rqqneic',
  method: 'POST',
  err_where: where,
  http_code: 500,
  error: `${where}: ${msg}, ${cause}`,
})

/** So many goroutines with the same stack, after those of the sample. */
export const goroutines =
  (count: number, state: string, frames: readonly string[], node?: string): Edit =>
  files => {
    const stack = frames.map(frame => `${frame}(0x3927a06cb900)\n\t${fileOf(frame)}:100 +0x10`).join('\n')
    const dump = Array.from(
      { length: count },
      (_, index) => `goroutine ${90000 + index} [${state}]:\n${stack}\n`,
    )
    changeText(files, 'goroutines', node, text => `${text.trimEnd()}\n\n${dump.join('\n')}\n`)
  }

/** `net/http.(*Server).Serve` → `net/http/file.go` */
const fileOf = (frame: string): string => `${frame.replace(/\.[^/]*$/, '')}/file.go`
