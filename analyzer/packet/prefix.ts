// Which folder, if any, the whole packet lies in, and which files only an operating system put beside it.

import { products } from './layout.js'

const specs = () => products.flatMap(product => product.entries)

/**
 * What stands at the root of a packet of some product and generation, and never inside a node's folder: finding one tells
 * a folder that was re-zipped as a whole from a packet in which one node's folder is alone.
 */
const rootNames = (): ReadonlySet<string> =>
  new Set([
    ...specs()
      .filter(spec => spec.scope === 'cluster')
      .flatMap(spec => [spec.name, ...(spec.otherNames ?? [])]),
    ...products.flatMap(product => product.otherRootNames),
  ])

/** Files every node has: a folder that holds one of them is a node's folder. */
const nodeNames = (): ReadonlySet<string> =>
  new Set(
    specs()
      .filter(spec => spec.scope === 'node')
      .map(spec => spec.name),
  )

/** Folders around the packet that are removed; people re-zip what they unpacked, sometimes twice. */
const mostFolders = 3

/** The folder that all names share and that is no part of the packet, with trailing `/`; else `''`. */
export function commonPrefix(names: readonly string[]): string {
  let prefix = ''
  for (let depth = 0; depth < mostFolders; depth++) {
    const folder = soleFolder(names, prefix)
    if (folder === undefined) return ''
    prefix += folder
    if (isPacketRoot(names, prefix)) return prefix
  }
  return ''
}

/** The one folder below `prefix` that everything lies in. */
function soleFolder(names: readonly string[], prefix: string): string | undefined {
  const first = names[0]
  const end = first === undefined ? -1 : first.indexOf('/', prefix.length)
  if (first === undefined || end === -1) return undefined
  const folder = first.slice(0, end + 1)
  return names.every(name => name.startsWith(folder)) ? folder.slice(prefix.length) : undefined
}

function isPacketRoot(names: readonly string[], prefix: string): boolean {
  const [ofRoot, ofNodes] = [rootNames(), nodeNames()]
  return names.some(name => {
    const [first, second, ...deeper] = name.slice(prefix.length).split('/')
    if (first === undefined) return false
    if (second === undefined) return ofRoot.has(first)
    return ofRoot.has(`${first}/`) || (deeper.length === 0 && ofNodes.has(second))
  })
}

/** Files that macOS and Windows add to folders and archives. */
export function isNoise(name: string): boolean {
  const base = name.slice(name.lastIndexOf('/') + 1)
  if (name.startsWith('__MACOSX/') || name.includes('/__MACOSX/')) return true
  return base === '.DS_Store' || base === 'Thumbs.db' || base === 'desktop.ini' || base.startsWith('._')
}
