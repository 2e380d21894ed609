// When the logs of each node begin and end: a bar a node on one scale of time, and the same in words.
import { useState } from 'preact/hooks'
import type { Analysis } from '../../shared/wire.js'
import { logPaths, type LogWindow, type LogWindows as Answer } from '../../shared/logs.js'
import { useLogAnswer } from '../logs/log-answers.js'
import { readingWords } from '../logs/log-words.js'
import { viewRoute } from '../route.js'
import { route, zone } from '../state.js'
import { Link } from '../widgets/link.js'
import { NodeName } from '../widgets/node-name.js'
import { bytesWords, countWords, spanWords, type EntryInfo } from '../words.js'

/** Logs beyond this are unpacked only when somebody wants to see them. */
const readUnaskedBytes = 2 * 1024 ** 3
/** A cluster may have thousands of nodes; these are drawn at once. */
const drawnAtOnce = 20

export function LogWindows({ packet }: { readonly packet: Analysis['packet'] }) {
  const bytes = logBytes(packet.entries)
  const [isAsked, ask] = useState(bytes <= readUnaskedBytes)
  const path = isAsked ? logPaths.windows(route.value.packet ?? '') : undefined
  const { value, reading, failure } = useLogAnswer<Answer>(path)
  if (!isAsked)
    return (
      <button type="button" class="button" onClick={() => ask(true)}>
        Read {bytesWords(bytes)} of logs
      </button>
    )
  if (failure !== undefined) return <span class="is-failure">{failure.message}</span>
  if (value === undefined)
    return <span role="status">{reading === undefined ? 'Reading the logs…' : readingWords(reading)}</span>
  return <Windows windows={value.windows} packet={packet} />
}

function logBytes(entries: readonly EntryInfo[]): number {
  const logs = entries.filter(({ kind }) => /-log$/.test(kind))
  return logs.reduce((sum, { sizeBytes = 0 }) => sum + sizeBytes, 0)
}

interface WindowsProps {
  readonly windows: readonly LogWindow[]
  readonly packet: Analysis['packet']
}

function Windows({ windows, packet }: WindowsProps) {
  const [isWhole, setWhole] = useState(false)
  const byNode = new Map(windows.map(window => [window.node, window]))
  const ofNodes = packet.nodes
    .filter(node => node !== '')
    .map(node => byNode.get(node) ?? { node, records: 0 })
  const all = [...windows.filter(({ node }) => !packet.nodes.includes(node) || node === ''), ...ofNodes]
  const scale = scaleOf(windows)
  const rest = all.length - drawnAtOnce
  return (
    <>
      <ul class="log-windows">
        {all.slice(0, isWhole ? all.length : drawnAtOnce).map(window => (
          <WindowRow key={window.node} window={window} scale={scale} day={packet.generatedAt} />
        ))}
      </ul>
      {rest > 0 && !isWhole ? (
        <button type="button" class="button" onClick={() => setWhole(true)}>
          Show {countWords(rest, 'more node')}
        </button>
      ) : null}
    </>
  )
}

interface Scale {
  readonly firstMs: number
  readonly spanMs: number
}

function scaleOf(windows: readonly LogWindow[]): Scale {
  const firstMs = windows.reduce((least, { firstMs: ms = Infinity }) => Math.min(least, ms), Infinity)
  const lastMs = windows.reduce((most, { lastMs: ms = -Infinity }) => Math.max(most, ms), -Infinity)
  return { firstMs, spanMs: Math.max(1, lastMs - firstMs) }
}

interface RowProps {
  readonly window: LogWindow
  readonly scale: Scale
  readonly day: string | undefined
}

function WindowRow({ window: { node, records, firstMs, lastMs }, scale, day }: RowProps) {
  return (
    <li>
      {node === '' ? null : (
        <span class="log-window-node">
          <NodeName node={node} />
        </span>
      )}
      <span class="log-window-bar" aria-hidden="true">
        {firstMs === undefined || lastMs === undefined ? null : (
          <span style={barStyle(firstMs, lastMs, scale)} />
        )}
      </span>
      <Link
        to={viewRoute('logs', route.value.packet ?? '', node === '' ? {} : { q: `node:${quoted(node)}` })}
      >
        {windowWords(records, firstMs, lastMs, day)}
      </Link>
    </li>
  )
}

/** Never thinner than can be seen. */
function barStyle(firstMs: number, lastMs: number, { firstMs: from, spanMs }: Scale) {
  const share = (ms: number) => (100 * (ms - from)) / spanMs
  const width = Math.max(1, share(lastMs) - share(firstMs))
  return { left: `${Math.min(99, share(firstMs))}%`, width: `${width}%` }
}

function windowWords(records: number, firstMs?: number, lastMs?: number, day?: string): string {
  if (records === 0) return 'no log in this packet'
  const count = countWords(records, 'record')
  if (firstMs === undefined || lastMs === undefined) return `${count}, none with a time`
  return `${spanWords(iso(firstMs), iso(lastMs), zone.value, day)}, ${count}`
}

function iso(ms: number): string {
  const date = new Date(ms)
  return Number.isNaN(date.getTime()) ? String(ms) : date.toISOString()
}

const quoted = (text: string): string => (/^[\w.-]+$/.test(text) ? text : JSON.stringify(text))
