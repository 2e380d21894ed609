// `ls PACKET…`: the entries as the archive lists them, with what each one is.
import type { PacketEntry } from '../../analyzer/packet/types.js'
import { defineCommand } from '../command.js'
import { decideExit } from '../exit-code.js'
import { formatListing, listingOption, type ListedEntry } from '../listing.js'
import { eachPacket } from '../packets.js'
import { limitOption, readLimits } from '../shared-options.js'

export const ls = defineCommand({
  name: 'ls',
  summary: 'list the entries of packets',
  operands: [{ name: 'PACKET', kind: 'packet', many: true }],
  options: {
    ...listingOption,
    ...limitOption,
  },
  examples: [
    { run: 'support-packet ls packet.zip', says: 'size, time, kind and name of every entry' },
    { run: 'support-packet ls --format ndjson packet.zip', says: 'one JSON object an entry' },
  ],
  async run({ options, operands }, context) {
    const { classifyEntries } = await import('../../analyzer/packet/layout.js')
    const listed: { source: string; entries: readonly ListedEntry[] }[] = []
    const request = { sources: operands, limits: readLimits(options.limit) }
    const complete = await eachPacket(request, context, packet => {
      const kinds = new Map(classifyEntries(packet.entries).map(({ entry, ...rest }) => [entry.index, rest]))
      const entries = packet.entries.map(entry => listedEntry(entry, kinds.get(entry.index)))
      listed.push({ source: packet.source, entries })
      return Promise.resolve()
    })
    await context.write(formatListing(listed, options.format, operands.length > 1))
    return decideExit({ undone: !complete })
  },
})

function listedEntry(
  entry: PacketEntry,
  known: Pick<ListedEntry, 'kind' | 'node' | 'plugin'> | undefined,
): ListedEntry {
  return {
    index: entry.index,
    name: entry.name,
    sizeBytes: entry.sizeBytes,
    modifiedAt: entry.modifiedAt,
    kind: known?.kind ?? 'unknown',
    node: known?.node,
    plugin: known?.plugin,
    problem: entry.damage,
  }
}
