// Blocks of Markdown until the place they go to is full: an issue of GitHub takes 65,536 characters, and what is beyond is lost
// without a word. Here a word is said.

/** Room for all packets of a report together, in UTF-16 units. */
export const mostText = 60_000

/** Blocks with empty lines between them. Those that do not fit are left out, and the text ends by saying so. */
export function joinBlocks(blocks: readonly string[], most = mostText): string {
  const kept: string[] = []
  let used = 0
  for (const block of blocks.filter(text => text !== '')) {
    if (used + block.length + 2 > most) return `${[...kept, shortened].join('\n\n')}\n`
    kept.push(block)
    used += block.length + 2
  }
  return `${kept.join('\n\n')}\n`
}

const shortened = '*The report is cut here: it would be longer than a ticket can hold.*'
