// Runs the collectors over the records of one part: each is asked once a head whether it wants the records, and is given those only.
import type { DocumentKind } from '../../packet/layout-types.js'
import { logCollectors } from './collect/index.js'
import type { CollectorHead, CollectorRecord, LogCollector, PartCollector } from './collector.js'

export type AnyCollector = LogCollector<unknown, unknown>

/** By name. What a part gives is known by it. */
export type CollectorList = readonly (readonly [name: string, collector: AnyCollector])[]

export const allCollectors: CollectorList = Object.entries(logCollectors as Record<string, AnyCollector>)

export interface PartCollectors {
  /** Which collectors want the records with this head; `undefined` when none does. */
  wanting(head: CollectorHead): readonly number[] | undefined
  add(wanting: readonly number[], record: CollectorRecord): void
  /** What was collected since the last time. */
  take(): Record<string, unknown>
}

export function createPartCollectors(collectors: CollectorList, kind: DocumentKind): PartCollectors {
  const looking = collectors.filter(([, collector]) => collector.kinds.includes(kind))
  const running: (PartCollector<unknown> | undefined)[] = []

  return {
    wanting(head) {
      const wanted = looking.flatMap(([, collector], i) => (collector.wants(head) ? i : []))
      return wanted.length > 0 ? wanted : undefined
    },
    add(wanting, record) {
      for (const i of wanting) (running[i] ??= looking[i]?.[1].startPart())?.add(record)
    },
    take() {
      const taken: Record<string, unknown> = {}
      looking.forEach(([name], i) => {
        const part = running[i]?.take()
        if (part !== undefined) taken[name] = part
      })
      running.length = 0
      return taken
    },
  }
}
