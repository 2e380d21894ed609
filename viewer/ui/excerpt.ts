// The lines around a place in an entry, fetched for the panel.
import { useEffect, useState } from 'preact/hooks'
import type { LinePage } from '../shared/wire.js'
import { api } from './api.js'
import type { Loaded } from './state.js'

/** What the panel asks for; `bytes` beyond the usual only for a single line. */
export interface LineRange {
  readonly packet: string
  readonly entry: number | undefined
  readonly from: number
  readonly count: number
  readonly bytes?: number
}

/** Undefined for an entry that is not in the packet. */
export function useLines({ packet, entry, from, count, bytes }: LineRange): Loaded<LinePage> | undefined {
  const [loaded, setLoaded] = useState<Loaded<LinePage>>({ kind: 'loading' })
  useEffect(() => {
    if (entry === undefined) return
    let left = false
    setLoaded({ kind: 'loading' })
    void api.lines(packet, entry, from, count, bytes).then(answer => {
      if (left) return
      setLoaded(
        answer.kind === 'ok'
          ? { kind: 'ready', value: answer.value }
          : { kind: 'failed', message: answer.message },
      )
    })
    return () => {
      left = true
    }
  }, [packet, entry, from, count, bytes])
  return entry === undefined ? undefined : loaded
}
