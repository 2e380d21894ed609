// What a terminal can show: colour by the usual variables, columns by its size.
import type { Io, Terminal } from './io.js'

const widthWithoutTerminal = 100

/** FORCE_COLOR decides over NO_COLOR, as Node itself does it; without either, a terminal that is not dumb has colour. */
export function colourWanted(env: Io['env'], isTerminal: boolean): boolean {
  const force = env['FORCE_COLOR']
  if (force !== undefined) return force !== '0' && force !== 'false'
  if (env['NO_COLOR'] !== undefined && env['NO_COLOR'] !== '') return false
  return isTerminal && env['TERM'] !== 'dumb'
}

export function columnsOf(stream: Terminal, env: Io['env']): number {
  const stated = Number(env['COLUMNS'])
  if (stream.isTTY !== true) return widthWithoutTerminal
  return stream.columns ?? (Number.isInteger(stated) && stated > 0 ? stated : widthWithoutTerminal)
}
