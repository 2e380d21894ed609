// Analyses for the baseline commands: every packet judged as `analyze` would, or nothing at all.
import type { Analysis } from '../analyzer/analysis.js'
import type { BaselineChoice } from '../analyzer/baseline/suppress.js'
import { configOptions, loadConfig } from './config-file.js'
import type { Context } from './context.js'
import { failure } from './failure.js'
import { eachPacket } from './packets.js'
import { createProgressLine } from './progress.js'
import { type RuleRequest, selectRules } from './rule-selection.js'
import { limitOption, readLimits, ruleOptions } from './shared-options.js'
import { isStranger } from './stranger.js'

/** Options that decide what is found. */
export const judgingOptions = { ...ruleOptions, ...configOptions, ...limitOption } as const

export interface JudgingRequest extends RuleRequest {
  readonly config: string | undefined
  readonly 'no-config': boolean
  readonly limit: readonly string[]
}

/** A baseline of half the packets would let the other half fail: one that cannot be read ends the command. */
export async function analyzeAll(
  sources: readonly string[],
  request: JudgingRequest,
  context: Context,
  baseline?: BaselineChoice,
): Promise<readonly Analysis[]> {
  const config = await loadConfig(request, context)
  const rules = await selectRules(request, config)
  const limits = { ...config.limits, ...readLimits(request.limit) }
  const { analyzePacket } = await import('../analyzer/index.js')
  const analyses: Analysis[] = []
  const complete = await eachPacket({ sources, limits }, context, async packet => {
    const progress = createProgressLine(context.io, true)
    analyses.push(
      await analyzePacket(packet, {
        rules,
        onProgress: seen => progress.report(seen),
        ...(baseline === undefined ? {} : { baseline }),
      }),
    )
    progress.end()
  })
  if (!complete || analyses.some(isStranger))
    throw failure('Nothing was written: every packet must be readable, and of a known product.')
  return analyses
}
