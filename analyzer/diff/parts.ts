// Names of the parts of a diff. Apart from the rest, so that help and completion name them without loading the analyzer.
import type { DiffPart } from './types.js'

/** In the order they are shown. */
export const diffParts = [
  'findings',
  'problems',
  'server',
  'nodes',
  'config',
  'plugins',
  'permissions',
  'objects',
  'agents',
  'schema',
  'stats',
  'load',
  'metrics',
  'profiles',
  'goroutines',
  'jobs',
  'entries',
  'logs',
] as const satisfies readonly DiffPart[]
