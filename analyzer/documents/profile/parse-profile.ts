// Bytes of a cpu.prof or heap.prof → profile, or one sentence on why not. Gzip or not, whole or damaged, or something else.
import { gunzipSync } from 'node:zlib'
import { decodeProfile } from './decode.js'
import { profileLimits } from './limits.js'
import { simplified } from './names.js'
import { withoutDroppedFrames } from './prune.js'
import type { Profile, ProfileKind } from './types.js'

export type ParsedProfile =
  | { readonly kind: 'ok'; readonly profile: Profile }
  | { readonly kind: 'unreadable'; readonly reason: UnreadableReason; readonly message: string }

/** `cut`: it was one, and its end is missing. `empty`: no bytes. `other`: it is, or has become, something else. */
export type UnreadableReason = 'cut' | 'empty' | 'other'

/** As the server wrote it: function names and stacks untouched. */
export function parseRawProfile(bytes: Buffer): ParsedProfile {
  if (bytes.length === 0) return unreadable('empty', 'The profile is empty.')
  const foreign = foreignText(bytes)
  if (foreign !== undefined) return unreadable('other', foreign)
  const inflated = inflate(bytes)
  if (inflated.kind === 'unreadable') return inflated
  if (inflated.bytes.length === 0) return unreadable('empty', 'The profile is empty.')
  const decoded = decodeProfile(inflated.bytes)
  if (decoded.kind === 'malformed')
    return unreadable('other', `The file is not a sound profile: ${decoded.reason}.`)
  if (decoded.profile.sampleTypes.length === 0)
    return unreadable('other', 'The file is not a profile: it does not say what was measured.')
  return { kind: 'ok', profile: decoded.profile }
}

/** As `go tool pprof` shows it: names simplified, frames that the profile itself asks to drop left out. */
export function parseProfile(bytes: Buffer): ParsedProfile {
  const parsed = parseRawProfile(bytes)
  if (parsed.kind === 'unreadable') return parsed
  return { kind: 'ok', profile: withoutDroppedFrames(simplified(parsed.profile)) }
}

type Inflated =
  { readonly kind: 'ok'; readonly bytes: Buffer } | Extract<ParsedProfile, { kind: 'unreadable' }>

export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b
}

function inflate(bytes: Buffer): Inflated {
  if (!isGzip(bytes)) return { kind: 'ok', bytes }
  const most = profileLimits.inflatedBytes
  try {
    return { kind: 'ok', bytes: gunzipSync(bytes, { maxOutputLength: most, chunkSize: chunkBytes(bytes) }) }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'Z_BUF_ERROR')
      return unreadable(
        'cut',
        'The profile is cut off. The names of its functions stand at its end and are lost.',
      )
    if (code === 'ERR_BUFFER_TOO_LARGE')
      return unreadable(
        'other',
        `The profile inflates to more than ${most / 1024 / 1024} MiB and is not read.`,
      )
    if (code?.startsWith('Z_') === true)
      return unreadable('other', 'The profile is damaged: its compressed data is not valid.')
    throw error
  }
}

/** One allocation instead of hundreds for what a profile usually inflates to. */
function chunkBytes(bytes: Buffer): number {
  return Math.min(8 * 1024 * 1024, Math.max(64 * 1024, 6 * bytes.length))
}

/** What people put in place of a profile most often. */
function foreignText(bytes: Buffer): string | undefined {
  const start = bytes.toString('latin1', 0, 64)
  if (/^goroutine (?:\d|profile:)/.test(start)) return 'The file is a list of goroutines, not a profile.'
  if (/^(?:heap profile:|--- )/.test(start))
    return 'The file is a profile as text (debug=1), which has no sound form to read; the binary form is needed.'
  return /^\s*[<{[]/.test(start) ? 'The file is a page or document, not a profile.' : undefined
}

function unreadable(
  reason: UnreadableReason,
  message: string,
): Extract<ParsedProfile, { kind: 'unreadable' }> {
  return { kind: 'unreadable', reason, message }
}

/** What a profile is of, by the types of its values. */
export function profileKind({ sampleTypes, periodType }: Profile): ProfileKind {
  const types = new Set(sampleTypes.map(({ type }) => type))
  if (types.has('cpu')) return 'cpu'
  if (types.has('inuse_space') || types.has('alloc_space')) return 'heap'
  if (types.has('goroutine') || periodType.type === 'goroutine') return 'goroutine'
  if (types.has('contentions')) return 'block'
  return types.has('threadcreate') ? 'threadcreate' : 'other'
}

/** Index of the values to show: by name, else those the profile proposes, else the last. `undefined`: no such type. */
export function sampleTypeIndex(
  { sampleTypes, defaultSampleType }: Profile,
  name: string | undefined,
): number | undefined {
  if (name !== undefined) {
    const index = sampleTypes.findIndex(({ type }) => type === name || type === name.replace(/^inuse_/, ''))
    return index < 0 ? undefined : index
  }
  const proposed = sampleTypes.findIndex(({ type }) => type === defaultSampleType)
  return proposed < 0 ? sampleTypes.length - 1 : proposed
}
