// host.yaml: the machine and the server's process, as `generate mattermost --from-installation` finds them. No server writes it.
//
//   collected_by: support-packet 0.1.0
//   machine:
//     cpus: 2
//     load: [0.42, 0.36, 0.3]
//     memory_mb: 24105
//     free_memory_mb: 22930
//   disks:
//     - of: logs
//       path: /opt/mattermost/logs
//       total_mb: 257806
//       available_mb: 65290
//   process:
//     running: true
//     open_files: 87
//     max_open_files: 524288
import type { Problem } from '../packet/problem.js'
import { yamlParser } from './parser.js'
import type { Finished } from './parser.js'
import { problem } from './problem-codes.js'
import { isMap } from './shape.js'
import type { FromShape } from './shape.js'
import type { Locate, ValuePath } from './types.js'

const shape = {
  /** Tool and version that looked. */
  collected_by: 'string',
  /** RFC 3339, UTC. */
  collected_at: 'string',
  machine: {
    os: 'string',
    kernel: 'string',
    /** As Go names it. */
    architecture: 'string',
    cpus: 'number',
    /** Averages over 1, 5 and 15 minutes. */
    load: ['number'],
    /** MiB. */
    memory_mb: 'number',
    /** MiB that programs may still have, caches of files included. */
    free_memory_mb: 'number',
    uptime_seconds: 'number',
    control_group: {
      /** Processors and MiB; left out where there is no limit. */
      cpu_limit: 'number',
      memory_limit_mb: 'number',
      memory_used_mb: 'number',
      /** How often the system ended a process of the group for lack of memory. */
      out_of_memory_kills: 'number',
    },
  },
  clock: {
    zone: 'string',
    /** How far the database's clock is ahead of the machine's, in milliseconds. */
    database_ahead_ms: 'number',
    synchronized: 'boolean',
  },
  disks: [
    {
      /** `logs`, `files`. */
      of: 'string',
      path: 'string',
      total_mb: 'number',
      available_mb: 'number',
      inodes: 'number',
      free_inodes: 'number',
      /** The folder is not there. */
      missing: 'boolean',
    },
  ],
  process: {
    running: 'boolean',
    pid: 'number',
    executable: 'string',
    /** RFC 3339, UTC. */
    started_at: 'string',
    open_files: 'number',
    /** A number, or `unlimited`. */
    max_open_files: 'unknown',
    max_open_files_hard: 'unknown',
    threads: 'number',
    resident_mb: 'number',
    peak_resident_mb: 'number',
    swap_mb: 'number',
  },
  collection: {
    /** Values masked beyond what the server masks, by entry. */
    masked_values: { '*': 'number' },
    masking: 'string',
    /** RFC 3339; left out when all was taken. */
    logs_since: 'string',
    logs_until: 'string',
    /** Logs of which only the newest part is in the packet. */
    logs_cut: ['string'],
  },
} as const

/** What the machine told. Every field may be missing: systems other than Linux tell little. */
export type Host = FromShape<typeof shape>

export const parseHost = yamlParser(shape, check)

/** Other programs write files of this name too (Ansible does): without a part of ours it is none. */
function check(value: Host, locate: Locate, raw: unknown): Finished<Host> {
  const known =
    isMap(raw) && ['machine', 'process', 'disks', 'collected_by'].some(key => Object.hasOwn(raw, key))
  return { value, problems: known ? impossible(value, locate) : [foreign()] }
}

const foreign = (): Problem =>
  problem('ENTRY_UNKNOWN', 'host.yaml tells nothing of a machine: another program wrote it.')

interface Sizes {
  readonly path: ValuePath
  readonly part: number | undefined
  readonly whole: number | undefined
}

function impossible(value: Host, locate: Locate): Problem[] {
  const { machine, disks = [] } = value
  const sizes: readonly Sizes[] = [
    { path: ['machine', 'free_memory_mb'], part: machine?.free_memory_mb, whole: machine?.memory_mb },
    ...disks.map(({ available_mb: part, total_mb: whole }, index) => ({
      path: ['disks', index, 'available_mb'],
      part,
      whole,
    })),
  ]
  return sizes.flatMap(({ path, part, whole }) =>
    part === undefined || whole === undefined || (part >= 0 && part <= whole)
      ? []
      : [tooMuch(path, part, whole, locate)],
  )
}

function tooMuch(path: ValuePath, part: number, whole: number, locate: Locate): Problem {
  return problem('FIELD_TYPE', `${path.join('.')} is ${part}, of ${whole} in all.`, {
    expected: `0 to ${whole}`,
    found: String(part),
    ...locate(path),
  })
}
