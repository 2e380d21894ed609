// `cat PACKET ENTRY`: one entry as it is, streamed. To a terminal, control characters are made visible.
import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import { visibleControls } from '../../analyzer/lib/terminal-text.js'
import type { Packet, PacketEntry, ReadOutcome } from '../../analyzer/packet/types.js'
import { defineCommand } from '../command.js'
import type { Context } from '../context.js'
import { decideExit } from '../exit-code.js'
import { failure, systemReason } from '../failure.js'
import { writeTo } from '../io.js'
import { onePacket } from '../packets.js'
import { limitOption, readLimits } from '../shared-options.js'
import { didYouMean } from '../suggest.js'
import { createVisibleText } from '../visible-text.js'

export const cat = defineCommand({
  name: 'cat',
  summary: 'write one entry of a packet to standard output',
  details: [
    'Bytes go out as they are, except to a terminal: there, control characters become visible unless --raw is given.',
    'Exit code: 2 when the entry is not there, or is damaged and could be written only in part.',
  ],
  operands: [
    { name: 'PACKET', kind: 'packet' },
    { name: 'ENTRY', kind: 'entry' },
  ],
  options: {
    output: { kind: 'file', value: 'FILE', short: 'o', says: 'write to FILE instead of standard output' },
    index: { kind: 'count', value: 'N', says: 'which of several entries with this name, counted from 1' },
    raw: { kind: 'flag', says: 'bytes as they are, also to a terminal' },
    ...limitOption,
  },
  examples: [
    { run: 'support-packet cat packet.zip mattermost.log | tail -20', says: 'the end of the log' },
    { run: 'support-packet cat packet.zip node-1/sanitized_config.json', says: 'an entry of a cluster node' },
  ],
  async run({ options, operands: [source = '', name = ''] }, context) {
    let whole = true
    const opened = await onePacket({ source, limits: readLimits(options.limit) }, context, async packet => {
      const entry = findEntry(packet, name, options.index)
      const outcome = await copyEntry(packet, entry, options, context)
      whole = outcome.kind !== 'partial'
      if (outcome.kind === 'partial')
        await context.note(visibleControls(`${entry.name}: ${outcome.problem.message}`))
    })
    return decideExit({ undone: !opened || !whole })
  },
})

function findEntry(packet: Packet, name: string, index: number | undefined): PacketEntry {
  const named = packet.entries.filter(entry => entry.name === name)
  const found = named.length > 0 ? named : packet.entries.filter(entry => entry.rawName === name)
  const entry = found[(index ?? 1) - 1]
  if (entry !== undefined) return entry
  if (found.length > 0)
    throw failure(visibleControls(`There are only ${found.length} entries named ${name}.`))
  const names = packet.entries.map(candidate => candidate.name)
  const inFolder = names.find(candidate => candidate.endsWith(`/${name}`))
  const near = inFolder === undefined ? didYouMean(name, names) : ` Did you mean ${inFolder}?`
  throw failure(visibleControls(`${packet.source} has no entry ${name}.${near}`))
}

interface CopyOptions {
  readonly output: string | undefined
  readonly raw: boolean
}

function copyEntry(
  packet: Packet,
  entry: PacketEntry,
  options: CopyOptions,
  context: Context,
): Promise<ReadOutcome> {
  if (options.output !== undefined && options.output !== '-') return copyToFile(packet, entry, options.output)
  if (context.io.stdout.isTTY === true && !options.raw) return copyVisibly(packet, entry, context)
  // A chunk is only valid during the call, and a stream may keep it until it has been written.
  return packet.read(entry, async chunk => ((await context.write(Buffer.from(chunk))) ? undefined : false))
}

async function copyVisibly(packet: Packet, entry: PacketEntry, context: Context): Promise<ReadOutcome> {
  const visible = createVisibleText()
  const outcome = await packet.read(entry, async chunk =>
    (await context.write(visible.add(chunk))) ? undefined : false,
  )
  await context.write(visible.end())
  return outcome
}

async function copyToFile(packet: Packet, entry: PacketEntry, file: string): Promise<ReadOutcome> {
  const stream = createWriteStream(file)
  const done = finished(stream).catch((error: unknown) => {
    throw failure(`Cannot write ${file}: ${systemReason(error)}`)
  })
  // Awaited below; until then a failure must not count as unhandled.
  done.catch(() => undefined)
  const outcome = await packet.read(entry, async chunk =>
    (await writeTo(stream, Buffer.from(chunk))) ? undefined : false,
  )
  stream.end()
  await done
  return outcome
}
