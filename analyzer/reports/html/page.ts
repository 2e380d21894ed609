// The frame of the HTML report: one file that loads nothing, runs nothing and can be read without a network.
import { toolVersion } from '../../version.js'
import { counted } from '../text/words.js'
import { html, raw, type Html, type HtmlValue } from './escape.js'
import { style } from './style.js'

/** Nothing is fetched, no script runs, no form is sent, even if something of a packet had become markup. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

export interface Part {
  readonly source: string
  /** How bad it is, in one word with its colour. */
  readonly light: Html
  /** In the list of packets, beside its name. */
  readonly answer: string
  readonly content: Html
}

/** A page of one packet or of several, with a list of them first. */
export function pageText(parts: readonly Part[]): string {
  const [first] = parts
  const title = parts.length === 1 ? `${nameOf(first)}: support packet` : `${parts.length} support packets`
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="${raw(policy)}" />
        <meta name="referrer" content="no-referrer" />
        <title>${title}</title>
        <style>
          ${raw(style)}
        </style>
      </head>
      <body>
        <main>${parts.length > 1 ? contents(parts) : undefined}${parts.map(article)}</main>
        <footer>
          Written by support-packet ${toolVersion}. Times are in UTC. The file holds excerpts of the packet:
          handle it as you would the packet itself.
        </footer>
      </body>
    </html> `.html
}

const nameOf = (part: Part | undefined): string => part?.source.split(/[\\/]/).at(-1) ?? 'no'

function contents(parts: readonly Part[]): Html {
  const rows = parts.map(
    ({ source, light, answer }, index) =>
      html`<li class="row">
        ${light}<a href="#packet-${index + 1}">${path(source)}</a><span>${answer}</span>
      </li> `,
  )
  return html`<nav aria-label="Packets">
    <h1>${counted(parts.length, 'packet')}</h1>
    <ol class="rows">
      ${rows}
    </ol>
  </nav> `
}

/** Where it must be broken, a path is broken between its folders. */
const path = (source: string): readonly HtmlValue[] =>
  source.split(/(?<=[/\\])/).flatMap((part, index) => (index === 0 ? [part] : [html`<wbr />`, part]))

const article = ({ source, content }: Part, index: number): Html =>
  html`<article id="packet-${index + 1}" aria-label="${source}">${content}</article> `
