// What is gathered of one process, step by step, as data: what a person calls it, the shell that prints it, where it goes.
import { shellWord } from '../../run/index.js'
import type { Content } from '../../dump/index.js'
import type { NodeMode } from '../modes.js'
import type { Target } from './collect.js'

/** How the output of a step becomes an entry. */
export type Shape =
  /** Straight to the disk, however much it is. */
  | 'stream'
  /** An answer of the diagnostic endpoint. */
  | 'http'
  | 'sockets'
  | 'disks'
  | 'keys'
  /** The first line. */
  | 'line'

export interface Step {
  /** Name of the part, without spaces but before a file name. */
  readonly part: string
  readonly what: string
  /** A call of functions that the script defines. */
  readonly call: string
  readonly entry: string
  readonly content: Content
  readonly shape: Shape
  readonly maxBytes: number
  readonly keep: 'head' | 'tail'
  /** Path of the diagnostic endpoint, for http.tsv. */
  readonly path?: string
  /** Of a log: lines before this moment are left out. */
  readonly sinceMs?: number
  /** That it is not there is the rule, and not told. */
  readonly isRare?: boolean
}

export interface StepOptions {
  readonly mode: NodeMode
  /** Epoch milliseconds by the clock of the host. */
  readonly sinceMs: number
}

const mebibyte = 1024 * 1024

export function stepsOf(target: Target, options: StepOptions): readonly Step[] {
  const { mode } = options
  return [
    ...host(target),
    ...target.units.flatMap(unit => journals(unit, target, options)),
    ...target.place.logFiles.flatMap(path => logFile(target, path, options)),
    // Behind the logs: a process that hangs lets each of these wait until its time is over.
    ...http(target, mode),
    ...(mode.storage ? storage(target) : []),
    ...(mode.profiles && target.pid !== undefined ? profiles : []),
  ]
}

type Short = Pick<Step, 'part' | 'what' | 'call' | 'entry' | 'content'> & Partial<Step>

const step = (short: Short): Step => ({ shape: 'stream', maxBytes: mebibyte, keep: 'head', ...short })

/** Asked also of a process that does not run: that nobody answers is an answer. */
const http = (_target: Target, mode: NodeMode): readonly Step[] =>
  [
    ['metrics', '/metrics', 'metrics.prom', 'metrics'] as const,
    ['readyz', '/readyz', 'readyz.json', 'json'] as const,
    ['healthz', '/healthz', 'healthz.json', 'json'] as const,
    // Only whether there is something behind it.
    ['pprof', '/debug/pprof/', '', 'text'] as const,
  ].map(([part, path, entry, content]) =>
    step({
      part,
      what: `answer of ${path}`,
      call: `fetch ${path} ${Math.min(10, mode.commandSeconds)}`,
      entry,
      content,
      shape: 'http',
      maxBytes: 32 * mebibyte,
      path,
      isRare: part === 'pprof',
    }),
  )

const host = ({ pid, place }: Target): readonly Step[] => {
  const folders = place.logFiles.map(path => `"$base"${shellWord(path.replace(/\/[^/]*$/, '') || '/')}`)
  const process = [
    step({
      part: 'limits',
      what: 'limits of the process',
      call: 'cat "$R/proc/$pid/limits"',
      entry: 'proc/limits.txt',
      content: 'table',
    }),
    step({
      part: 'status',
      what: 'status of the process',
      call: 'cat "$R/proc/$pid/status"',
      entry: 'proc/status.txt',
      content: 'table',
    }),
    step({
      part: 'descriptors',
      what: 'open descriptors',
      call: 'descriptors',
      entry: 'proc/fd_count.txt',
      content: 'table',
      shape: 'line',
    }),
    step({
      part: 'log-level',
      what: 'log level',
      call: 'log_level',
      entry: 'log_level.txt',
      content: 'text',
      shape: 'http',
    }),
  ]
  return [
    step({
      part: 'uuid',
      what: 'host UUID',
      call: 'cat "$data/host_uuid"',
      entry: '',
      content: 'text',
      shape: 'line',
      maxBytes: 4096,
    }),
    step({
      part: 'auth-servers',
      what: 'list of Auth Services',
      call: 'cat "$data/authservers.json"',
      entry: 'authservers.json',
      content: 'json',
      isRare: true,
    }),
    step({
      part: 'sockets',
      what: 'sockets',
      call: 'sockets',
      entry: 'ss.txt',
      content: 'table',
      shape: 'sockets',
      maxBytes: 8 * mebibyte,
    }),
    step({
      part: 'disks',
      what: 'disk space',
      call: ['disks -k "$data"', ...folders].join(' '),
      entry: 'df.txt',
      content: 'table',
      shape: 'disks',
    }),
    step({
      part: 'inodes',
      what: 'free inodes',
      call: ['disks -i "$data"', ...folders].join(' '),
      entry: 'df_inodes.txt',
      content: 'table',
      shape: 'disks',
    }),
    ...(pid === undefined ? [] : process),
  ]
}

