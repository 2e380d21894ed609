// Lists of entries as `ls` prints them: aligned text, JSON, or one JSON object a line.
import type { EntryInfo, Problem } from '../analyzer/analysis.js'
import { visibleControls } from '../analyzer/lib/terminal-text.js'
import { stableJson } from '../analyzer/reports/stable-json.js'
import { grouped } from '../analyzer/reports/text/words.js'

const listingFormats = ['text', 'json', 'ndjson'] as const
export type ListingFormat = (typeof listingFormats)[number]

export const listingOption = {
  format: {
    kind: 'choice',
    value: 'FORMAT',
    choices: listingFormats,
    default: 'text',
    says: 'text (default), json or ndjson',
  },
} as const

export interface ListedEntry {
  /** Position in the archive: tells entries of the same name apart. */
  readonly index: number
  readonly name: string
  readonly sizeBytes: number | undefined
  readonly modifiedAt: string | undefined
  readonly kind: EntryInfo['kind']
  readonly node: string | undefined
  readonly plugin: string | undefined
  /** Why it cannot be read in full. */
  readonly problem: Problem | undefined
}

export interface Listing {
  readonly source: string
  readonly entries: readonly ListedEntry[]
}

export function formatListing(listings: readonly Listing[], format: ListingFormat, list: boolean): string {
  switch (format) {
    case 'text':
      return listings.map(listing => listingText(listing, list || listings.length > 1)).join('\n')
    case 'json':
      return `${stableJson(list || listings.length !== 1 ? listings : listings[0], 2)}\n`
    case 'ndjson':
      return listings
        .flatMap(({ source, entries }) => entries.map(entry => `${stableJson({ source, ...entry })}\n`))
        .join('')
  }
}

function listingText({ source, entries }: Listing, named: boolean): string {
  const sizes = entries.map(({ sizeBytes }) => (sizeBytes === undefined ? '?' : grouped(sizeBytes)))
  const sizeColumns = Math.max(0, ...sizes.map(size => size.length))
  const kindColumns = Math.max(0, ...entries.map(({ kind }) => kind.length))
  const lines = entries.map((entry, index) =>
    [
      (sizes[index] ?? '').padStart(sizeColumns),
      timeText(entry.modifiedAt),
      entry.kind.padEnd(kindColumns),
      visibleControls(entry.name) + damageText(entry.problem),
    ].join('  '),
  )
  const heading = named ? [`${visibleControls(source)}:`] : []
  return [...heading, ...lines].map(line => `${line}\n`).join('')
}

/** As the archive has it: with `Z` in UTC, without it in the zone of the server. */
function timeText(modifiedAt: string | undefined): string {
  const text = modifiedAt === undefined ? '-' : modifiedAt.replace('T', ' ').replace(/\.\d+/, '')
  return text.padEnd('2026-11-21 08:20:23Z'.length)
}

const damageText = (problem: Problem | undefined): string =>
  problem === undefined ? '' : visibleControls(`  [${problem.code}: ${problem.message}]`)
