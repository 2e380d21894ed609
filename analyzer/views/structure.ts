// A YAML or JSON entry as rows to fold, search and copy from: each value with its key, its depth and its line.
import { parseJson } from '../documents/json.js'
import { isMap } from '../documents/shape.js'
import { decodeText } from '../documents/text.js'
import type { ValuePath } from '../documents/types.js'
import { parseYaml } from '../documents/yaml.js'
import type { Packet, PacketEntry } from '../packet/types.js'
import { readWhole } from '../packet/read-whole.js'
import { notShown, type NotShown } from './profiles.js'
import type { StructureRow, StructureView } from './types.js'

/** Larger entries are for the line view: a page of so many rows is no overview any more. */
const mostBytes = 16 * 1024 * 1024
const mostRows = 60_000
/** Characters of a value in its row; the line has all of it. */
const longestText = 2000

/** Entries that are read as a tree, by their name. */
export function isStructured(name: string): boolean {
  return /\.(?:json|ya?ml)$/i.test(name)
}

export async function structureView(packet: Packet, entry: PacketEntry): Promise<StructureView | NotShown> {
  if (!isStructured(entry.name)) return notShown('This entry is neither YAML nor JSON.')
  const { bytes, problem } = await readWhole(packet, entry, mostBytes)
  if (bytes.length === 0) return notShown(problem?.message ?? 'This entry is empty: it has 0 bytes.')
  const source = decodeText(bytes)
  const parsed = /\.json$/i.test(entry.name) ? parseJson(source) : parseYaml(source)
  if (parsed.kind === 'unreadable') return notShown(parsed.problem.message)
  const rows: StructureRow[] = []
  const isWhole = flatten(parsed.value, [], rows, path => parsed.locate(path)?.line)
  const found = [...(problem === undefined ? [] : [problem]), ...parsed.problems]
  return { rows, isWhole, problems: found.map(({ message }) => message).slice(0, 20) }
}

type LineOf = (path: ValuePath) => number | undefined

/** Adds what is inside of a value; false when there was no room for all of it. */
function flatten(value: unknown, path: ValuePath, rows: StructureRow[], lineOf: LineOf): boolean {
  for (const [key, inner] of childrenOf(value)) {
    if (rows.length >= mostRows) return false
    const at = [...path, key]
    const line = lineOf(at)
    rows.push({
      depth: path.length,
      key,
      ...describe(inner),
      ...(line === undefined ? {} : { line }),
    })
    if (!flatten(inner, at, rows, lineOf)) return false
  }
  return true
}

function childrenOf(value: unknown): readonly (readonly [string | number, unknown])[] {
  if (Array.isArray(value)) return value.map((item, index) => [index, item] as const)
  return isMap(value) ? Object.entries(value) : []
}

function describe(value: unknown): Pick<StructureRow, 'kind' | 'text' | 'cutFrom'> {
  if (Array.isArray(value)) return { kind: 'list', text: String(value.length) }
  if (isMap(value)) return { kind: 'map', text: String(Object.keys(value).length) }
  if (value === null || value === undefined) return { kind: 'null', text: 'null' }
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  const kind = typeof value === 'string' ? 'text' : typeof value === 'number' ? 'number' : 'boolean'
  if (text.length <= longestText) return { kind, text }
  return { kind, text: text.slice(0, longestText).toWellFormed(), cutFrom: text.length }
}
