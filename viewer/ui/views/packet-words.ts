// Words about a packet as a whole: its short name, and how far its analysis is.
import type { ReadSoFar } from '../../shared/wire.js'
import { bytesWords } from '../words.js'

/** The last part of the path a person named; of a nested archive, both names. */
export function fileName(source: string): string {
  return source.split('!').map(lastPart).join(' › ')
}

function lastPart(path: string): string {
  return path.split(/[/\\]/).findLast(part => part !== '') ?? path
}

export function progressWords(read: ReadSoFar | undefined): string {
  if (read === undefined) return 'Analyzing…'
  if (read.totalBytes === undefined || read.totalBytes === 0)
    return `Analyzing… ${bytesWords(read.doneBytes)} of logs read`
  const percent = Math.min(100, Math.floor((read.doneBytes / read.totalBytes) * 100))
  return `Analyzing… ${bytesWords(read.doneBytes)} of ${bytesWords(read.totalBytes)} of logs read, ${percent} %`
}
