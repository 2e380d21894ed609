// Text of a packet as parts to draw: what is seen, and what would otherwise be invisible or act on the page or terminal.

export interface TextPart {
  readonly text: string
  /** Code point of a character that was replaced by a picture or its code. */
  readonly control?: string
}

/** Splits at control characters, bidirectional overrides and invisible ones. Tabs stay tabs. */
export function visibleParts(text: string): readonly TextPart[] {
  const parts: TextPart[] = []
  let start = 0
  for (const found of text.matchAll(hidden)) {
    if (found.index > start) parts.push({ text: text.slice(start, found.index) })
    parts.push(picture(found[0]))
    start = found.index + found[0].length
  }
  if (start < text.length) parts.push({ text: text.slice(start) })
  return parts
}

/** The same as one string, for places that take no elements. */
export function visibleText(text: string): string {
  return visibleParts(text)
    .map(part => part.text)
    .join('')
}

function picture(character: string): TextPart {
  const code = character.codePointAt(0) ?? 0
  const name = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`
  if (code < 0x20) return { text: String.fromCodePoint(0x2400 + code), control: name }
  if (code === 0x7f) return { text: '\u2421', control: name }
  return { text: `<${name}>`, control: name }
}

/** Controls, invisible format characters, lone surrogates, line and paragraph separators; not the tab. */
const hidden = /(?!\t)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu
