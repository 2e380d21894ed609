// The script of a worker thread, built from the sources once for a test file: Node.js cannot run them as they are.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'

export interface WorkerScript {
  readonly url: URL
  remove(): void
}

export async function buildWorker(): Promise<WorkerScript> {
  const folder = mkdtempSync(join(tmpdir(), 'support-packet-worker-'))
  const outfile = join(folder, 'log-worker.mjs')
  await build({
    entryPoints: ['analyzer/documents/log/scan/scan-worker.ts'],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    mainFields: ['module', 'main'],
    logLevel: 'silent',
  })
  return { url: pathToFileURL(outfile), remove: () => rmSync(folder, { recursive: true, force: true }) }
}
