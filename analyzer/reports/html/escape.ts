// HTML as text that cannot become markup by accident: values are escaped by the tag function, and only what it gave back is taken
// as it is.
import { visibleControls } from '../../lib/terminal-text.js'

/** A piece of HTML. Only `html` and `raw` make one. */
export interface Html {
  readonly html: string
}

export type HtmlValue = string | number | Html | undefined | readonly HtmlValue[]

/** Longer text is a log line that got into a message. */
const longestText = 8000

/** html`<p>${text}</p>`: strings are escaped, lists joined, `undefined` is nothing. */
export function html(parts: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return { html: parts.map((part, index) => unindented(part) + valueText(values[index])).join('') }
}

/** Indentation is for those who read the source of the report's code, and would be a third of the file. */
const unindented = (part: string): string => part.replace(/\n\s+/g, '\n')

/** Text that is HTML already: constants of this folder only. */
export const raw = (text: string): Html => ({ html: text })

export const nothing: Html = raw('')

function valueText(value: HtmlValue): string {
  if (value === undefined) return ''
  if (typeof value === 'string') return escaped(value)
  if (typeof value === 'number') return String(value)
  return isList(value) ? value.map(valueText).join('') : value.html
}

const isList = (value: Html | readonly HtmlValue[]): value is readonly HtmlValue[] => Array.isArray(value)

function escaped(text: string): string {
  const shown = text.length > longestText ? `${text.slice(0, longestText)}…` : text
  return visibleControls(shown).replace(/[&<>"']/g, character => entities[character] ?? character)
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
