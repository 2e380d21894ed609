// Facts of the heap profile: how much memory the server holds, and which parts of it hold most.
import { isRuntimeFunction } from '../documents/profile/select.js'
import { packageOf } from '../documents/profile/names.js'
import { subsystemCosts, subsystems } from '../documents/profile/subsystems.js'
import { inBestUnit } from '../documents/profile/units.js'
import type { FactDefinition } from './types.js'
import { defineFact } from './types.js'
import { percentOf, sourceOfFunction, sourceOfProfile, summedProfile } from './profile-source.js'
import type { SummedProfile } from './profile-source.js'
import { combine } from './combine.js'
import { asPositive, readFirst } from './reading.js'

const MiB = 1024 * 1024
const listed = 10

const held = defineFact<SummedProfile>({
  id: 'profile.heap.summed',
  title: 'All functions',
  scope: 'node',
  derive: input => {
    const found = summedProfile(input, 'heap-profile', 'inuse_space')
    if (found === undefined || found.unit !== 'bytes') return undefined
    const excerpt = `Total in use = ${inBestUnit(found.total, 'bytes')}`
    return { value: found, from: [{ ...sourceOfProfile(found.document), excerpt }] }
  },
})

const inMib = (bytes: number): number => Math.round((bytes * 10) / MiB) / 10

const inuse = defineFact({
  id: 'profile.heap.inuse_mb',
  title:
    'Memory in use by the server when the packet was made, in MiB; sampled, and without unused memory it has not returned',
  scope: 'node',
  derive: input => combine([input.fact(held)], ({ total }) => inMib(total)),
})

/** A function and what of the memory in use it allocated. */
const holders = defineFact({
  id: 'profile.heap.holders',
  title: 'Functions that allocated most of the memory in use, each {function, package, mb, percent}',
  scope: 'node',
  derive: input => {
    const whole = input.fact(held)?.value
    if (whole === undefined || whole.total === 0) return undefined
    const most = whole.functions
      .filter(({ name, flat }) => flat > 0 && !isRuntimeFunction(name))
      .slice(0, listed)
    const value = most.map(({ name, flat }) => ({
      function: name,
      package: packageOf(name),
      mb: inMib(flat),
      percent: percentOf(flat, whole.total),
    }))
    return { value, from: most.map(node => sourceOfFunction(whole, node)) }
  },
})

const packages = defineFact({
  id: 'profile.heap.packages',
  title: 'Packages of functions that allocated most of the memory in use, each {package, mb, percent}',
  scope: 'node',
  derive: input => {
    const whole = input.fact(held)?.value
    if (whole === undefined || whole.total === 0) return undefined
    const sums = new Map<string, number>()
    for (const { name, flat } of whole.functions)
      sums.set(packageOf(name), (sums.get(packageOf(name)) ?? 0) + flat)
    const value = [...sums]
      .filter(([, bytes]) => bytes > 0)
      .sort(([, a], [, b]) => b - a)
      .slice(0, listed)
      .map(([name, bytes]) => ({ package: name, mb: inMib(bytes), percent: percentOf(bytes, whole.total) }))
    return { value, from: whole.functions.slice(0, 4).map(node => sourceOfFunction(whole, node)) }
  },
})

const bySubsystem = defineFact({
  id: 'profile.heap.subsystems',
  title:
    'Parts of the server by their share of the memory in use, largest first, each {id, words, mb, percent}; shares overlap',
  scope: 'node',
  derive: input => {
    const whole = input.fact(held)?.value
    if (whole === undefined || whole.total === 0) return undefined
    const value = subsystemCosts(whole.profile, whole.typeIndex)
      .filter(({ value, subsystem }) => value > 0 && !behindAll.has(subsystem.id))
      .map(({ subsystem: { id, words }, value }) => ({
        id,
        words,
        mb: inMib(value),
        percent: percentOf(value, whole.total),
      }))
      .sort((a, b) => b.percent - a.percent)
    return { value, from: whole.functions.slice(0, 4).map(node => sourceOfFunction(whole, node)) }
  },
})

/** All memory comes from the allocator: that says nothing of who holds it. */
const behindAll: ReadonlySet<string> = new Set(
  subsystems
    .map(({ id }) => id)
    .filter(id => ['allocation', 'scheduling', 'garbage_collection'].includes(id)),
)

const objects: FactDefinition<number> = defineFact({
  id: 'profile.heap.inuse_objects',
  title: 'Objects in memory when the packet was made; sampled',
  scope: 'node',
  derive: input => {
    const found = summedProfile(input, 'heap-profile', 'inuse_objects')
    return found && { value: found.total, from: [sourceOfProfile(found.document)] }
  },
})

const memoryLimit = defineFact({
  id: 'profile.heap.memory_mb',
  title: 'Memory that the server may use, in MiB: the limit of its container, else that of the machine',
  scope: 'node',
  derive: input =>
    readFirst(
      input,
      [
        ['diagnostics', 'server', 'container_memory_limit_mb'],
        ['diagnostics', 'server', 'total_memory_mb'],
      ],
      asPositive,
    ),
})

export const profileHeapFacts = [
  inuse,
  objects,
  defineFact({
    id: 'profile.heap.percent_of_memory',
    title: 'Memory in use by the server in percent of what it may use',
    scope: 'node',
    derive: input =>
      combine([input.fact(inuse), input.fact(memoryLimit)], (used, limit) => percentOf(used, limit)),
  }),
  holders,
  packages,
  bySubsystem,
]
