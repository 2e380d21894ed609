// Broken YAML → every block that parses. Blocks are found by indentation, from the top level down to single lines.
import type { Problem } from '../packet/problem.js'
import { maxProblems, problem } from './problem-codes.js'
import { isMap } from './shape.js'
import { locateIn, spot } from './spots.js'
import type { Spot } from './spots.js'
import type { SourceText } from './text.js'
import type { Parsed, ValuePath } from './types.js'
import { eventsOf, tryLoad } from './yaml-load.js'
import type { YamlError } from './yaml-load.js'
import { spotsOfYaml } from './yaml-spots.js'

/** Blocks tried before the rest is given up; keeps the time bounded for text that is not YAML at all. */
const maxAttempts = 2000

/** A value is nothing (all of it broken), or what could be read. */
interface Salvaged {
  readonly value: unknown
  readonly spot: () => Spot | undefined
}

interface Work {
  readonly source: SourceText
  readonly problems: Problem[]
  attempts: number
}

/** Reads a text that does not load as a whole. `error` is what the parser said of it. */
export function salvageYaml(source: SourceText, error: YamlError): Parsed<unknown> {
  // In parts of the text the anchors would be missing, and other mistakes be told than the one there is.
  if (error.isLimit) return { kind: 'unreadable', problem: syntaxProblem(source, error) }
  const work: Work = { source, problems: [], attempts: 0 }
  const salvaged = readBroken(work, { start: 0, end: source.text.length, mask: undefined }, [])
  if (work.problems.length === 0) work.problems.push(syntaxProblem(source, error))
  const [first, ...others] = work.problems
  if (salvaged === undefined) {
    return { kind: 'unreadable', problem: first ?? syntaxProblem(source, error) }
  }
  const problems = [...source.problems, ...(first ? [first] : []), ...others]
  return { kind: 'ok', value: salvaged.value, locate: locateIn(source, salvaged.spot), problems }
}

/** A stretch of whole lines. `mask`: offset of a list dash that has been dealt with and counts as a space. */
interface Block {
  readonly start: number
  readonly end: number
  readonly mask: number | undefined
}

function readBlock(work: Work, block: Block, path: ValuePath): Salvaged | undefined {
  if (++work.attempts > maxAttempts) return undefined
  const text = textOf(work.source, block)
  const attempt = tryLoad(text, true)
  if (attempt.kind === 'error') return readBroken(work, block, path, attempt.error)
  if (attempt.documents.length === 0) return undefined
  return { value: attempt.documents[0], spot: () => spotsOfYaml(text, eventsOf(text), block.start) }
}

/** Splits a block that does not load into its parts; a part that cannot be split any more is given up. */
function readBroken(work: Work, block: Block, path: ValuePath, error?: YamlError): Salvaged | undefined {
  const parts = partsOf(work.source, block)
  const [only] = parts
  if (only === undefined || path.length > 20) return giveUp(work, block, error)
  const made = only.isItem ? readItems(work, parts, path) : readPairs(work, parts, path)
  if (made === undefined && work.problems.length === 0) return giveUp(work, block, error)
  return made
}

function readItems(work: Work, parts: readonly Part[], path: ValuePath): Salvaged | undefined {
  const items: Salvaged[] = []
  for (const part of parts) {
    if (!part.isItem) {
      giveUp(work, part)
      continue
    }
    const inner = { start: part.start, end: part.end, mask: part.dash }
    const item = readBlock(work, inner, [...path, items.length])
    if (item !== undefined) items.push(item)
  }
  if (items.length === 0) return undefined
  return { value: items.map(item => item.value), spot: () => spotOf(parts[0]?.start ?? 0, items.entries()) }
}

function readPairs(work: Work, parts: readonly Part[], path: ValuePath): Salvaged | undefined {
  const pairs = new Map<string | number, Salvaged>()
  for (const part of parts) {
    for (const [key, value] of readPair(work, part, path)) pairs.set(key, value)
  }
  if (pairs.size === 0) return undefined
  const values = [...pairs].map(([key, pair]) => [key, pair.value] as const)
  return { value: Object.fromEntries(values), spot: () => spotOf(parts[0]?.start ?? 0, pairs) }
}

/** One `key: value` with all its lines; more than one pair when a whole part loads as a mapping of several. */
function readPair(work: Work, part: Part, path: ValuePath): Iterable<readonly [string, Salvaged]> {
  if (++work.attempts > maxAttempts) return []
  const text = textOf(work.source, part)
  const attempt = tryLoad(text, true)
  if (attempt.kind === 'value') {
    const loaded = attempt.documents[0]
    if (isMap(loaded)) return pairsOf(loaded, () => spotsOfYaml(text, eventsOf(text), part.start))
    if (loaded === undefined) return []
    giveUp(work, part)
    return []
  }
  const inner = part.body === undefined ? undefined : readBlock(work, part.body, [...path, part.key])
  if (inner === undefined) {
    if (part.body === undefined) giveUp(work, part, attempt.error)
    return []
  }
  const at = part.start
  return [[part.key, { value: inner.value, spot: () => spot(at, inner.spot()?.children) }]]
}

