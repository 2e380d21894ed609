// Small parts of the HTML report: marks of severity, rule texts with code, links, folded lists.
import type { Severity } from '../../analysis.js'
import { isWebLink } from '../web-link.js'
import { html, type Html, type HtmlValue } from './escape.js'

/** A shape, a colour and a word: never colour alone. */
export const mark = (light: Severity | 'ok', word: string = light): Html =>
  html`<span class="mark ${light}">${word}</span>`

/** Text of a rule, where commands and settings stand between backticks as its authors write them; lines stay lines. */
export function ruleText(text: string): Html {
  const lines = text
    .trim()
    .split('\n')
    .map(line => codeInside(line))
  return html`${lines.map((line, index) => (index === 0 ? line : html`<br />${line}`))}`
}

function codeInside(line: string): Html {
  // Every second part stood between backticks; a last one without its end is plain text again.
  const parts = line.split('`')
  return html`${parts.map((part, index) => {
    if (index % 2 === 0) return part
    return index + 1 < parts.length ? html`<code>${part}</code>` : `\`${part}`
  })}`
}

/** Only addresses of the web are links: a rule of somebody else may hold anything. */
export const link = (address: string): Html =>
  isWebLink(address)
    ? html`<a href="${address}" rel="noreferrer noopener">${address}</a>`
    : html`<code>${address}</code>`

/** A section under a heading; nothing when it has nothing to say. */
export const section = (title: HtmlValue, content: readonly HtmlValue[]): Html =>
  content.length === 0
    ? html``
    : html`<section>
        <h2>${title}</h2>
        ${content}
      </section> `

/** `bulk`: too long to be printed. */
export const fold = (title: HtmlValue, content: HtmlValue, bulk = false): Html =>
  html`<details class="fold${bulk ? ' bulk' : ''}">
    <summary>${title}</summary>
    ${content}
  </details> `

export const rows = (items: readonly HtmlValue[]): Html =>
  html`<ul class="rows">
    ${items.map(item => html`<li>${item}</li> `)}
  </ul> `

/** A label and what belongs to it; nothing without content. */
export const term = (name: string, content: HtmlValue): Html =>
  content === undefined || content === ''
    ? html``
    : html`<dt>${name}</dt>
        <dd>${content}</dd>`

/** Lists that are cut say how many they leave out. */
export function cutList<T>(
  items: readonly T[],
  most: number,
  show: (item: T) => HtmlValue,
  rest: (count: number) => string,
) {
  const beyond = items.length - most
  const shown = items.slice(0, most).map(show)
  return beyond > 0 ? [...shown, html`<span class="quiet">${rest(beyond)}</span>`] : shown
}
