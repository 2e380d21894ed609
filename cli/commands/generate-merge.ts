// `generate mattermost merge`: packets of single nodes become one packet of the cluster.
import { basename } from 'node:path'
import { visibleControls } from '../../analyzer/lib/terminal-text.js'
import { listed } from '../../analyzer/reports/text/words.js'
import { mergePackets } from '../../generator/mattermost/merge/merge.js'
import type { Context } from '../context.js'
import type { ExitCode } from '../exit-code.js'
import { failure } from '../failure.js'
import { chooseTarget, tellMade, writeFailure } from './generate-outcome.js'
import { createGenerationLine } from './generate-progress.js'
import { openRecords } from './generate-record.js'

export interface MergeOptions {
  readonly node: readonly string[]
  readonly output: string | undefined
  readonly overwrite: boolean
  readonly 'audit-config': string | undefined
  readonly quiet: boolean
}

export async function merge(
  packets: readonly string[],
  options: MergeOptions,
  context: Context,
): Promise<ExitCode> {
  if (packets.length < 2) throw failure('merge needs the packets of two or more nodes.')
  const records = await openRecords(options['audit-config'], context)
  const target = await chooseTarget(options)
  const line = createGenerationLine(context, options.quiet)
  try {
    const merged = await mergePackets({
      sources: packets,
      nodes: options.node,
      destination: target.destination,
      now: new Date(),
      signal: context.io.interrupted,
      onStep: step => {
        line.show({ kind: 'collecting', step })
      },
    })
    line.end()
    const asked = { includeLogs: true, pluginPackets: [] }
    if (merged.kind === 'refused') {
      await records.keep({ ...asked, status: 'fail', error: merged.message })
      throw failure(visibleControls(merged.message))
    }
    await records.keep({
      ...asked,
      status: 'success',
      fileName: basename(merged.file),
      sizeBytes: merged.sizeBytes,
    })
    const remarks = [`Nodes: ${listed(merged.nodes)}.`, ...merged.remarks]
    return await tellMade({ ...merged, remarks }, target, options.quiet, context)
  } catch (error) {
    line.end()
    if (context.io.interrupted.aborted) return 130
    throw writeFailure(error)
  } finally {
    await target.finish()
  }
}
