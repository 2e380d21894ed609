// What was tried of one process, kept until the folder of its entries is known.
import type { Attempt, Dump } from '../dump/index.js'
import type { GatheredStep } from './gather.js'

export interface Attempts {
  made(
    what: string,
    kept: { readonly bytes: number } | undefined,
    verdict: Pick<Attempt, 'outcome' | 'reason'>,
    entry?: string,
  ): void
  step(step: GatheredStep): void
  /** Once the folder is known. */
  tell(folder: string): void
}

/** `name` is that of the host. */
export function attemptsOf(dump: Dump, name: string): Attempts {
  const node = dump.transform.text(name)
  const waiting: Attempt[] = []
  const add = (attempt: Omit<Attempt, 'scope' | 'node'>): void => {
    const { reason, what, ...rest } = attempt
    const shown = reason === undefined ? {} : { reason: dump.transform.text(reason) }
    waiting.push({ scope: 'node', node, what: dump.transform.text(what), ...rest, ...shown })
  }
  return {
    made: (what, kept, verdict, entry) =>
      add({ what, ...verdict, ...(entry === undefined ? {} : { entry }), ms: 0, bytes: kept?.bytes ?? 0 }),
    step({ step, verdict, kept, ms, originalBytes }) {
      if (step.isRare === true && verdict.outcome === 'absent') return
      const entry =
        kept === undefined || kept.error !== undefined || step.entry === '' ? {} : { entry: step.entry }
      const original = originalBytes ?? kept?.originalBytes
      add({
        what: step.what,
        ...verdict,
        ...entry,
        ms,
        bytes: kept?.bytes ?? 0,
        ...(original === undefined ? {} : { originalBytes: original }),
      })
    },
    tell(folder) {
      for (const attempt of waiting)
        dump.attempted(
          attempt.entry === undefined ? attempt : { ...attempt, entry: `${folder}/${attempt.entry}` },
        )
    },
  }
}
