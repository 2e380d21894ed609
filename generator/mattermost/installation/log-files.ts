// Which logs a packet of this configuration and version has, and where they are.
import { basename, dirname, join } from 'node:path'
import { readdir } from 'node:fs/promises'
import { namedEntriesOf, products } from '../../../analyzer/packet/layout.js'
import type { Json, JsonMap } from '../json-map.js'
import { isAtLeast } from '../versions.js'
import { placeOf, serverPathOf, type Places } from './places.js'

export interface LogFile {
  /** Entry name, without a node. */
  readonly name: string
  /** Where it is on this machine. */
  readonly path: string
  /** What warning.txt says when it cannot be read, before the reason; `undefined`: nothing, as servers of that version. */
  readonly failure: string | undefined
}

export interface LogFiles {
  readonly files: readonly LogFile[]
  /** Logs that are switched off, in the server's words. */
  readonly errors: readonly string[]
}

export function logFilesOf(config: JsonMap, version: string, places: Places): LogFiles {
  const errors: string[] = []
  const files: LogFile[] = []
  const standard = (section: string, name: string, what: string): void => {
    const settings = asMap(config[section])
    if (settings['EnableFile'] !== true) {
      errors.push(`Unable to retrieve ${name} because ${section}.EnableFile is set to false`)
      return
    }
    const folder = textOf(settings['FileLocation']) || 'logs'
    const path = join(folder, name)
    const seen = serverPathOf(path, places)
    files.push({
      name,
      path: placeOf(path, places),
      failure: `failed read ${what} log file at path ${seen}: open ${seen}`,
    })
  }
  standard('LogSettings', 'mattermost.log', 'mattermost')
  // The server misspells it.
  if (!isAtLeast(version, '11.0')) standard('NotificationLogSettings', 'notifications.log', 'notifcation')
  return { files: [...files, ...advancedFiles(config, version, places, files)], errors }
}

/** File targets of advanced logging, by the settings that count in this version. A file that two targets write is taken once. */
function advancedFiles(
  config: JsonMap,
  version: string,
  places: Places,
  standard: readonly LogFile[],
): readonly LogFile[] {
  const definition = products.find(({ product }) => product === 'mattermost')
  const taken = new Set(standard.map(({ path }) => path))
  const found = definition === undefined ? [] : namedEntriesOf(definition, version)
  return found.flatMap(({ setting: [section = '', key = ''] }) =>
    fileTargets(asMap(config[section])[key]).flatMap(fileName => {
      const path = placeOf(fileName, places)
      if (taken.has(path)) return []
      taken.add(path)
      return [
        {
          name: basename(fileName),
          path,
          failure: advancedFailure(fileName, `${section}.${key}`, version, places),
        },
      ]
    }),
  )
}

function advancedFailure(
  fileName: string,
  setting: string,
  version: string,
  places: Places,
): string | undefined {
  if (isAtLeast(version, '10.7') && !isAtLeast(version, '11.4')) return undefined
  const seen = serverPathOf(fileName, places)
  return `failed to read advanced log file at path ${seen} in ${setting}: open ${seen}`
}

/** The targets are an object, or a text that holds one. */
function fileTargets(value: Json | undefined): readonly string[] {
  const targets = typeof value === 'string' ? parsed(value) : value
  return Object.values(asMap(targets)).flatMap(target => {
    const { type, options } = asMap(target)
    const fileName = textOf(asMap(options)['filename'])
    return type === 'file' && fileName !== '' ? [fileName] : []
  })
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}

/** Older files of a log, newest first: `mattermost-2026-11-20T10-00-00.000.log.gz`, `mattermost.log.1`. */
export async function rotatedFilesOf({ path }: LogFile): Promise<readonly string[]> {
  const stem = basename(path).replace(/\.log$/, '')
  const names = await readdir(dirname(path)).catch(() => [])
  return names
    .filter(name => name.startsWith(stem) && isRotated(name.slice(stem.length)))
    .sort()
    .reverse()
    .map(name => join(dirname(path), name))
}

const isRotated = (rest: string): boolean =>
  /^-\d{4}-\d\d-\d\dT[\d.-]+\.log(\.gz)?$/.test(rest) || /^\.log[.-]\d[\d-]*(\.gz)?$/.test(rest)

const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '')
const asMap = (value: Json | undefined): JsonMap =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonMap) : {}
