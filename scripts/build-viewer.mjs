// Bundles the viewer's page: a script and a style sheet for the first view, a script for each page that is loaded when it is
// opened, and the HTML that names the first two. Names carry a hash of the content.
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const source = join(dirname(fileURLToPath(import.meta.url)), '..', 'viewer', 'ui')

/** Writes index.html and assets/ to `outDir`; what was there before goes. */
export async function buildViewer(outDir) {
  rmSync(outDir, { recursive: true, force: true })
  mkdirSync(outDir, { recursive: true })
  const { metafile } = await build({
    absWorkingDir: source,
    entryPoints: { app: 'main.tsx' },
    outdir: join(outDir, 'assets'),
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    target: ['es2023', 'chrome123', 'firefox120', 'safari17.5'],
    jsx: 'automatic',
    jsxImportSource: 'preact',
    metafile: true,
    legalComments: 'none',
    logLevel: 'warning',
  })
  const names = Object.keys(metafile.outputs).map(path => basename(path))
  const script = names.find(name => /^app-\w+\.js$/.test(name))
  const style = names.find(name => /^app-\w+\.css$/.test(name))
  copyFileSync(join(source, 'icon.svg'), join(outDir, 'assets', 'icon.svg'))
  writeFileSync(join(outDir, 'index.html'), page(script, style))
  writeFileSync(join(outDir, 'THIRD-PARTY-LICENSES.txt'), licencesOf(Object.keys(metafile.inputs)))
}

/** The licence texts of the packages that the page brings along, as those licences ask for. */
function licencesOf(inputs) {
  const folders = inputs.flatMap(input => /^.*?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? [])
  return [...new Set(folders)].sort().map(licenceOf).join('\n')
}

function licenceOf(path) {
  const folder = join(source, path)
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const file = readdirSync(folder).find(entry => /^licen[cs]e/i.test(entry))
  const text = file === undefined ? `Licence: ${license}` : readFileSync(join(folder, file), 'utf8').trim()
  return `${name} ${version}\n${'-'.repeat(60)}\n${text}\n`
}

function page(script, style) {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>support-packet</title>
<link rel="icon" href="/assets/icon.svg">
<link rel="stylesheet" href="/assets/${style}">
<script type="module" src="/assets/${script}"></script>
</head>
<body><div id="app"></div><noscript>The viewer needs JavaScript.</noscript></body>
</html>
`
}
