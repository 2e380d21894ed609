// The YAML half of resource-stream.ts: every piece of the text read on its own, and where each of its values stands.
import type { Problem } from '../../packet/problem.js'
import { maxProblems, problem } from '../problem-codes.js'
import { locateIn } from '../spots.js'
import { sourceText } from '../text.js'
import type { SourceText } from '../text.js'
import type { Locate, Place, ValuePath } from '../types.js'
import { eventsOf } from '../yaml-load.js'
import { readPlainYaml } from '../yaml-plain.js'
import { spotsOfYaml } from '../yaml-spots.js'
import { parseYaml } from '../yaml.js'
import { piecesOf } from './resource-pieces.js'
import type { Piece } from './resource-pieces.js'
import { plainOffset } from './resource-place.js'
import { maxObjects, unwrapped } from './resource-raw.js'
import type { RawObjects } from './resource-raw.js'

/** Broken pieces that are read as far as they go; of a text that is no YAML at all, the rest is not worth the time. */
const maxBroken = 200

/** An object and where it stands: in which piece, and at which path of it. */
interface Kept {
  readonly object: unknown
  readonly piece: Piece
  readonly prefix: ValuePath
  /** The piece was plain, so that its keys are found by their columns. */
  readonly isPlain: boolean
}

interface Work {
  readonly source: SourceText
  readonly problems: Problem[]
  broken: number
}

/** All objects of a YAML text. Nothing at all is no object and no problem: so `tctl get` prints an empty list. */
export function readObjects(source: SourceText): RawObjects {
  const work: Work = { source, problems: [...source.problems, ...cutOff(source)], broken: 0 }
  const pieces = piecesOf(source.text)
  const kept = pieces.slice(0, maxObjects).flatMap(piece => readPiece(work, piece))
  return {
    objects: kept.map(({ object }) => object),
    count: kept.length + Math.max(0, pieces.length - maxObjects),
    locate: locateKept(source, kept),
    problems: work.problems.slice(0, maxProblems),
  }
}

/** Both programs end what they print with a line end. */
function cutOff(source: SourceText): readonly Problem[] {
  if (source.text.trim() === '' || source.text.endsWith('\n')) return []
  const { line, column } = source.placeOf(source.text.length)
  const message = `The list ends inside line ${line}: it was cut off.`
  return [
    problem('DOCUMENT_CUT', message, {
      expected: 'a line end after the last line',
      found: 'none',
      line,
      column,
    }),
  ]
}

function readPiece(work: Work, piece: Piece): readonly Kept[] {
  const text = work.source.text.slice(piece.start, piece.end)
  const plain = readPlainYaml(text)
  const value = plain ?? readAnyYaml(work, piece, text)
  const { objects, above } = unwrapped(value)
  if (above === undefined) return [{ object: value, piece, prefix: [], isPlain: plain !== undefined }]
  return objects.map((object, index) => ({ object, piece, prefix: [...above, index], isPlain: false }))
}

/** What the full parser makes of it; a broken piece gives what can be read, and a problem with its line in the entry. */
function readAnyYaml(work: Work, piece: Piece, text: string): unknown {
  if (work.broken > maxBroken) return undefined
  const parsed = parseYaml(sourceText(text))
  const found = parsed.kind === 'ok' ? parsed.problems : [parsed.problem]
  if (found.length > 0) {
    work.broken++
    const linesBefore = work.source.placeOf(piece.start).line - 1
    work.problems.push(...found.slice(0, maxProblems).map(one => shifted(one, linesBefore)))
  }
  return parsed.kind === 'ok' ? parsed.value : undefined
}

function shifted(found: Problem, lines: number): Problem {
  if (found.line === undefined) return found
  const message = found.message.replace(/\bline (\d+)/g, (_, line: string) => `line ${Number(line) + lines}`)
  return { ...found, message, line: found.line + lines }
}

/** Places remembered: a finding asks for the same few again and again. */
const maxPlaces = 500

/** Looks at the text of one piece only, however long the entry is. */
function locateKept(source: SourceText, kept: readonly Kept[]): Locate {
  const known = new Map<string, Place | undefined>()
  return path => {
    const key = JSON.stringify(path)
    if (!known.has(key)) {
      if (known.size >= maxPlaces) known.clear()
      known.set(key, placeIn(source, kept, path))
    }
    return known.get(key)
  }
}

function placeIn(source: SourceText, kept: readonly Kept[], [index, ...path]: ValuePath): Place | undefined {
  const found = typeof index === 'number' ? kept[index] : undefined
  if (found === undefined) return { line: 1, column: 1 }
  const { piece, prefix, isPlain } = found
  const text = source.text.slice(piece.start, piece.end)
  const offset = isPlain ? plainOffset(text, path) : undefined
  if (offset !== undefined) return source.placeOf(piece.start + offset)
  return locateIn(source, () => spotsOfYaml(text, eventsOf(text), piece.start))([...prefix, ...path])
}
