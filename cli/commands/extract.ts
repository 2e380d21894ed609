// `extract PACKET -o DIR`: writes the entries below a directory and nowhere else.
import { visibleControls } from '../../analyzer/lib/terminal-text.js'
import type { Extraction } from '../../analyzer/packet/extract.js'
import type { Packet, PacketEntry } from '../../analyzer/packet/types.js'
import { problemLines } from '../../analyzer/reports/text/problem-lines.js'
import { styleFor } from '../../analyzer/reports/text/style.js'
import { bytes, counted } from '../../analyzer/reports/text/words.js'
import { defineCommand } from '../command.js'
import { decideExit } from '../exit-code.js'
import { failure, systemReason } from '../failure.js'
import { onePacket } from '../packets.js'
import { limitOption, readLimits } from '../shared-options.js'
import { didYouMean } from '../suggest.js'

export const extract = defineCommand({
  name: 'extract',
  summary: 'unpack a packet safely',
  details: [
    'Unsafe names, links and bombs never leave the directory; damaged entries are written as far as they can be read.',
    'Exit code: 0 when everything was written as it was meant, 2 when something was left out, cut or kept.',
  ],
  operands: [
    { name: 'PACKET', kind: 'packet' },
    { name: 'ENTRY', kind: 'entry', many: true, optional: true },
  ],
  options: {
    output: {
      kind: 'directory',
      value: 'DIR',
      short: 'o',
      says: 'where to write; created when it does not exist',
    },
    overwrite: { kind: 'flag', says: 'replace files that exist' },
    quiet: { kind: 'flag', short: 'q', says: 'say nothing unless something was left out' },
    ...limitOption,
  },
  examples: [
    { run: 'support-packet extract packet.zip -o packet/', says: 'everything' },
    { run: 'support-packet extract packet.zip mattermost.log -o .', says: 'one entry' },
  ],
  async run({ options, operands: [source = '', ...names] }, context) {
    const directory = options.output
    if (directory === undefined) throw failure('extract needs a directory to write to: -o DIR.')
    let whole = true
    const opened = await onePacket({ source, limits: readLimits(options.limit) }, context, async packet => {
      const { files, problems } = await extractTo(packet, directory, chosen(packet, names), options.overwrite)
      const serious = problems.filter(problem => problem.severity !== 'info')
      whole = serious.length === 0
      const written = files.reduce((sum, file) => sum + file.sizeBytes, 0)
      if (!options.quiet)
        await context.write(
          `Wrote ${counted(files.length, 'file')} (${bytes(written)}) to ${visibleControls(directory)}\n`,
        )
      const lines = problemLines(
        options.quiet ? serious : problems,
        styleFor(context.colour),
        context.columns,
      )
      await context.writeError(lines.map(line => `${line}\n`).join(''))
    })
    return decideExit({ undone: !opened || !whole })
  },
})

function extractTo(
  packet: Packet,
  directory: string,
  entries: readonly PacketEntry[],
  overwrite: boolean,
): Promise<Extraction> {
  return import('../../analyzer/packet/extract.js')
    .then(({ extractPacket }) => extractPacket(packet, directory, { entries, overwrite }))
    .catch((error: unknown) => {
      throw failure(`Cannot write to ${visibleControls(directory)}: ${systemReason(error)}`)
    })
}

/** All entries, or those named; a name that ends in `/` takes a folder. */
function chosen(packet: Packet, names: readonly string[]): readonly PacketEntry[] {
  if (names.length === 0) return packet.entries
  return names.flatMap(name => {
    const found = packet.entries.filter(entry =>
      name.endsWith('/') ? entry.name.startsWith(name) : entry.name === name,
    )
    if (found.length > 0) return found
    const near = didYouMean(
      name,
      packet.entries.map(entry => entry.name),
    )
    throw failure(visibleControls(`${packet.source} has no entry ${name}.${near}`))
  })
}
