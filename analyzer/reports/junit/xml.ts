// XML by hand: elements with attributes, and text that stays text. Characters that no XML document may hold are made visible.
import { boundedLine, boundedLines } from '../bounded-text.js'

export type Attributes = Readonly<Record<string, string | number | undefined>>

/** Viewers of test reports show a page of text at most. */
const longestText = 20_000
const longestAttribute = 2000

/** An element with its children, which are XML already. */
export function element(name: string, attributes: Attributes, children: readonly string[] = []): string {
  const written = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [` ${key}="${attributeText(String(value))}"`],
  )
  const start = `<${name}${written.join('')}`
  return children.length === 0 ? `${start}/>` : `${start}>${children.join('')}</${name}>`
}

/** Text inside an element; line breaks stay. */
export const xmlText = (text: string): string => escaped(boundedLines(text, longestText))

const attributeText = (text: string): string => escaped(boundedLine(text, longestAttribute))

/** Two code points are left that XML forbids, once control characters and lone surrogates are gone. */
function escaped(text: string): string {
  return text
    .replace(/[&<>"]/g, character => entities[character] ?? character)
    .replace(/[\ufffe\uffff]/g, character => `\\u{${character.charCodeAt(0).toString(16)}}`)
}

/** `>` as well: `]]>` ends a section that nobody opened, and parsers refuse it. */
const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
