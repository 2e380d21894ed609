// Where an entry may be written: relative paths that every file system takes and that no two entries share.
import type { PacketEntry } from './types.js'

/** Longest part of a path that common file systems hold, in bytes, with room for a number. */
const mostPartBytes = 240

/** The path of each entry by its index, with `/`; it differs from the name where the name could not be used. */
export function safePaths(entries: readonly PacketEntry[]): ReadonlyMap<number, string> {
  const taken = new Set<string>()
  const folders = new Set<string>()
  const paths = new Map<number, string>()
  for (const { index, name } of entries) {
    const parts = name.split('/').map(safePart)
    const path = freePath(parts, taken, folders)
    paths.set(index, path)
  }
  return paths
}

/** Adds a number until neither a file nor a folder has the name; Windows and macOS see no letter case. */
function freePath(parts: readonly string[], taken: Set<string>, folders: Set<string>): string {
  const folder = freeFolder(parts.slice(0, -1), taken, folders)
  const base = parts.at(-1) ?? ''
  for (let number = 1; ; number++) {
    const path = folder + (number === 1 ? base : numbered(base, number))
    const key = path.toLowerCase()
    if (taken.has(key) || folders.has(key)) continue
    taken.add(key)
    return path
  }
}

/** The folder with trailing `/`; each part renamed where a file is in its place. */
function freeFolder(parts: readonly string[], taken: ReadonlySet<string>, folders: Set<string>): string {
  let folder = ''
  for (const part of parts) {
    let number = 1
    while (taken.has(`${folder}${numberedFolder(part, number)}`.toLowerCase())) number++
    folder += numberedFolder(part, number)
    folders.add(folder.toLowerCase())
    folder += '/'
  }
  return folder
}

function numberedFolder(part: string, number: number): string {
  return number === 1 ? part : `${part} (${number})`
}

/** `mattermost.log` → `mattermost (2).log` */
function numbered(base: string, number: number): string {
  const dot = base.lastIndexOf('.')
  return dot <= 0 ? `${base} (${number})` : `${base.slice(0, dot)} (${number})${base.slice(dot)}`
}

/** Names that Windows keeps for devices, with any extension. */
const reserved = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(\.|$)/i

/** One part of a path: no separators, controls or characters that Windows refuses, no dot or blank at its end. */
function safePart(part: string): string {
  const plain = part
    .toWellFormed()
    .replace(/[\u0000-\u001f\u007f-\u009f<>:"|?*\\/\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '_')
    .replace(/[. ]+$/, dots => '_'.repeat(dots.length))
  const allowed = reserved.test(plain) ? `_${plain}` : plain
  return shortened(allowed === '' ? '_' : allowed)
}

/** Cuts the middle, so that the extension stays. */
function shortened(part: string): string {
  if (Buffer.byteLength(part) <= mostPartBytes) return part
  const characters = [...part]
  const tail = characters.slice(-20).join('')
  let head = ''
  for (const character of characters) {
    if (Buffer.byteLength(head + character + tail) >= mostPartBytes) break
    head += character
  }
  return `${head}~${tail}`
}
