// Facts of the host of an instance: open descriptors and their limit, disk space, memory, sockets, files of the data directory.
import type { TeleportDataDir } from '../../documents/teleport/data-dir.js'
import type { FileSystem, TeleportDisk } from '../../documents/teleport/disk.js'
import type {
  TeleportDescriptors,
  TeleportLimits,
  TeleportProcess,
} from '../../documents/teleport/process.js'
import type { TeleportSockets } from '../../documents/teleport/sockets.js'
import type { TeleportUnit } from '../../documents/teleport/unit.js'
import { combine } from '../combine.js'
import { defineFact } from '../types.js'
import { metricValue } from './metrics-source.js'
import { ofDocument } from './source.js'

const countedDescriptors = ofDocument<TeleportDescriptors, number>(
  'teleport.host.counted_descriptors',
  'Open file descriptors of the process, as procfs counts them',
  'teleport-descriptors',
  ({ open }) => (open === undefined ? undefined : { value: open, paths: [['open']] }),
)

const openDescriptors = defineFact<number>({
  id: 'teleport.host.open_descriptors',
  title: 'Open file descriptors of the process',
  scope: 'node',
  derive: input => input.fact(countedDescriptors) ?? metricValue(input, 'process_open_fds'),
})

const limitOfProcess = ofDocument<TeleportLimits, number>(
  'teleport.host.process_descriptor_limit',
  'Limit of open file descriptors, as procfs states it',
  'teleport-limits',
  ({ soft }) => {
    const limit = soft['open files']
    return limit === undefined ? undefined : { value: limit, paths: [['soft', 'open files']] }
  },
)

const limitOfUnit = ofDocument<TeleportUnit, number>(
  'teleport.host.unit_descriptor_limit',
  'LimitNOFILE of the systemd unit: the soft limit',
  'teleport-unit',
  unit => {
    const limit = /^(\d+)/.exec(unit.Service?.LimitNOFILE ?? '')?.[1]
    return limit === undefined ? undefined : { value: Number(limit), paths: [['Service', 'LimitNOFILE']] }
  },
)

const descriptorLimit = defineFact<number>({
  id: 'teleport.host.descriptor_limit',
  title: 'Most file descriptors the process may open: as procfs, its metrics or the unit says',
  scope: 'node',
  derive: input =>
    input.fact(limitOfProcess) ?? metricValue(input, 'process_max_fds') ?? input.fact(limitOfUnit),
})

const descriptorShare = defineFact<number>({
  id: 'teleport.host.descriptor_percent',
  title: 'Open file descriptors in percent of their limit',
  scope: 'node',
  derive: input =>
    combine([input.fact(openDescriptors), input.fact(descriptorLimit)], (open, limit) =>
      limit === 0 ? undefined : Math.round((open * 100) / limit),
    ),
})

/** A file system that is nearly full, or all of them. */
export interface DiskFact {
  readonly mount: string
  readonly device: string
  readonly used_percent: number
  readonly free_mb: number
  readonly size_mb: number
}

const mebibyte = 1024 * 1024

const disks = ofDocument<TeleportDisk, readonly DiskFact[]>(
  'teleport.host.disks',
  'File systems of the host, each {mount, device, used_percent, free_mb, size_mb}',
  'teleport-disk',
  systems => ({ value: systems.map(diskFact), paths: systems.map((_, index) => [index]) }),
)

function diskFact({ mount, device, used_percent, available_bytes, size_bytes }: FileSystem): DiskFact {
  return {
    mount,
    device,
    used_percent,
    free_mb: Math.floor(available_bytes / mebibyte),
    size_mb: Math.round(size_bytes / mebibyte),
  }
}

const memory = ofDocument<TeleportProcess, number>(
  'teleport.host.memory_mb',
  'Memory of the process that is in use, in MiB',
  'teleport-process',
  ({ VmRSS: text }) => {
    const kib = /^(\d+) kB$/.exec(text ?? '')?.[1]
    return kib === undefined ? undefined : { value: Math.round(Number(kib) / 1024), paths: [['VmRSS']] }
  },
)

const listeners = ofDocument<TeleportSockets, readonly string[]>(
  'teleport.host.listeners',
  'Addresses at which teleport listens',
  'teleport-sockets',
  sockets => {
    const found = sockets.flatMap((socket, index) =>
      socket.state === 'LISTEN' && (socket.program ?? 'teleport') === 'teleport' ? [{ socket, index }] : [],
    )
    return {
      value: found.slice(0, 100).map(({ socket }) => socket.local),
      paths: found.map(({ index }) => [index]),
    }
  },
)

/** Connections that wait for an answer to their first packet: the other side is silent. */
const waiting = ofDocument<TeleportSockets, readonly string[]>(
  'teleport.host.unanswered',
  'Addresses that do not answer attempts to connect (SYN-SENT)',
  'teleport-sockets',
  sockets => {
    const found = sockets.flatMap((socket, index) => (socket.state === 'SYN-SENT' ? [{ socket, index }] : []))
    return {
      value: [...new Set(found.map(({ socket }) => socket.peer))],
      paths: found.map(({ index }) => [index]),
    }
  },
)

/** Recordings that were not uploaded yet; one that is being written counts too. */
const pendingRecordings = ofDocument<TeleportDataDir, number>(
  'teleport.host.pending_recordings',
  'Recordings in the upload folder of the data directory',
  'teleport-data-dir',
  files => {
    const found = files.flatMap(({ path }, index) =>
      /^log\/upload\/.*\.(?:tar|part)$/.test(path) ? [index] : [],
    )
    return { value: found.length, paths: found.length === 0 ? [[]] : found.map(index => [index]) }
  },
)

const uuidBytes = ofDocument<TeleportDataDir, number>(
  'teleport.host.uuid_bytes',
  'Bytes of the file host_uuid in the data directory; a sound one has 36',
  'teleport-data-dir',
  files => {
    const index = files.findIndex(({ path }) => path === 'host_uuid')
    const file = files[index]
    return file === undefined ? undefined : { value: file.size_bytes, paths: [[index]] }
  },
)

export const hostFacts = [
  openDescriptors,
  countedDescriptors,
  descriptorLimit,
  limitOfProcess,
  limitOfUnit,
  descriptorShare,
  disks,
  memory,
  listeners,
  waiting,
  pendingRecordings,
  uuidBytes,
]
