// meta.json of a block: `{"ulid": "01M7…", "minTime": 1795251816174, "maxTime": 1795251896179, "stats": {"numSeries": 1366, …}}`.
import { isMap } from '../shape.js'
import type { TimeRange } from './types.js'

export interface BlockMeta {
  readonly range: TimeRange | undefined
  /** Series that Prometheus counted when it wrote the block. */
  readonly seriesCount: number | undefined
}

/** `undefined` when it is no JSON object. */
export function parseBlockMeta(bytes: Uint8Array): BlockMeta | undefined {
  const value = parsed(new TextDecoder().decode(bytes))
  if (!isMap(value)) return undefined
  const fromMs = count(value['minTime'])
  const toMs = count(value['maxTime'])
  const stats = value['stats']
  return {
    range: fromMs === undefined || toMs === undefined || fromMs > toMs ? undefined : { fromMs, toMs },
    seriesCount: isMap(stats) ? count(stats['numSeries']) : undefined,
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function count(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : undefined
}
