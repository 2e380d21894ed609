// Profiles for tests: those of the sample packets, and small ones written by another implementation of the format.
import { gzipSync } from 'node:zlib'
import {
  Function as ProfileFunction,
  Label,
  Line,
  Location,
  Mapping,
  Profile as Writer,
  Sample,
  StringTable,
  ValueType,
} from 'pprof-format'
import { parseProfile } from '../../../analyzer/documents/profile/parse-profile.js'
import type { Profile } from '../../../analyzer/documents/profile/types.js'
import { openPackets } from '../../../analyzer/packet/open.js'
import { readWhole } from '../../../analyzer/packet/read-whole.js'

/** Bytes of an entry of a packet in samples/. */
export async function sampleEntry(packet: string, name: string): Promise<Buffer> {
  const [opened] = await openPackets(`samples/${packet}.zip`)
  if (opened?.kind !== 'ok') throw new Error(`cannot open ${packet}`)
  const entry = opened.packet.entries.find(candidate => candidate.name === name)
  if (entry === undefined) throw new Error(`${packet} has no ${name}`)
  const { bytes } = await readWhole(opened.packet, entry, 1 << 28)
  await opened.packet.close()
  return bytes
}

export function parsed(bytes: Buffer): Profile {
  const result = parseProfile(bytes)
  if (result.kind === 'unreadable') throw new Error(result.message)
  return result.profile
}

/** A stack, innermost first. A name in parentheses was inlined into the one after it: `['(min)', 'sort', 'main']`. */
export interface GivenSample {
  readonly stack: readonly string[]
  readonly value: number
  readonly labels?: Readonly<Record<string, string | number>>
}

export interface GivenProfile {
  readonly type?: string
  readonly unit?: string
  readonly durationNanos?: number
  readonly dropFrames?: string
  readonly keepFrames?: string
}

/** The bytes of a profile with one kind of values, uncompressed. */
export function writeProfile(samples: readonly GivenSample[], given: GivenProfile = {}): Buffer {
  const strings = new StringTable()
  const { type = 'cpu', unit = 'nanoseconds', durationNanos = 5e9, dropFrames, keepFrames } = given
  const functions = new Map<string, ProfileFunction>()
  const locations = new Map<string, Location>()

  const functionId = (name: string): number => {
    const known = functions.get(name)
    if (known !== undefined) return Number(known.id)
    const text = strings.dedup(name)
    const added = new ProfileFunction({ id: functions.size + 1, name: text, systemName: text })
    functions.set(name, added)
    return functions.size
  }

  const locationId = (names: readonly string[]): number => {
    const key = names.join('\n')
    if (!locations.has(key)) {
      const line = names.map(name => new Line({ functionId: functionId(name), line: 1 }))
      locations.set(key, new Location({ id: locations.size + 1, mappingId: 1, address: 4096, line }))
    }
    return [...locations.keys()].indexOf(key) + 1
  }

  const sample = samples.map(
    ({ stack, value, labels = {} }) =>
      new Sample({
        locationId: framesOf(stack).map(locationId),
        value: [value],
        label: Object.entries(labels).map(([key, text]) =>
          typeof text === 'number'
            ? new Label({ key: strings.dedup(key), num: text })
            : new Label({ key: strings.dedup(key), str: strings.dedup(text) }),
        ),
      }),
  )
  return Buffer.from(
    new Writer({
      stringTable: strings,
      sampleType: [new ValueType({ type: strings.dedup(type), unit: strings.dedup(unit) })],
      mapping: [new Mapping({ id: 1, filename: strings.dedup('/opt/mattermost/bin/mattermost') })],
      sample,
      location: [...locations.values()],
      function: [...functions.values()],
      durationNanos,
      ...(dropFrames === undefined ? {} : { dropFrames: strings.dedup(dropFrames) }),
      ...(keepFrames === undefined ? {} : { keepFrames: strings.dedup(keepFrames) }),
    }).encode(),
  )
}

/** Inlined calls share a location with their caller. */
function framesOf(stack: readonly string[]): readonly (readonly string[])[] {
  const frames: string[][] = []
  let inlined: string[] = []
  for (const name of stack) {
    inlined.push(name.replace(/^\((.*)\)$/, '$1'))
    if (name.startsWith('(')) continue
    frames.push(inlined)
    inlined = []
  }
  return frames
}

export function profileOf(samples: readonly GivenSample[], given?: GivenProfile): Profile {
  return parsed(gzipSync(writeProfile(samples, given)))
}
