// Shows how far the making of a packet is: one line on stderr, on a terminal only, and each retry as a line that stays.
import { bytes } from '../../analyzer/reports/text/words.js'
import type { GenerationEvent } from '../../generator/mattermost/remote/request-types.js'
import type { Context } from '../context.js'

const redrawMs = 150

export type ShownEvent =
  GenerationEvent | { readonly kind: 'collecting' | 'sanitizing'; readonly step: string }

export interface GenerationLine {
  show(event: ShownEvent): void
  end(): void
}

export function createGenerationLine(context: Context, quiet: boolean, now = Date.now): GenerationLine {
  const { stderr } = context.io
  const live = !quiet && stderr.isTTY === true
  let drawnAt = 0
  let drawn = false
  const clear = (): void => {
    if (drawn) stderr.write('\r\u001b[K')
    drawn = false
  }
  const draw = (text: string): void => {
    if (!live) return
    stderr.write(`\r${text}\u001b[K`)
    drawn = true
  }
  return {
    show(event) {
      if (event.kind === 'retrying') {
        clear()
        if (!quiet) void context.note(`${event.reason} Asking again in ${Math.ceil(event.waitMs / 1000)} s.`)
        return
      }
      if (event.kind === 'receiving' && now() - drawnAt < redrawMs) return
      drawnAt = now()
      draw(textOf(event))
    },
    end: clear,
  }
}

export function textOf(event: Exclude<ShownEvent, { kind: 'retrying' }>): string {
  switch (event.kind) {
    case 'asking':
      return 'The server is making the packet (it profiles itself for 5 s)…'
    case 'receiving':
      return event.totalBytes === undefined
        ? `Receiving: ${bytes(event.doneBytes)}`
        : `Receiving: ${Math.floor((event.doneBytes / Math.max(1, event.totalBytes)) * 100)} % of ${bytes(event.totalBytes)}`
    case 'collecting':
      return `Collecting: ${event.step}…`
    case 'sanitizing':
      return `Sanitizing: ${event.step}…`
    case 'checking':
      return 'Checking the packet…'
  }
}
