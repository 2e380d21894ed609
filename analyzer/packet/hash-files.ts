// SHA-256 of packets that are no single file: a directory and the same files in memory have the same.
import { createHash } from 'node:crypto'
import type { ContainerEntry } from './container.js'

/** Over name, NUL, size, NUL, content of each readable file in order of names; lower-case hex. */
export async function hashOfFiles(entries: readonly ContainerEntry[]): Promise<string> {
  const hash = createHash('sha256')
  const sorted = entries.filter(({ readable }) => readable).sort((a, b) => (a.rawName < b.rawName ? -1 : 1))
  for (const entry of sorted) {
    hash.update(`${entry.rawName}\0${entry.sizeBytes ?? 0}\0`)
    for await (const chunk of entry.open()) hash.update(chunk)
  }
  return hash.digest('hex')
}
