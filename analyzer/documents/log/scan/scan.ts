// Reads one part of a log by itself: a pure function of its bytes, whichever thread runs it. What is remembered from part to
// part (heads, plans, answers of patterns) saves time and changes no result.
import type { DocumentKind } from '../../../packet/layout-types.js'
import { createBadLines } from './bad-lines.js'
import { CLOSE_BRACE, NEWLINE, OPEN_BRACE } from '../bytes.js'
import { appliesTo, type CompiledQueries } from '../queries/compile-queries.js'
import { createFramer, withoutReturn } from '../formats/framer.js'
import type { LineFormat, RecordHead } from '../formats/head.js'
import type { LogPart, PartResult } from './part.js'
import { allCollectors, type CollectorList } from './part-collectors.js'
import { createRecordReader } from './record-reader.js'
import { createNulSearch } from '../formats/torn-line.js'

/** What all files of a kind have in common: whoever scans them is the same. */
export interface FileKind {
  readonly kind: DocumentKind
  /** Queries that name no file look in it, and it tells starts and stops. */
  readonly isDefault: boolean
}

export type ScanPart = (part: LogPart) => PartResult

export interface ScanOptions {
  readonly index?: boolean
  readonly collectors?: CollectorList
}

export function createScan(
  compiled: CompiledQueries,
  byOf: readonly (string | undefined)[],
  file: FileKind,
  { index = false, collectors = allCollectors }: ScanOptions = {},
): ScanPart {
  const applying = compiled.matchers.filter(matcher => appliesTo(matcher, file.kind, file.isDefault))
  const reader = createRecordReader({ compiled, applying, byOf, file, index, collectors })
  const bad = createBadLines()
  const formats = new Set<LineFormat>()
  const nuls = createNulSearch()
  const framer = createFramer(
    {
      record(_bytes: Buffer, head: RecordHead, line: number) {
        formats.add(head.format)
        reader.record(head, line)
      },
      bad: (kind, bytes, start, end, line) => bad.add(kind, line, bytes, start, end),
    },
    { beyondBound: 'dropped' },
  )
  let lines = 0
  let isFirstPart = false
  /** Heads that are recognised are of the usual JSON. */
  let hasKnown = false

  function readLine(bytes: Buffer, start: number, stop: number): void {
    const line = lines++
    const end = withoutReturn(bytes, start, stop)
    const known = nuls.isIn(bytes, start, end) ? undefined : reader.recognise(bytes, start, end)
    if (known !== undefined) {
      framer.close(bytes)
      hasKnown = true
      if (reader.repeat(known, start, end, line)) return
    }
    framer.line(bytes, start, stop, line, isFirstPart && line === 0)
  }

  function readLines(bytes: Buffer): number {
    for (let start = 0; ;) {
      // A record that is still open has to be closed first.
      const followed = framer.openStart() === undefined ? reader.follow(start, lines) : -1
      if (followed === -1) {
        const newline = bytes.indexOf(NEWLINE, start)
        if (newline === -1) return start
        readLine(bytes, start, newline)
        start = newline + 1
      } else {
        hasKnown = true
        lines++
        start = followed + 1
      }
    }
  }

  /** The log ends inside of this line. */
  function readCutLine(bytes: Buffer, start: number): void {
    const end = withoutReturn(bytes, start, bytes.length)
    if (bytes[start] !== OPEN_BRACE || bytes[end - 1] === CLOSE_BRACE) readLine(bytes, start, bytes.length)
    else {
      framer.close(bytes)
      bad.add('cut', lines++, bytes, start, end)
    }
  }

  function scanTooLong({ bytes }: LogPart): void {
    lines = 1
    bad.add('too-long', 0, bytes, 0, bytes.length)
  }

  return part => {
    const { bytes } = part
    lines = 0
    isFirstPart = part.offset === 0
    hasKnown = false
    formats.clear()
    reader.begin(bytes)
    framer.begin(part.nearMs)
    let endsInsideLine = false
    if (part.isTooLong) scanTooLong(part)
    else {
      const rest = readLines(bytes)
      endsInsideLine = rest < bytes.length
      if (endsInsideLine) readCutLine(bytes, rest)
      framer.close(bytes)
    }
    if (hasKnown) formats.add('json')
    return { lines, endsInsideLine, formats: [...formats], bad: bad.take(), ...reader.take() }
  }
}
