// The measured workloads. Inputs are made on the spot from real lines and removed afterwards.
import { join } from 'node:path'
import type { Workload } from './harness.js'

const cli = join(process.cwd(), 'dist', 'cli', 'main.js')

export const workloads: readonly Workload[] = [
  {
    name: 'validate-small',
    target: '<= 3 x node -e 0',
    prepare: () =>
      Promise.resolve({
        command: [cli, 'validate', 'samples/healthy-11-6.zip'],
        reference: [process.execPath, '-e', '0'],
        runs: 15,
      }),
  },
  {
    name: 'analyze-small',
    target: '(no target)',
    prepare: () =>
      Promise.resolve({
        command: [cli, 'analyze', 'samples/db-restart.zip'],
        reference: [process.execPath, '-e', '0'],
        runs: 9,
      }),
  },
]
