// Workloads of the log pass: the whole command on a packet with 500 MB of log, against what reading it costs at least.
import { join } from 'node:path'
import type { Workload } from './harness.js'
import { writeLogPacket } from './log-workload.js'

const cli = join(process.cwd(), 'dist', 'cli', 'main.js')
const logBytes = 500_000_000

export const logWorkloads: readonly Workload[] = [
  {
    name: 'analyze-500-mb-log',
    target: '< 1 x unzip -p | wc -l',
    heavy: true,
    prepare: async folder => {
      const file = join(folder, 'large-log.zip')
      await writeLogPacket(file, logBytes)
      return {
        command: [cli, 'analyze', file],
        reference: `unzip -p '${file}' mattermost.log | wc -l`,
        runs: 5,
      }
    },
  },
]
