// Workloads of audit logging: how many records a second reach a file, and how long a call takes when the target is blocked.
import { join } from 'node:path'
import { build } from 'esbuild'
import type { Workload } from './harness.js'

const RECORDS = 500_000

async function bundled(folder: string): Promise<string> {
  const program = join(folder, 'audit-load.mjs')
  await build({
    entryPoints: ['test/bench/audit-load.ts'],
    outfile: program,
    bundle: true,
    format: 'esm',
    platform: 'node',
    mainFields: ['module', 'main'],
    logLevel: 'warning',
  })
  return program
}

export const auditWorkloads: readonly Workload[] = [
  {
    name: 'audit-file-500k',
    // The reference makes the same lines with JSON.stringify and writes a thousand at a time.
    target: '< 5 s: 100,000 a second',
    async prepare(folder) {
      const program = await bundled(folder)
      const run = (mode: string): readonly string[] => [
        program,
        mode,
        join(folder, `${mode}.log`),
        String(RECORDS),
      ]
      return { command: run('file'), reference: [process.execPath, ...run('reference')], runs: 5 }
    },
  },
  {
    name: 'audit-blocked-500k',
    target: 'p99 of a call < 1 ms',
    async prepare(folder) {
      const program = await bundled(folder)
      return {
        command: [program, 'blocked', '-', String(RECORDS)],
        reference: [process.execPath, program, 'reference', join(folder, 'reference.log'), String(RECORDS)],
        runs: 3,
      }
    },
  },
]
