// What tests ask of a packet: opened from memory, and every entry's content.
import { expect } from 'vitest'
import { openBuffer } from '../../analyzer/packet/open.js'
import type { OpenOptions } from '../../analyzer/packet/limits.js'
import { readWhole } from '../../analyzer/packet/read-whole.js'
import type { Packet, PacketEntry } from '../../analyzer/packet/types.js'

/** The one packet in these bytes. */
export async function openOnly(bytes: Buffer, options?: OpenOptions): Promise<Packet> {
  const opened = await openBuffer('test', bytes, options)
  expect(opened).toHaveLength(1)
  const [only] = opened
  if (only?.kind !== 'ok') throw new Error(`not opened: ${only?.problem.message}`)
  return only.packet
}

export async function textOf(packet: Packet, name: string): Promise<string> {
  const { bytes } = await readWhole(packet, entryNamed(packet, name), 1 << 26)
  return bytes.toString()
}

export function entryNamed(packet: Packet, name: string): PacketEntry {
  const entry = packet.entries.find(one => one.name === name)
  if (entry === undefined)
    throw new Error(`${name} is not among ${packet.entries.map(one => one.name).join(', ')}`)
  return entry
}

/** Content by name, for packets without duplicates. */
export async function contentsOf(packet: Packet): Promise<Map<string, string>> {
  const contents = new Map<string, string>()
  for (const entry of packet.entries) {
    const { bytes } = await readWhole(packet, entry, 1 << 26)
    contents.set(entry.name, bytes.toString('latin1'))
  }
  return contents
}

/** Codes found by opening and by reading everything, each once, sorted. */
export async function codesOf(packet: Packet): Promise<readonly string[]> {
  const codes = new Set(packet.problems.map(({ code }) => code))
  for (const entry of packet.entries) {
    const outcome = await packet.read(entry, () => undefined)
    if (outcome.kind === 'partial') codes.add(outcome.problem.code)
  }
  return [...codes].sort()
}
