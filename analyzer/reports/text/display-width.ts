// Columns that text takes in a terminal: wide East Asian characters and emoji take two, combining marks none.

const plainText = /^[\u0020-\u007e\u00a0-\u02ff]*$/

export function displayWidth(text: string): number {
  if (plainText.test(text)) return text.length
  let columns = 0
  for (const character of text) columns += columnsOf(character)
  return columns
}

/** The longest start of a text that fits. At least one character, so that a caller's loop always moves on. */
export function fitColumns(text: string, columns: number): string {
  let used = 0
  let end = 0
  for (const character of text) {
    used += columnsOf(character)
    if (used > columns && end > 0) break
    end += character.length
  }
  return text.slice(0, end)
}

const wide =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f680}-\u{1f6ff}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}]/u
const narrowest = /^\p{Mark}/u

function columnsOf(character: string): number {
  if (character <= '\u02ff') return 1
  if (narrowest.test(character)) return 0
  return wide.test(character) ? 2 : 1
}