const storage = ({ place }: Target): readonly Step[] => [
  step({
    part: 'files',
    what: 'files of the data directory',
    call: 'files',
    entry: 'data_dir.txt',
    content: 'table',
    maxBytes: 8 * mebibyte,
  }),
  step({
    part: 'identities',
    what: 'keys of the identity store',
    call: 'database "$data/proc/sqlite.db"',
    entry: 'proc/sqlite.sql',
    content: 'table',
    shape: 'keys',
    maxBytes: 32 * mebibyte,
  }),
  ...(place.backend === undefined
    ? []
    : [
        step({
          part: 'backend',
          what: 'keys of the backend',
          call: `database "$base"${shellWord(place.backend)}`,
          entry: 'backend_keys.txt',
          content: 'table',
          shape: 'keys',
          maxBytes: 32 * mebibyte,
        }),
      ]),
]

/** Bytes of a short record: so many lines at least fill the limit of bytes, and the host has nothing to keep in memory. */
const shortRecord = { text: 120, json: 600 }

function journals(unit: string, { pid }: Target, { mode, sinceMs }: StepOptions): readonly Step[] {
  // Of a process that is gone the last lines count, however old.
  const since = pid === undefined ? '@0' : `@${Math.floor(sinceMs / 1000)}`
  const lines = (bytes: number): number => Math.ceil(mode.logBytes / bytes)
  const common = { shape: 'stream', maxBytes: mode.logBytes, keep: 'tail' } as const
  const call = (bytes: number, form: string): string =>
    `journal ${shellWord(unit)} ${since} ${lines(bytes)} ${form}`
  return [
    ...(mode.journalText
      ? [
          step({
            ...common,
            part: `journal-text ${unit}`,
            what: `journal of ${unit}`,
            call: call(shortRecord.text, '-o short-iso-precise'),
            entry: `${entryPart(unit)}/log.txt`,
            content: 'log',
          }),
        ]
      : []),
    ...(mode.journalJson
      ? [
          step({
            ...common,
            part: `journal-json ${unit}`,
            what: `journal of ${unit} as JSON`,
            call: call(shortRecord.json, '-o json --all'),
            entry: `${entryPart(unit)}/log.json`,
            content: 'journal',
          }),
        ]
      : []),
  ]
}

function logFile({ pid }: Target, path: string, { mode, sinceMs }: StepOptions): readonly Step[] {
  const name = safeName(path)
  const common = { content: 'log', maxBytes: mode.logBytes, keep: 'tail' } as const
  // Of a process that is gone the last lines count, however old.
  const window = pid === undefined ? {} : { sinceMs }
  const file = `"$base"${shellWord(path)}`
  const current = step({
    ...common,
    ...window,
    part: `log-file ${name}`,
    what: `log file ${path}`,
    call: `log_file ${file} ${mode.logBytes + 1}`,
    entry: `logs/${name}`,
  })
  const rotated = step({
    ...common,
    part: `rotated-file ${name}`,
    what: `rotated log file beside ${path}`,
    call: `rotated_file ${file} ${mode.logBytes + 1}`,
    entry: `logs/${name}.rotated`,
  })
  return mode.rotatedLogs ? [current, rotated] : [current]
}

/** Names of units may hold `\x2d` for a hyphen; names in a dump may not. */
export const entryPart = (unit: string): string => unit.replace(/[^\w.@:-]/g, '_')

/** The last part of a path as a name in a dump. */
const safeName = (path: string): string =>
  (path.split('/').at(-1) ?? '').replace(/[^\w.+@-]/g, '_').replace(/^\.+$/, '') || 'teleport.log'

const profiles: readonly Step[] = (
  [
    ['goroutine?debug=2', 'goroutine.debug2.txt', 'text'],
    ['goroutine', 'goroutine.pprof', 'profile'],
    ['heap', 'heap.pprof', 'profile'],
    ['threadcreate', 'threadcreate.pprof', 'profile'],
    ['profile?seconds=5', 'profile.pprof', 'profile'],
  ] as const
).map(([query, name, content]) =>
  step({
    part: `profile ${name}`,
    what: `profile ${name}`,
    call: `profile ${shellWord(query)}`,
    entry: `pprof/${name}`,
    content,
    shape: 'http',
    maxBytes: 64 * mebibyte,
  }),
)
