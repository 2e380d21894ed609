// Which two packets are compared: their names, versions, times, and how long is between them.
import { visibleControls } from '../../lib/terminal-text.js'
import type { Moments } from '../../reports/text/moments.js'
import { counted } from '../../reports/text/words.js'
import { wrap } from '../../reports/text/wrap.js'
import type { ComparedPacket, PacketDiff } from '../types.js'
import type { TextLayout } from './layout.js'

export function headLines(
  { before, after }: PacketDiff,
  { width, style, moments }: TextLayout,
): readonly string[] {
  const span = spanWords(before.generatedAt, after.generatedAt)
  const facts = [
    before.product === after.product
      ? `${productName(before)} ${arrow(versionOf(before), versionOf(after))}`.trim()
      : arrow(productWords(before), productWords(after)),
    arrow(nodeWords(before), nodeWords(after)),
    `made ${timesOf(before.generatedAt, after.generatedAt, moments)}${span}`,
  ]
  return [
    style.strong(visibleControls(`${before.source} → ${after.source}`)),
    ...wrap(visibleControls(facts.join(' · ')), width),
  ]
}

function timesOf(before: string | undefined, after: string | undefined, moments: Moments): string {
  const [first, ...second] = before === after ? [before] : [before, after]
  const words = (iso: string | undefined): string =>
    iso === undefined ? 'at an unknown time' : moments.at(iso)
  return [words(first), ...second.map(words)].join(' → ')
}

const arrow = (before: string, after: string): string => (before === after ? before : `${before} → ${after}`)

const productWords = (packet: ComparedPacket): string => `${productName(packet)} ${versionOf(packet)}`.trim()

const productName = ({ product }: ComparedPacket): string =>
  product === undefined ? 'product not recognised' : product.charAt(0).toUpperCase() + product.slice(1)

const versionOf = ({ product, serverVersion }: ComparedPacket): string =>
  serverVersion ?? (product === undefined ? '' : '(version not stated)')

const nodeWords = ({ nodes }: ComparedPacket): string =>
  nodes.length === 1 ? 'single server' : counted(nodes.length, 'node')

const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
] as const

/** `, 3 hours later`. */
function spanWords(before: string | undefined, after: string | undefined): string {
  if (before === undefined || after === undefined) return ''
  const ms = Date.parse(after) - Date.parse(before)
  const [unit, size] = units.find(([, one]) => Math.abs(ms) >= one) ?? ['second', 1000]
  if (Math.abs(ms) < 1000 || Number.isNaN(ms)) return ''
  return `, ${counted(Math.round(Math.abs(ms) / size), unit)} ${ms > 0 ? 'later' : 'earlier'}`
}
