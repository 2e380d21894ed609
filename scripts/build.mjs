// Builds dist/: the bundled CLI and library, the compiled rule library, the viewer, JSON Schemas and type declarations.
// `--runtime` leaves out schemas and types, which running from a checkout does not need.
import { chmodSync, copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ensureDependencies, root, run } from './lib/setup.mjs'
import { keepReachableTypes } from './lib/keep-types.mjs'
import { markBuilt } from './lib/freshness.mjs'

ensureDependencies()
const { build } = await import('esbuild')
const dist = join(root, 'dist')
const runtimeOnly = process.argv.includes('--runtime')

const nodeBundle = {
  absWorkingDir: root,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  mainFields: ['module', 'main'],
  // Bundled CommonJS packages ask for Node's own modules by require, and for their folder: an ES module has neither.
  banner: {
    js: `import { createRequire as __createRequire } from 'node:module';const require = __createRequire(import.meta.url);const __dirname = import.meta.dirname;`,
  },
  logLevel: 'warning',
}

rmSync(dist, { recursive: true, force: true })
await bundleNode()
await compileRules()
await bundleViewer()
if (!runtimeOnly) {
  run(process.execPath, ['scripts/schemas.mjs'])
  run(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'])
  keepReachableTypes(join(dist, 'types'), 'analyzer/index.d.ts')
}
markBuilt()

/**
 * The CLI and the library share chunks; each command is a chunk of its own, so that a small command starts fast. The
 * libraries are bundled as well: reading one file is faster than resolving dozens, and an installation brings nothing else.
 */
async function bundleNode() {
  const { metafile } = await build({
    ...nodeBundle,
    entryPoints: {
      'analyzer/index': 'analyzer/index.ts',
      'analyzer/log-worker': 'analyzer/documents/log/scan/scan-worker.ts',
      'cli/main': 'cli/main.ts',
    },
    outdir: 'dist',
    splitting: true,
    minifySyntax: true,
    minifyWhitespace: true,
    chunkNames: 'chunks/[name]-[hash]',
    legalComments: 'none',
    metafile: true,
  })
  chmodSync(join(dist, 'cli', 'main.js'), 0o755)
  // The parser of SQL looks for its machine code beside itself.
  copyFileSync(
    join(root, 'node_modules/libpg-query/wasm/libpg-query.wasm'),
    join(dist, 'chunks/libpg-query.wasm'),
  )
  writeFileSync(join(dist, 'THIRD-PARTY-LICENSES.txt'), licencesOf(Object.keys(metafile.inputs)))
}

/** The licence texts of every bundled package, as those licences ask for. */
function licencesOf(inputs) {
  const folders = inputs.flatMap(input => /^node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? [])
  return [...new Set(folders)].sort().map(licenceOf).join('\n')
}

function licenceOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'))
  const file = readdirSync(join(root, folder)).find(entry => /^licen[cs]e/i.test(entry))
  const text =
    file === undefined ? `Licence: ${license}` : readFileSync(join(root, folder, file), 'utf8').trim()
  return `${name} ${version}\n${'-'.repeat(60)}\n${text}\n`
}

/** All rule files as one checked JSON file: reading hundreds of YAML files at each start would cost more than the rules. */
async function compileRules() {
  const tool = join(dist, '.build', 'compile-rules.mjs')
  await build({ ...nodeBundle, entryPoints: ['analyzer/engine/load.ts'], outfile: tool })
  const { compileRuleIndex } = await import(pathToFileURL(tool).href)
  const index = await compileRuleIndex(join(root, 'rules'))
  mkdirSync(join(dist, 'rules'), { recursive: true })
  writeFileSync(join(dist, 'rules', 'index.json'), index)
  rmSync(join(dist, '.build'), { recursive: true, force: true })
}

async function bundleViewer() {
  const { buildViewer } = await import('./build-viewer.mjs')
  await buildViewer(join(dist, 'viewer'))
}
