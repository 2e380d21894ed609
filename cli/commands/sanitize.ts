// `sanitize PACKET -o OUT`: the same packet without what looks like a secret, to be given on.
import { basename } from 'node:path'
import { visibleControls } from '../../analyzer/lib/terminal-text.js'
import { counted } from '../../analyzer/reports/text/words.js'
import { sanitizePacket, type Sanitized } from '../../generator/mattermost/sanitize/packet.js'
import { auditOption, keepPacketRecord } from '../audit-log.js'
import { defineCommand } from '../command.js'
import { failure } from '../failure.js'
import { chooseTarget, tellMade, writeFailure } from './generate-outcome.js'
import { createGenerationLine } from './generate-progress.js'

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
    const line = createGenerationLine(context, options.quiet)
    const record = (status: 'success' | 'fail', reason?: string): Promise<void> =>
      keepPacketRecord(
        {
          action: 'sanitize',
          status,
          fileName: basename(source),
          ...(reason === undefined ? {} : { reason }),
        },
        options['audit-config'],
        context,
      )
    let sanitized: Sanitized
    try {
      sanitized = await sanitizePacket({
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
      if (sanitized.kind === 'refused') {
        await record('fail', sanitized.message)
        throw failure(visibleControls(sanitized.message))
      }
      await record('success')
      return await tellMade({ ...sanitized, remarks: remarksOf(sanitized) }, target, options.quiet, context)
    } catch (error) {
      line.end()
      if (context.io.interrupted.aborted) return 130
      throw writeFailure(error)
    } finally {
      await target.finish()
    }
  },
})

function remarksOf({ masked, remarks }: Extract<Sanitized, { kind: 'packet' }>): readonly string[] {
  const values = Object.values(masked).reduce((sum, count) => sum + count, 0)
  const where = Object.entries(masked).map(([name, count]) => `${name} ${count}`)
  return [
    values === 0
      ? 'Nothing in it looked like a secret.'
      : `Masked ${counted(values, 'value')}: ${where.join(', ')}.`,
    ...remarks,
  ]
}
