// The version of this tool, from package.json, as reports and `--version` state it.
import manifest from '../package.json' with { type: 'json' }

export const toolVersion: string = manifest.version
