// Facts of the CPU profile: how busy the server was while the packet was made, and which part of it used the processors.
import { belongsTo, subsystemCosts, subsystems } from '../documents/profile/subsystems.js'
import type { Subsystem } from '../documents/profile/subsystems.js'
import { inBestUnit, percentText } from '../documents/profile/units.js'
import type { Derived, FactDefinition, Source } from './types.js'
import { defineFact } from './types.js'
import { percentOf, sourceOfFunction, sourceOfProfile, summedProfile } from './profile-source.js'
import type { SummedProfile } from './profile-source.js'
import { combine } from './combine.js'
import { handlerOf, handlerWords } from './request-handlers.js'
import { processors } from './profile-processors.js'

/** Rows of a finding; more say nothing new. */
const evidenceRows = 4
const listed = 10

const summed = defineFact<SummedProfile>({
  id: 'profile.cpu.summed',
  title: 'All functions',
  scope: 'node',
  derive: input => {
    const found = summedProfile(input, 'cpu-profile', 'cpu')
    if (found === undefined || found.unit !== 'nanoseconds') return undefined
    return { value: found, from: [sourceOfWindow(found)] }
  },
})

/** As the head of `go tool pprof` says it: how long was recorded, and how much of it was used. */
function sourceOfWindow({ document, profile, unit, total }: SummedProfile): Source {
  const window = profile.durationNanos
  const share = window > 0 ? ` (${percentText(total, window)})` : ''
  return {
    ...sourceOfProfile(document),
    excerpt: `Duration: ${inBestUnit(window, unit)}, Total samples = ${inBestUnit(total, unit)}${share}`,
  }
}

/** What one subsystem took, in percent of all CPU time of the profile. */
interface Share {
  readonly id: string
  readonly words: string
  readonly percent: number
}

const shares = defineFact<readonly Share[]>({
  id: 'profile.cpu.subsystems',
  title:
    'Parts of the server by their share of the CPU time in the profile, largest first, each {id, words, percent}; shares overlap',
  scope: 'node',
  derive: input => {
    const whole = input.fact(summed)?.value
    if (whole === undefined || whole.total === 0) return undefined
    const costs = subsystemCosts(whole.profile, whole.typeIndex)
    const value = costs
      .filter(cost => cost.value > 0)
      .map(cost => ({
        id: cost.subsystem.id,
        words: cost.subsystem.words,
        percent: percentOf(cost.value, whole.total),
      }))
      .sort((a, b) => b.percent - a.percent)
    return { value, from: topRows(whole) }
  },
})

function topRows(whole: SummedProfile): readonly Source[] {
  return whole.functions.slice(0, evidenceRows).map(node => sourceOfFunction(whole, node))
}

function shareOf(subsystem: Subsystem): FactDefinition<number> {
  return defineFact({
    id: `profile.cpu.share.${subsystem.id}`,
    title: `Percent of the CPU time in the profile that went into ${subsystem.words}`,
    scope: 'node',
    derive: (input): Derived<number> | undefined => {
      const all = input.fact(shares)
      const whole = input.fact(summed)?.value
      if (all === undefined || whole === undefined) return undefined
      const percent = all.value.find(({ id }) => id === subsystem.id)?.percent ?? 0
      const rows = whole.functions.filter(({ name }) => belongsTo(name, subsystem))
      const from = [...rows].sort((a, b) => b.cum - a.cum).slice(0, evidenceRows)
      return {
        value: percent,
        from: from.length === 0 ? all.from : from.map(node => sourceOfFunction(whole, node)),
      }
    },
  })
}

const windowSeconds = defineFact({
  id: 'profile.cpu.window_seconds',
  title: 'Seconds that the CPU profile was recorded',
  scope: 'node',
  derive: input =>
    combine([input.fact(summed)], ({ profile }) =>
      profile.durationNanos > 0 ? profile.durationNanos / 1e9 : undefined,
    ),
})

const seconds = defineFact({
  id: 'profile.cpu.seconds',
  title: 'Seconds of processor time that the server used in the CPU profile',
  scope: 'node',
  derive: input => combine([input.fact(summed)], ({ total }) => total / 1e9),
})

const percent = defineFact({
  id: 'profile.cpu.percent',
  title:
    'Processor time the server used in the CPU profile, in percent of one processor; 400 is four processors',
  scope: 'node',
  derive: input =>
    combine([input.fact(seconds), input.fact(windowSeconds)], (used, window) => percentOf(used, window)),
})

/** Requests of one kind, by the function that answers them. */
const handlers = defineFact({
  id: 'profile.cpu.handlers',
  title:
    'Functions that answer requests by their share of the CPU time in the profile, largest first, each {name, words, percent}',
  scope: 'node',
  derive: input => {
    const whole = input.fact(summed)?.value
    if (whole === undefined || whole.total === 0) return undefined
    const found = whole.functions
      .flatMap(node => {
        const name = handlerOf(node.name)
        return name === undefined ? [] : [{ node, name }]
      })
      .sort((a, b) => b.node.cum - a.node.cum)
      .slice(0, listed)
    const value = found.map(({ node, name }) => ({
      name,
      words: handlerWords(name),
      percent: percentOf(node.cum, whole.total),
    }))
    return {
      value,
      from:
        found.length === 0
          ? topRows(whole)
          : found.slice(0, evidenceRows).map(({ node }) => sourceOfFunction(whole, node)),
    }
  },
})

export const profileCpuFacts = [
  handlers,
  windowSeconds,
  seconds,
  percent,
  defineFact({
    id: 'profile.cpu.idle_percent',
    title:
      'How much of one processor the server left unused in the CPU profile, in percent; 0 when it used one or more',
    scope: 'node',
    derive: input => combine([input.fact(percent)], used => Math.max(0, Math.round(1000 - used * 10) / 10)),
  }),
  defineFact({
    id: 'profile.cpu.percent_of_machine',
    title: 'Processor time the server used in the CPU profile, in percent of all processors that it may use',
    scope: 'node',
    derive: input =>
      combine([input.fact(percent), input.fact(processors)], (used, count) => percentOf(used / 100, count)),
  }),
  shares,
  defineFact({
    id: 'profile.cpu.top',
    title: 'Functions that used most CPU time themselves, each {function, flat_percent, cum_percent}',
    scope: 'node',
    derive: input => {
      const whole = input.fact(summed)?.value
      if (whole === undefined || whole.total === 0) return undefined
      const value = whole.functions.slice(0, listed).map(({ name, flat, cum }) => ({
        function: name,
        flat_percent: percentOf(flat, whole.total),
        cum_percent: percentOf(cum, whole.total),
      }))
      return { value, from: topRows(whole) }
    },
  }),
  ...subsystems.map(shareOf),
]
