// What a running command has at hand: ways to write, and how its output may look.
import { writeTo, type Io } from './io.js'
import { colourWanted, columnsOf } from './terminal.js'

export interface Context {
  readonly io: Io
  /** Results. `false` when nobody reads them any more. */
  write(chunk: string | Uint8Array): Promise<boolean>
  /** Remarks on the results, on stderr. */
  writeError(text: string): Promise<boolean>
  /** One line for people on stderr, with the name of the tool. */
  note(message: string): Promise<void>
  readonly colour: boolean
  /** Columns of the terminal, or a width that reads well. */
  readonly columns: number
}

export function createContext(io: Io, noColour: boolean): Context {
  return {
    io,
    write: chunk => writeTo(io.stdout, chunk),
    writeError: text => writeTo(io.stderr, text),
    note: async message => {
      await writeTo(io.stderr, `support-packet: ${message}\n`)
    },
    colour: !noColour && colourWanted(io.env, io.stdout.isTTY === true),
    columns: columnsOf(io.stdout, io.env),
  }
}
