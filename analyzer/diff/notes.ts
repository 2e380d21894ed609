// What a reader must know before the changes: whether these two packets can be compared at all, and which was first.
import { counted } from '../reports/text/words.js'
import type { NodePairs } from './rows.js'
import type { TakenPacket } from './taken.js'
import type { DiffNote } from './types.js'

export function notesOn(before: TakenPacket, after: TakenPacket, nodes: NodePairs): readonly DiffNote[] {
  return [
    ...samePacket(before, after),
    ...products(before, after),
    ...installations(before, after),
    ...order(before, after),
    ...nodeNotes(before, after, nodes),
    ...damage('first', before),
    ...damage('second', after),
  ]
}

/** What could not be read looks like something that is not there. */
function damage(which: string, { analysis }: TakenPacket): readonly DiffNote[] {
  const errors = analysis.problems.filter(({ severity }) => severity === 'error').length
  if (errors === 0) return []
  const message = `The ${which} packet itself has ${counted(errors, 'error')}: what it seems to lack may only be unreadable.`
  return [{ code: 'damaged', message }]
}

function samePacket(before: TakenPacket, after: TakenPacket): readonly DiffNote[] {
  if (before.analysis.packet.sha256 !== after.analysis.packet.sha256) return []
  return [{ code: 'same-packet', message: 'Both are the same packet, byte for byte.' }]
}

function products(before: TakenPacket, after: TakenPacket): readonly DiffNote[] {
  const [first, second] = [before.analysis.packet.product, after.analysis.packet.product]
  if (first === undefined || second === undefined) {
    const which =
      first === second ? 'Neither packet' : first === undefined ? 'The first packet' : 'The second packet'
    const not = first === second ? 'is' : 'is not'
    return [
      {
        code: 'no-product',
        message: `${which} ${not} one of a known product: only entries and problems say something.`,
      },
    ]
  }
  if (first === second) return []
  return [
    {
      code: 'other-product',
      message: `The first packet is of ${first}, the second of ${second}: little can be compared.`,
    },
  ]
}

function installations(before: TakenPacket, after: TakenPacket): readonly DiffNote[] {
  const [first, second] = [before.installation, after.installation]
  const isSameProduct = before.analysis.packet.product === after.analysis.packet.product
  if (!isSameProduct || first === undefined || second === undefined || first === second) return []
  const message = `The packets are of different installations (${first} and ${second}): differences are not changes over time.`
  return [{ code: 'other-installation', message }]
}

function order(before: TakenPacket, after: TakenPacket): readonly DiffNote[] {
  const [first, second] = [before.analysis.packet.generatedAt, after.analysis.packet.generatedAt]
  if (first === undefined || second === undefined)
    return [
      {
        code: 'order-unknown',
        message: 'A packet does not say when it was made: which is the later one is not known.',
      },
    ]
  if (Date.parse(first) <= Date.parse(second)) return []
  const message = `The first packet is the later one (${first}, the second ${second}): "new" is what was so before. Swap them to read it in order of time.`
  return [{ code: 'reversed', message }]
}

function nodeNotes(before: TakenPacket, after: TakenPacket, { toFirst }: NodePairs): readonly DiffNote[] {
  const [first, second] = [before.analysis.packet.nodes, after.analysis.packet.nodes]
  const isSameProduct = before.analysis.packet.product === after.analysis.packet.product
  if (!isSameProduct || toFirst.size === Math.max(first.length, second.length)) return []
  const message =
    toFirst.size === 0
      ? 'No node is in both packets: what belongs to nodes is not compared.'
      : `What belongs to nodes is compared for the ${toFirst.size} that are in both packets (of ${first.length} and ${second.length}).`
  return [{ code: 'nodes-differ', message }]
}
