// Whether dist/ is newer than everything it is made of, so that `npm start` and `npm test` build only when needed.
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './setup.mjs'

const sources = [
  'analyzer',
  'audit',
  'cli',
  'generator',
  'rules',
  'viewer',
  'scripts',
  'package.json',
  'package-lock.json',
]
const stamp = join(root, 'dist', '.built')

export function buildIsFresh() {
  return existsSync(stamp) && sources.every(source => newest(join(root, source)) <= statSync(stamp).mtimeMs)
}

export function markBuilt() {
  writeFileSync(stamp, '')
}

function newest(path) {
  if (!existsSync(path)) return 0
  const found = statSync(path)
  if (!found.isDirectory()) return found.mtimeMs
  return readdirSync(path).reduce((latest, name) => Math.max(latest, newest(join(path, name))), found.mtimeMs)
}
