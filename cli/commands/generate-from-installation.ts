// `generate mattermost --from-installation`: collects on this machine.
import type { Context } from '../context.js'
import type { ExitCode } from '../exit-code.js'
import { failure } from '../failure.js'

export function fromInstallation(_options: unknown, _context: Context): Promise<ExitCode> {
  throw failure('--from-installation is not there yet.')
}
