// Builds dist/: the bundled CLI and library, the compiled rule library, the viewer, JSON Schemas and type declarations.
// `--runtime` leaves out schemas and types, which running from a checkout does not need.
import { chmodSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ensureDependencies, root, run } from './lib/setup.mjs'
import { markBuilt } from './lib/freshness.mjs'

ensureDependencies()
const { build } = await import('esbuild')
const dist = join(root, 'dist')
const runtimeOnly = process.argv.includes('--runtime')

rmSync(dist, { recursive: true, force: true })
await bundleNode()
await compileRules()
await bundleViewer()
if (!runtimeOnly) {
  run(process.execPath, ['scripts/schemas.mjs'])
  run(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'])
}
markBuilt()

/** The CLI and the library share chunks; each command is a chunk of its own, so that a small command starts fast. */
async function bundleNode() {
  await build({
    absWorkingDir: root,
    entryPoints: { 'analyzer/index': 'analyzer/index.ts', 'cli/main': 'cli/main.ts' },
    outdir: 'dist',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    packages: 'external',
    chunkNames: 'chunks/[name]-[hash]',
    legalComments: 'none',
    logLevel: 'warning',
  })
  chmodSync(join(dist, 'cli', 'main.js'), 0o755)
}

/** All rule files as one checked JSON file: reading hundreds of YAML files at each start would cost more than the rules. */
async function compileRules() {
  const tool = join(dist, '.build', 'compile-rules.mjs')
  await build({
    absWorkingDir: root,
    entryPoints: ['analyzer/engine/load.ts'],
    outfile: tool,
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    logLevel: 'warning',
  })
  const { compileRuleIndex } = await import(pathToFileURL(tool).href)
  const index = await compileRuleIndex(join(root, 'rules'))
  const { mkdirSync } = await import('node:fs')
  mkdirSync(join(dist, 'rules'), { recursive: true })
  writeFileSync(join(dist, 'rules', 'index.json'), index)
  rmSync(join(dist, '.build'), { recursive: true, force: true })
}

async function bundleViewer() {
  const { buildViewer } = await import('./build-viewer.mjs')
  await buildViewer(join(dist, 'viewer'))
}
