// Values of profiles in words: time, bytes, or how many; and functions as short as they can be told apart.
import { bytesWords, durationWords, numberWords } from '../words.js'

export function profileValueWords(value: number, unit: string): string {
  const sign = value < 0 ? '−' : ''
  const size = Math.abs(value)
  if (unit === 'nanoseconds') return `${sign}${durationWords(size / 1e6)}`
  if (unit === 'bytes') return `${sign}${bytesWords(size)}`
  return `${sign}${numberWords(size)}`
}

/** `41 %`, `0.3 %`, `under 0.1 %`. */
export function shareWords(value: number, total: number): string {
  if (total === 0) return '0 %'
  const share = (Math.abs(value) / total) * 100
  if (share > 0 && share < 0.1) return 'under 0.1 %'
  return `${share < 9.95 ? share.toFixed(1) : Math.round(share)} %`
}

/** `github.com/mattermost/mattermost/server/v8/channels/app.(*App).CreatePost` → `app.(*App).CreatePost`. */
export function shortName(name: string): string {
  const end = name.search(/[[({]/)
  const plain = end === -1 ? name : name.slice(0, end)
  return name.slice(plain.lastIndexOf('/') + 1)
}

/** The package: functions of one are drawn in one shade. */
export function packageOf(name: string): string {
  const short = shortName(name)
  const dot = short.indexOf('.')
  return dot === -1 ? short : short.slice(0, dot)
}

export const kindTitles = {
  cpu: 'CPU profile',
  heap: 'Memory profile',
  goroutine: 'Goroutine profile',
  block: 'Contention profile',
  threadcreate: 'Thread profile',
  other: 'Profile',
} as const

/** What a value counts, in the words of a person; the profile's own word where it is another. */
export function typeWords(type: string): string {
  return typeNames[type] ?? type
}

const typeNames: Readonly<Record<string, string>> = {
  cpu: 'CPU time',
  samples: 'Samples',
  inuse_space: 'Memory in use',
  inuse_objects: 'Objects in use',
  alloc_space: 'Memory allocated since start',
  alloc_objects: 'Objects allocated since start',
}
