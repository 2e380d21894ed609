// Opens the packets a command was given, one after the other, and says on stderr which cannot be read.
import { visibleControls } from '../analyzer/lib/terminal-text.js'
import type { Limits } from '../analyzer/packet/limits.js'
import type { Packet } from '../analyzer/packet/types.js'
import type { Unreadable } from '../analyzer/reports/index.js'
import type { Context } from './context.js'
import { failure } from './failure.js'

export interface PacketRequest {
  readonly sources: readonly string[]
  readonly limits: Partial<Limits>
}

/**
 * Uses every packet and closes it. Gives `true` when all could be opened. A packet that cannot is named with the
 * reason, also to `onUnreadable`, and the others are still used.
 */
export async function eachPacket(
  { sources, limits }: PacketRequest,
  context: Context,
  use: (packet: Packet) => Promise<void>,
  onUnreadable: (packet: Unreadable) => void = () => undefined,
): Promise<boolean> {
  if (sources.filter(source => source === '-').length > 1)
    throw failure('Standard input (-) can be read only once.')
  const { openPackets } = await import('../analyzer/packet/open.js')
  let complete = true
  for (const source of sources) {
    if (source === '-' && context.io.stdin.isTTY === true)
      throw failure('Standard input is a terminal: pipe a packet into it, or name a file.')
    for (const opened of await openPackets(source, { limits, input: context.io.stdin })) {
      if (opened.kind === 'ok') await using(opened.packet, use)
      else {
        complete = false
        const { code, message } = opened.problem
        onUnreadable({ source: opened.source, code, message })
        await context.note(visibleControls(`${nameOf(opened.source)}: ${reasonOf(opened.source, message)}`))
      }
    }
  }
  return complete
}

async function using(packet: Packet, use: (packet: Packet) => Promise<void>): Promise<void> {
  try {
    await use(packet)
  } finally {
    await packet.close()
  }
}

function nameOf(source: string): string {
  if (source === '-') return 'standard input'
  return source === '' ? "''" : source
}

/** A shell leaves a pattern that fits nothing as it is; a variable that is not set is an empty name. */
function reasonOf(source: string, message: string): string {
  if (!message.startsWith('There is no such file')) return message
  if (source === '') return 'No packet is named; is a variable not set?'
  return /[*?]/.test(source) ? 'No file fits this pattern.' : message
}

/** Exactly one packet: for commands that name an entry in it. */
export async function onePacket(
  request: { readonly source: string; readonly limits: Partial<Limits> },
  context: Context,
  use: (packet: Packet) => Promise<void>,
): Promise<boolean> {
  let seen = 0
  return eachPacket({ sources: [request.source], limits: request.limits }, context, async packet => {
    seen += 1
    if (seen > 1)
      throw failure(`${visibleControls(request.source)} holds several packets; extract it and name one.`)
    await use(packet)
  })
}
