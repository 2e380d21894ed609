// Runs the collectors over the records of one part: each is asked once a head whether it wants the records, and is given those only.
import type { DocumentKind } from '../../../packet/layout-types.js'
import { logCollectors } from '../collect/index.js'
import type {
  CollectorHead,
  CollectorRecord,
  LogCollector,
  PartCollector,
  PartTally,
  RecordText,
} from '../collector.js'

export type AnyCollector = LogCollector<unknown, unknown>

/** By name. What a part gives is known by it. */
export type CollectorList = readonly (readonly [name: string, collector: AnyCollector])[]

export const allCollectors: CollectorList = Object.entries(logCollectors as Record<string, AnyCollector>)

/** Which collectors want the records with a head, by their numbers. */
export interface Wanting {
  /** Those that need not see a record that says the same as an earlier one. */
  readonly telling: readonly number[]
  /** What these tell does not depend on ids. */
  readonly ignoresIds: boolean
  /** Those that look at every record. */
  readonly looking: readonly number[]
}

/** What each of `telling` was told, in their order. */
export type Told = readonly unknown[]

export interface PartCollectors {
  /** `undefined` when no collector wants such records. */
  wanting(head: CollectorHead): Wanting | undefined
  read(wanting: Wanting, record: RecordText): Told
  tell(wanting: Wanting, told: Told, timeMs: number, line: number): void
  look(wanting: Wanting, record: CollectorRecord): void
  /** What was collected since the last time. */
  take(): Record<string, unknown>
}

export function createPartCollectors(collectors: CollectorList, kind: DocumentKind): PartCollectors {
  const own = collectors.filter(([, collector]) => collector.kinds.includes(kind)).map(([, one]) => one)
  const names = collectors.filter(([, collector]) => collector.kinds.includes(kind)).map(([name]) => name)
  /** Readers live on from part to part, tallies do not. */
  const readers: (((record: RecordText) => unknown) | undefined)[] = []
  const tallies: (PartTally<unknown, unknown> | undefined)[] = []
  const lookers: (PartCollector<unknown> | undefined)[] = []

  function read({ telling }: Wanting, record: RecordText): Told {
    const told: unknown[] = []
    for (const i of telling) told.push((readers[i] ??= own[i]?.telling?.startReading())?.(record))
    return told
  }

  function tell({ telling }: Wanting, told: Told, timeMs: number, line: number): void {
    for (let at = 0; at < telling.length; at++) {
      const one = told[at]
      if (one === undefined) continue
      const i = telling[at] as number
      const tally = tallies[i] ?? (tallies[i] = own[i]?.telling?.startTally())
      tally?.add(one, timeMs, line)
    }
  }

  return {
    wanting(head) {
      const wanted = own.flatMap((collector, i) => (collector.wants(head) ? i : []))
      if (wanted.length === 0) return undefined
      const telling = wanted.filter(i => own[i]?.telling)
      const ignoresIds = telling.every(i => own[i]?.telling?.ignoresIds)
      return { telling, ignoresIds, looking: wanted.filter(i => !telling.includes(i)) }
    },
    read,
    tell,
    look({ looking }, record) {
      for (const i of looking) (lookers[i] ??= own[i]?.startPart())?.add(record)
    },
    take() {
      const taken: Record<string, unknown> = {}
      names.forEach((name, i) => {
        const part = (tallies[i] ?? lookers[i])?.take()
        if (part !== undefined) taken[name] = part
      })
      tallies.length = lookers.length = 0
      return taken
    },
  }
}
