// Where the files of an installation are: as configured, seen from this machine, which may only have a copy of it.
import { existsSync } from 'node:fs'
import { isAbsolute, join, resolve } from 'node:path'

export interface Places {
  /** The folder of the installation, such as /opt/mattermost; `undefined` when only a configuration was named. */
  readonly root: string | undefined
  /** Where the server itself sees that folder: elsewhere than `root`, when `root` is a copy. */
  readonly serverRoot: string
}

/** A configured path as a path on this machine. A path below the server's folder is looked for below ours. */
export function placeOf(configured: string, { root, serverRoot }: Places): string {
  const seen = isAbsolute(configured) ? configured : join(serverRoot, configured)
  if (root === undefined || resolve(root) === resolve(serverRoot)) return seen
  const inside = `${serverRoot.replace(/\/+$/, '')}/`
  return seen.startsWith(inside) ? join(root, seen.slice(inside.length)) : seen
}

/** The path as the server would name it, for messages worded as its own. */
export function serverPathOf(configured: string, { serverRoot }: Places): string {
  return isAbsolute(configured) ? configured : join(serverRoot, configured)
}

/** The configuration of an installation: where it is by default, or where its own copy lies. */
export function configFileOf(root: string): string {
  const places = [join(root, 'config', 'config.json'), join(root, 'config.json')]
  return places.find(path => existsSync(path)) ?? places[0] ?? ''
}

const signs = ['config/config.json', 'config.json', 'logs', 'plugins', 'data', 'bin/mattermost']

/** Whether a folder has anything of an installation, or of a copy of one. */
export const looksLikeInstallation = (root: string): boolean =>
  signs.some(sign => existsSync(join(root, sign)))
