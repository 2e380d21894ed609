// The text of debug=1: distinct stacks, each with how many goroutines have it. States and waits are not in it.
//
//   goroutine profile: total 95
//   12 @ 0x44e0ae 0x44f2d5
//   # labels: {"request":"posts"}
//   #	0x1b0f4e5	net/http.(*conn).serve+0x6f5	net/http/server.go:2092
import { goroutineLimits } from '../limits.js'
import type { Frame, Goroutine } from './types.js'

export interface CountReader {
  line(text: string): void
  /** `total`: as the head states it. */
  end(cut: boolean): {
    readonly cut: boolean
    readonly strangeLines: number
    readonly total: number | undefined
  }
}

export function countReader(onGoroutine: (goroutine: Goroutine) => void): CountReader {
  let number = 0
  let total: number | undefined
  let counted = 0
  let strangeLines = 0
  let draft: { count: number; line: number; frames: Frame[] } | undefined

  function finish(): void {
    if (draft === undefined) return
    counted += draft.count
    onGoroutine({ ...unstated, ...draft, arguments: draft.frames.map(() => '') })
    draft = undefined
  }

  return {
    line(text) {
      number++
      const count = /^(\d{1,9}) @(?: 0x[0-9a-f]+)*\s*$/.exec(text)?.[1]
      if (count !== undefined) {
        finish()
        draft = { count: Number(count), line: number, frames: [] }
      } else if (text === '') finish()
      else if (text.startsWith('#')) addFrame(text, draft?.frames)
      else {
        const stated = /^goroutine profile: total (\d{1,9})/.exec(text)?.[1]
        if (stated === undefined) strangeLines++
        else total = Number(stated)
      }
    },
    end(cut) {
      finish()
      return { cut: cut || (total !== undefined && counted < total), strangeLines, total }
    },
  }
}

/** What a form without states says of a goroutine. */
export const unstated: Omit<Goroutine, 'count' | 'line' | 'frames' | 'arguments'> = {
  id: 0,
  state: '',
  waitMinutes: 0,
  lockedToThread: false,
  elided: false,
  createdBy: undefined,
  cut: false,
}

/** Parts are separated by tabs; names of generic functions may hold spaces. */
function addFrame(text: string, frames: Frame[] | undefined): void {
  const [, address = '', call = '', place = ''] = text.split(/\t+/, 4)
  const end = call.lastIndexOf('+0x')
  if (!address.startsWith('0x') || end <= 0) return
  if (frames === undefined || frames.length >= goroutineLimits.frames) return
  const colon = place.lastIndexOf(':')
  const line = Number.parseInt(place.slice(colon + 1), 10)
  frames.push({
    function: call.slice(0, end),
    file: colon < 0 ? place.trim() : place.slice(0, colon),
    line: Number.isNaN(line) ? 0 : line,
  })
}
