// Writes records as they come: in pieces large enough to be fast, and never more of them than asked for.
import { visibleControls } from '../analyzer/lib/terminal-text.js'
import type { ShownRecord } from '../analyzer/log-records.js'
import type { Context } from './context.js'
import type { TimeText } from './log-zone.js'
import { recordJson, recordLine, type RecordFormat } from './log-lines.js'

export interface RecordWriter {
  /** False when no more records are wanted. */
  readonly add: (records: readonly ShownRecord[]) => Promise<boolean>
  /** Writes what was kept back; gives the number of records written. */
  readonly finish: () => Promise<number>
}

export interface WriterOptions {
  readonly format: RecordFormat
  readonly raw: boolean
  readonly withNode: boolean
  readonly timeText: TimeText
  /** Only the first so many. */
  readonly most: number
  /** Only the last so many. */
  readonly tail: number | undefined
}

export function createRecordWriter(options: WriterOptions, context: Context): RecordWriter {
  const { most, tail, format } = options
  let kept: ShownRecord[] = []
  let written = 0

  async function write(records: readonly ShownRecord[]): Promise<boolean> {
    const wanted = records.slice(0, Math.max(0, most - written))
    const isOpen = await context.write(textOf(wanted, options, context, written === 0))
    written += wanted.length
    return isOpen && written < most
  }

  return {
    add: async records => {
      if (tail === undefined) return write(records)
      kept.push(...records.slice(-tail || records.length))
      // Not at every piece: dropping from the front moves all others.
      if (kept.length > 2 * tail) kept = tail === 0 ? [] : kept.slice(-tail)
      return tail > 0
    },
    finish: async () => {
      if (tail !== undefined && tail > 0) await write(kept.slice(-tail))
      if (format === 'json') await context.write(written === 0 ? '[]\n' : '\n]\n')
      return written
    },
  }
}

function textOf(
  records: readonly ShownRecord[],
  { format, raw, withNode, timeText }: WriterOptions,
  context: Context,
  isFirst: boolean,
): string | Buffer {
  if (records.length === 0) return ''
  switch (format) {
    case 'ndjson':
      return records.map(record => `${recordJson(record)}\n`).join('')
    case 'json':
      return (isFirst ? '[\n' : ',\n') + records.map(recordJson).join(',\n')
    case 'text':
      if (raw) return rawLines(records, context.io.stdout.isTTY === true)
      return records
        .map(record => recordLine(record, { colour: context.colour, withNode, timeText }))
        .join('')
  }
}

/** As they are in the file; on a terminal with their control characters visible. */
function rawLines(records: readonly ShownRecord[], isTerminal: boolean): string | Buffer {
  const lines = records.map(({ raw }) => raw ?? Buffer.alloc(0))
  if (!isTerminal) return Buffer.concat(lines.flatMap(line => [line, newline]))
  return lines
    .map(
      line =>
        `${line
          .toString('utf8')
          .split(/\r?\n/)
          .map(text => visibleControls(text, true))
          .join('\n')}\n`,
    )
    .join('')
}

const newline = Buffer.from('\n')
