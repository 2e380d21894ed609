// The draft of a question to the customer: what the packet lacks and how to get it, to be edited before it is sent.
import type { Analysis } from '../shared/wire.js'
import type { MissingPart } from '../shared/pages.js'
import { fileName } from './views/packet-words.js'

/** `undefined` when there is nothing to ask for. */
export function questionDraft(packet: Analysis['packet'], parts: readonly MissingPart[]): string | undefined {
  const wanted = parts.filter(({ canBeAskedFor }) => canBeAskedFor)
  if (wanted.length === 0) return undefined
  const made = packet.generatedAt === undefined ? '' : `, made ${packet.generatedAt.slice(0, 10)}`
  const list = wanted.map(({ says }, position) => `${position + 1}. ${sentence(says)}`)
  return [
    'Hello,',
    '',
    `thank you for the support packet (${fileName(packet.source)}${made}). Some of what we need to find the cause is not in it:`,
    '',
    ...list,
    '',
    'Could you please send us a new packet with these parts? If one of them cannot be had, tell us why: that helps too.',
    '',
  ].join('\n')
}

/** Begins with a capital letter unless it begins with the name of a file. */
function sentence(text: string): string {
  return /^[a-z]+ [a-z]/.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text
}
