// The severities of findings in their order. Pure, so that the command line and pages can load it.
import type { Severity } from './analysis.js'

/** Worst first. */
export const severities = ['critical', 'error', 'warning', 'info'] as const satisfies readonly Severity[]
