// A journal that a dump holds twice, as log.txt and as log.json: which of the two is read, so that nothing is counted twice.
import type { PacketEntry } from '../types.js'

/** `-- No entries --`, which journalctl prints for a unit that logs elsewhere, and little more. */
const nothingBytes = 64

/**
 * A record takes four to eight times the bytes in JSON. A text that is this much smaller than the JSON lost most of its
 * records on the way.
 */
const lostRatio = 20

/** Names of the journals whose records stand in the other form of the same unit as well. */
export function repeatedJournals(entries: readonly PacketEntry[]): ReadonlySet<string> {
  const texts = new Map(entries.flatMap(entry => (isText(entry.name) ? [[folderOf(entry.name), entry]] : [])))
  const repeated = new Set<string>()
  for (const json of entries) {
    const text = json.name.endsWith('/log.json') ? texts.get(folderOf(json.name)) : undefined
    if (text !== undefined) repeated.add(says(text, json) ? json.name : text.name)
  }
  return repeated
}

const isText = (name: string): boolean => name.endsWith('/log.txt')

const folderOf = (name: string): string => name.slice(0, name.lastIndexOf('/'))

/** Whether the text has the records; of unknown sizes the text is believed. */
function says(text: PacketEntry, json: PacketEntry): boolean {
  if (!text.readable) return !json.readable
  const [textBytes, jsonBytes] = [text.sizeBytes, json.sizeBytes]
  if (!json.readable || textBytes === undefined || jsonBytes === undefined) return true
  if (textBytes <= nothingBytes) return jsonBytes <= nothingBytes
  return textBytes * lostRatio >= jsonBytes
}