function pairsOf(value: object, root: () => Spot | undefined): (readonly [string, Salvaged])[] {
  return Object.entries(value).map(([key, inner]) => [
    key,
    { value: inner as unknown, spot: () => root()?.children?.get(key) },
  ])
}

function spotOf(at: number, parts: Iterable<readonly [string | number, Salvaged]>): Spot {
  const children = new Map<string | number, Spot>()
  for (const [key, part] of parts) {
    const inner = part.spot()
    if (inner !== undefined) children.set(key, inner)
  }
  return spot(at, children)
}

function giveUp(work: Work, block: Block, error?: YamlError): undefined {
  if (work.problems.length >= maxProblems) return
  const attempt = error === undefined ? tryLoad(textOf(work.source, block)) : undefined
  const reason =
    error ?? (attempt?.kind === 'error' ? attempt.error : { reason: 'expected "key: value"', at: 0 })
  const blank = /^\s*/.exec(textOf(work.source, block))?.[0].length ?? 0
  const at = block.start + (reason.at === 0 ? blank : reason.at)
  work.problems.push(syntaxProblem(work.source, { reason: reason.reason, at }))
}

/** Of a part of the text the parser says of a tab only that something else was expected. */
function syntaxProblem(source: SourceText, { reason, at }: YamlError): Problem {
  const place = source.placeOf(at)
  const isTab = /^ *\t/.test(source.line(place.line) ?? '')
  const said = isTab ? 'tab characters must not be used in indentation' : reason
  return problem('YAML_SYNTAX', `Broken YAML in line ${place.line}, column ${place.column}: ${said}.`, {
    ...place,
  })
}

/** A part of a block: an item of a list, or a key with its value. */
interface Part extends Block {
  readonly isItem: boolean
  /** Offset of an item's dash. */
  readonly dash: number | undefined
  readonly key: string
  /** The lines below a key, when its value stands there. */
  readonly body: Block | undefined
}

/** Lines that start a part stand in the column of the block's first line; other lines belong to the part before. */
function partsOf(source: SourceText, block: Block): Part[] {
  const text = textOf(source, block)
  const lines = linesOf(text).filter(line => line.content !== '' && !/^(#|---|%)/.test(line.content))
  const [first] = lines
  if (first === undefined) return []
  const isList = first.content.startsWith('-')
  const starts = lines.filter(
    line => line.indent === first.indent && (isList || !/^-(\s|$)/.test(line.content)),
  )
  return starts.map((line, index) => {
    const start = index === 0 ? 0 : line.start
    const end = starts[index + 1]?.start ?? text.length
    return partOf(block, text, line, start, end)
  })
}

function partOf(block: Block, text: string, line: Line, start: number, end: number): Part {
  const isItem = /^-(\s|$)/.test(line.content)
  const at = block.start
  const mask =
    block.mask !== undefined && block.mask >= at + start && block.mask < at + end ? block.mask : undefined
  const key = keyOf(line.content)
  const below = Math.min(line.end + 1, text.length)
  return {
    start: at + start,
    end: at + end,
    mask,
    isItem,
    dash: isItem ? at + line.start + line.indent : undefined,
    key: key ?? '',
    body:
      key !== undefined && below < end ? { start: at + below, end: at + end, mask: undefined } : undefined,
  }
}

/** The key of a line that is only a key, its value standing below; a comment may follow. */
function keyOf(content: string): string | undefined {
  const comment = content.indexOf(' #')
  const line = (comment < 0 ? content : content.slice(0, comment)).trimEnd()
  if (!line.endsWith(':')) return undefined
  const key = line.slice(0, -1).trimEnd()
  const quote = key[0]
  const quoted = (quote === '"' || quote === "'") && key.length > 1 && key.endsWith(quote)
  return quoted ? key.slice(1, -1) : key
}

interface Line {
  readonly start: number
  readonly end: number
  readonly indent: number
  readonly content: string
}

function linesOf(text: string): Line[] {
  const lines: Line[] = []
  for (let start = 0; start < text.length;) {
    const found = text.indexOf('\n', start)
    const end = found < 0 ? text.length : found
    const line = text.slice(start, end)
    lines.push({ start, end, indent: line.length - line.trimStart().length, content: line.trim() })
    start = end + 1
  }
  return lines
}

/** The block's text; a masked dash becomes a space, so that an item reads as the mapping in it. */
function textOf(source: SourceText, block: Block): string {
  const text = source.text.slice(block.start, block.end)
  if (block.mask === undefined) return text
  const at = block.mask - block.start
  return `${text.slice(0, at)} ${text.slice(at + 1)}`
}
