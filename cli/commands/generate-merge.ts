// `generate mattermost merge`: packets of single nodes become one packet of the cluster.
import type { Context } from '../context.js'
import type { ExitCode } from '../exit-code.js'
import { failure } from '../failure.js'

export function merge(_packets: readonly string[], _options: unknown, _context: Context): Promise<ExitCode> {
  throw failure('merge is not there yet.')
}
