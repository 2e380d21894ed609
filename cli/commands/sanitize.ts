// `sanitize PACKET -o OUT`: the same packet without what looks like a secret, to be given on.
import { basename } from 'node:path'
import type { PacketEvent } from '../../audit/index.js'
import { visibleControls } from '../../analyzer/lib/terminal-text.js'
import { counted } from '../../analyzer/reports/text/words.js'
import { type Sanitized, sanitizePacket } from '../../generator/mattermost/sanitize/packet.js'
import { auditOption, openPacketRecord } from '../audit-log.js'
import { defineCommand } from '../command.js'
import { failure } from '../failure.js'
import { chooseTarget, tellMade, writeFailure } from './generate-outcome.js'
import { createGenerationLine } from './generate-progress.js'

/** The copy, as it was made. */
type Made = Extract<Sanitized, { kind: 'packet' }>

export const sanitize = defineCommand({
  name: 'sanitize',
  summary: 'make a copy of a packet without secrets',
  details: [
    'Masks what servers of the newest version mask in configurations, and whatever else looks like a secret in configurations, logs and documents: passwords, tokens, keys, credentials in addresses. Values masked in a configuration are looked for everywhere.',
    'Profiles are copied as they are. Names, addresses and messages of people stay: this is no anonymization.',
  ],
  operands: [{ name: 'PACKET', kind: 'packet' }],
  options: {
    output: {
      kind: 'file',
      value: 'OUT',
      short: 'o',
      says: 'file or directory to write to; - for standard output; else PACKET-sanitized.zip, here',
    },
    overwrite: { kind: 'flag', says: 'replace a file that exists' },
    ...auditOption,
    quiet: { kind: 'flag', short: 'q', says: 'say nothing but the name of the file' },
  },
  examples: [
    { run: 'support-packet sanitize packet.zip -o safe.zip', says: 'a copy to be given on' },
    { run: 'support-packet sanitize packet.zip -o - | support-packet validate -', says: 'without a file' },
  ],
  endsOnInterrupt: true,
  async run({ options, operands: [source = ''] }, context) {
    const target = await chooseTarget(options)
    const keep = await openPacketRecord(options['audit-config'], context)
    const record = (how: Omit<PacketEvent, 'action' | 'sourceFileName'>): Promise<void> =>
      keep({ action: 'sanitize', sourceFileName: basename(source), ...how })
    const line = createGenerationLine(context, options.quiet)
    let made: Made | undefined
    try {
      const sanitized = await sanitizePacket({
        source,
        input: context.io.stdin,
        destination: target.destination,
        now: new Date(),
        signal: context.io.interrupted,
        onStep: step => {
          line.show({ kind: 'sanitizing', step })
        },
      })
      line.end()
      if (sanitized.kind === 'refused') throw failure(visibleControls(sanitized.message))
      const { file, sizeBytes, masked } = sanitized
      made = sanitized
      await record({ status: 'success', fileName: basename(file), sizeBytes, maskedValues: masked })
    } catch (error) {
      line.end()
      await target.finish()
      if (made) throw error
      const failed = writeFailure(error)
      const isCancelled = context.io.interrupted.aborted
      await record({ status: 'fail', reason: isCancelled ? 'cancelled' : reasonOf(failed) })
      if (isCancelled) return 130
      throw failed
    }
    try {
      return await tellMade({ ...made, remarks: remarksOf(made) }, target, options.quiet, context)
    } finally {
      await target.finish()
    }
  },
})

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

function remarksOf({ masked, remarks }: Made): readonly string[] {
  const values = Object.values(masked).reduce((sum, count) => sum + count, 0)
  const where = Object.entries(masked).map(([name, count]) => `${name} ${count}`)
  return [
    values === 0
      ? 'Nothing in it looked like a secret.'
      : `Masked ${counted(values, 'value')}: ${where.join(', ')}.`,
    ...remarks,
  ]
}
