// Facts of the machine, from host.yaml: only packets that were collected on the server's machine have it.
import type { Host } from '../documents/host.js'
import { combine } from './combine.js'
import { asCount, asFlag, asNumber, asPositive, readFact } from './reading.js'
import { sourceAt } from './source.js'
import { defineFact, type Derived, type FactInput } from './types.js'

/** The folder for each of these is asked for the room on its disk. */
type Purpose = 'logs' | 'files'

type Disk = NonNullable<Host['disks']>[number]

/** The disk of a folder, with the place of a value in it; `undefined` where it was not asked or the folder is missing. */
function diskOf({ documents, node }: FactInput, purpose: Purpose): Derived<Disk> | undefined {
  const document = documents.get('host', node)
  const disks = (document?.value as Host | undefined)?.disks ?? []
  const index = disks.findIndex(({ of }) => of === purpose)
  const disk = disks[index]
  return document === undefined || disk === undefined
    ? undefined
    : { value: disk, from: [sourceAt(document, ['disks', index])] }
}

const share = (part: unknown, whole: unknown): number | undefined => {
  const [some, all] = [asCount(part), asPositive(whole)]
  return some === undefined || all === undefined || some > all ? undefined : some / all
}

/** Free and whole size of the volume of the files: newer servers tell it themselves. */
export const filesDisk = (input: FactInput): Derived<Disk> | undefined => diskOf(input, 'files')

const loadOfFiveMinutes = readFact({
  id: 'host.load',
  title: 'Processes that ran or waited for a processor of the machine, on average over five minutes',
  scope: 'node',
  spots: [['host', 'machine', 'load', 1]],
  accept: asCount,
})

const processors = readFact({
  id: 'host.cpus',
  title: 'Logical processors of the machine on which the packet was collected',
  scope: 'node',
  spots: [['host', 'machine', 'cpus']],
  accept: asPositive,
})

const memory = readFact({
  id: 'host.memory_mb',
  title: 'Memory of the machine on which the packet was collected, in MiB',
  scope: 'node',
  spots: [['host', 'machine', 'memory_mb']],
  accept: asPositive,
})

const memoryLeft = readFact({
  id: 'host.memory_available_mb',
  title: 'Memory of the machine that programs could still have, in MiB',
  scope: 'node',
  spots: [['host', 'machine', 'free_memory_mb']],
  accept: asCount,
})

const diskFacts = (['logs', 'files'] as const).flatMap(purpose => [
  defineFact({
    id: `host.${purpose}_volume.free_mb`,
    title: `Megabytes free on the volume of the ${purpose === 'logs' ? 'log folder' : 'folder for files'}`,
    scope: 'node',
    derive: input => combine([diskOf(input, purpose)], disk => asCount(disk.available_mb)),
  }),
  defineFact({
    id: `host.${purpose}_volume.free_share`,
    title: `Share of the volume of the ${purpose === 'logs' ? 'log folder' : 'folder for files'} that is free, 0 to 1`,
    scope: 'node',
    derive: input => combine([diskOf(input, purpose)], disk => share(disk.available_mb, disk.total_mb)),
  }),
  defineFact({
    id: `host.${purpose}_volume.free_inodes_share`,
    title: `Share of the files that the volume of the ${purpose === 'logs' ? 'log folder' : 'folder for files'} could still hold, 0 to 1`,
    scope: 'node',
    derive: input => combine([diskOf(input, purpose)], disk => share(disk.free_inodes, disk.inodes)),
  }),
  defineFact({
    id: `host.${purpose}_volume.folder_missing`,
    title: `Whether the ${purpose === 'logs' ? 'log folder' : 'folder for files'} did not exist`,
    scope: 'node',
    derive: input => combine([diskOf(input, purpose)], disk => disk.missing === true),
  }),
])

export const hostFacts = [
  readFact({
    id: 'host.server_running',
    title: 'Whether the server ran on the machine on which the packet was collected',
    scope: 'node',
    spots: [['host', 'process', 'running']],
    accept: asFlag,
  }),
  processors,
  loadOfFiveMinutes,
  defineFact({
    id: 'host.load_per_cpu',
    title: 'Load of the machine for each of its processors, on average over five minutes',
    scope: 'node',
    derive: input =>
      combine(
        [input.fact(loadOfFiveMinutes), input.fact(processors)],
        (load, cpus) => Math.round((load / cpus) * 100) / 100,
      ),
  }),
  memory,
  memoryLeft,
  defineFact({
    id: 'host.memory_available_share',
    title: 'Share of the memory of the machine that programs could still have, 0 to 1',
    scope: 'node',
    derive: input => combine([input.fact(memoryLeft), input.fact(memory)], share),
  }),
  readFact({
    id: 'host.out_of_memory_kills',
    title: "How often the system ended a process of the server's control group for lack of memory",
    scope: 'node',
    spots: [['host', 'machine', 'control_group', 'out_of_memory_kills']],
    accept: asCount,
  }),
  readFact({
    id: 'host.server_swapped_mb',
    title: "Memory of the server's process that was swapped out, in MiB",
    scope: 'node',
    spots: [['host', 'process', 'swap_mb']],
    accept: asCount,
  }),
  readFact({
    id: 'host.database_clock_ahead_ms',
    title: "How far the database's clock was ahead of the machine's, in milliseconds; behind is negative",
    scope: 'node',
    spots: [['host', 'clock', 'database_ahead_ms']],
    accept: asNumber,
  }),
  ...diskFacts,
]
