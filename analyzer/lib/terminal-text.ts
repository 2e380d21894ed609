// Text of a packet made safe to show: control characters become visible pictures. Used by reports and the CLI.

/**
 * Replaces C0 and C1 control characters, DEL, bidirectional overrides and lone surrogates, which could move the
 * cursor, recolour or reverse what a person reads. Tabs stay when `keepTabs`; newlines are always replaced.
 */
export function visibleControls(text: string, keepTabs = false): string {
  return text.toWellFormed().replace(hiddenCharacters, found => {
    if (found === '\t' && keepTabs) return found
    const code = found.codePointAt(0) ?? 0
    if (code < 0x20) return String.fromCodePoint(0x2400 + code)
    if (code === 0x7f) return '\u2421'
    return `\\u{${code.toString(16)}}`
  })
}

const hiddenCharacters = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g
