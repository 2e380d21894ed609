// What packet it is and what is in it: the passport, the entries with their states, what is wrong with the packet itself.
import type { EntryInfo, PacketInfo, Problem } from '../../analysis.js'
import { isLacking, lightOf } from '../../entry-light.js'
import { placeOf } from '../place.js'
import { problemText } from '../problem-text.js'
import { createMoments } from '../text/moments.js'
import { worstFirst } from '../text/problem-lines.js'
import { productName, statesText } from '../text/passport.js'
import { bytes, counted, firstOf, grouped } from '../text/words.js'
import { html, type Html, type HtmlValue } from './escape.js'
import { cutList, fold, mark, rows, section, term } from './pieces.js'

const mostProblems = 200
/** A page with more rows is no report; `ls` lists them all. */
const mostEntries = 1000

const unknown = html`<span class="quiet">not in this packet</span>`

export function passport(packet: PacketInfo, logLines: string | undefined): Html {
  const nodes = packet.nodes.filter(node => node !== '')
  return section('Passport', [
    html`<dl class="passport">
      ${term('Product', packet.product === undefined ? 'not recognised' : productName(packet.product))}${term('Version', packet.serverVersion ?? unknown)}${term('Layout', packet.layoutTitle ?? packet.layout ?? 'not recognised')}${term('Generated', packet.generatedAt === undefined ? unknown : createMoments().at(packet.generatedAt))}${term('Nodes', nodes.length === 0 ? 'one server' : `${nodes.length}: ${firstOf(nodes, 20)}`)}${term('Log lines', logLines)}${term('Entries', statesText(packet))}${term('File', `${packet.source}, ${bytes(packet.sizeBytes)}`)}${term('SHA-256', html`<code>${packet.sha256}</code>`)}
    </dl> `,
    ...(packet.entries.length === 0 ? [] : [entryTable(packet)]),
  ])
}

function entryTable({ entries, source }: PacketInfo): Html {
  const beyond = entries.length - mostEntries
  const more =
    beyond > 0 ? html`<p class="quiet">and ${counted(beyond, 'more entry', 'more entries')}</p>` : undefined
  return fold(
    counted(entries.length, 'entry', 'entries'),
    html`<div class="scroll" tabindex="0" role="region" aria-label="Entries of ${source}">
        <table>
          <thead>
            <tr>
              <th scope="col">State</th>
              <th scope="col">Entry</th>
              <th scope="col" class="number">Size</th>
            </tr>
          </thead>
          <tbody>
            ${entries.slice(0, mostEntries).map(entryRow)}
          </tbody>
        </table>
      </div>
      ${more}`,
    true,
  )
}

function entryRow(entry: EntryInfo): Html {
  const { name, status, reason, sizeBytes } = entry
  const why = reason === undefined ? undefined : html`<div class="quiet">${reason}</div>`
  const size = sizeBytes === undefined ? '' : bytes(sizeBytes)
  return html`<tr>
    <td>${mark(lightOf(entry), status)}</td>
    <td><code>${name}</code>${why}</td>
    <td class="number">${size}</td>
  </tr> `
}

/** Entries that are not what they should be, each with its reason. */
export function lackingEntries({ entries }: PacketInfo): readonly HtmlValue[] {
  const lacking = entries.filter(isLacking)
  if (lacking.length === 0) return []
  return [rows(cutList(lacking, mostProblems, lackingRow, count => `and ${grouped(count)} more`))]
}

function lackingRow(entry: EntryInfo): Html {
  const why = entry.reason === undefined ? undefined : html`<p class="quiet">${entry.reason}</p>`
  return html`<div class="row">
    ${mark(lightOf(entry), entry.status)}
    <div><code>${entry.name}</code>${why}</div>
  </div>`
}

export function problemSection(problems: readonly Problem[], title: string): Html {
  if (problems.length === 0) return html``
  const items = cutList(
    worstFirst(problems),
    mostProblems,
    problemRow,
    count => `and ${counted(count, 'more problem')}`,
  )
  return section(title, [rows(items)])
}

export const problemRow = (problem: Problem): Html =>
  html`<div class="row">
    ${mark(problem.severity)}
    <div>${problemWords(problem)}</div>
  </div>`

/** The sentence, then the place and the code. */
export function problemWords(problem: Problem): Html {
  const place = placeOf(problem)
  const where = place === '' ? undefined : html`<code>${place}</code>`
  return html`${problemText(problem)}
    <p class="facts quiet">${where}<code>${problem.code}</code></p>`
}
