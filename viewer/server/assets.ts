// The page's own files: a handful, read once at start. Every other address below / is the page itself.
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { dirname, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Hono } from 'hono'
import { failure } from './failure.js'

/** File name below `assets/`, or `index.html`, → bytes. */
export type Assets = ReadonlyMap<string, Buffer>

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
}

export async function readAssets(directory = builtAssets()): Promise<Assets> {
  const names = await readdir(join(directory, 'assets'))
  const files = ['index.html', ...names.map(name => `assets/${name}`)]
  return new Map(
    await Promise.all(files.map(async name => [name, await readFile(join(directory, name))] as const)),
  )
}

/** The build lies in `dist/viewer`, somewhere above or beside the file this code was bundled into. */
function builtAssets(): string {
  let folder = dirname(fileURLToPath(import.meta.url))
  for (let up = 0; up < 4; up++, folder = dirname(folder)) {
    const found = [join(folder, 'viewer'), join(folder, 'dist', 'viewer')].find(candidate =>
      existsSync(join(candidate, 'index.html')),
    )
    if (found !== undefined) return found
  }
  throw new Error('The viewer was not built: run `npm run build` first.')
}

export function serveAssets(app: Hono, assets: Assets): void {
  app.get('/assets/:name', context => {
    const name = context.req.param('name')
    const bytes = assets.get(`assets/${name}`)
    if (bytes === undefined) throw failure(404, 'NO_SUCH_FILE', 'The page has no such file. Reload it.')
    // Names carry a hash of the content, so a copy never goes stale.
    return context.body(new Uint8Array(bytes), 200, {
      'Content-Type': contentTypes[extname(name)] ?? 'application/octet-stream',
      'Cache-Control': 'public, max-age=31536000, immutable',
    })
  })
  app.get('*', context =>
    context.body(new Uint8Array(assets.get('index.html') ?? Buffer.alloc(0)), 200, {
      'Content-Type': 'text/html; charset=utf-8',
    }),
  )
}
