// Which part of the logs is wanted: from when, until when, how much.
import type { LogLimits } from '../../generator/mattermost/installation/log-range.js'
import { failure } from '../failure.js'

export interface LogLimitOptions {
  readonly since: string | undefined
  readonly until: string | undefined
  readonly 'max-log-size': string | undefined
}

export function logLimits(options: LogLimitOptions, now: Date): LogLimits {
  return {
    since: moment(options.since, '--since', now),
    until: moment(options.until, '--until', now),
    maxBytes: size(options['max-log-size']),
  }
}

const units: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** `2h`, `3d` before now; else a date, in the zone of this machine unless it names one. */
function moment(text: string | undefined, option: string, now: Date): number | undefined {
  if (text === undefined) return undefined
  const [, count, unit = ''] = /^(\d{1,6})([smhd])$/.exec(text) ?? []
  if (count !== undefined) return now.getTime() - Number(count) * (units[unit] ?? 0)
  const time = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : NaN
  if (Number.isNaN(time))
    throw failure(`${option} needs a time such as 2026-11-21T08:00Z, or 2h, 3d before now, not "${text}".`)
  return time
}

function size(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const [, count, unit = ''] = /^(\d{1,12})([kmg]?)(?:i?b)?$/i.exec(text) ?? []
  if (count === undefined) throw failure(`--max-log-size needs a size such as 200M or 2G, not "${text}".`)
  return Number(count) * ({ k: 1024, m: 1024 ** 2, g: 1024 ** 3 }[unit.toLowerCase()] ?? 1)
}
