// Counts the records of a part by level, message shape and caller file. The shapes live on from part to part, their counters
// begin anew with each.
import type { RecordHead } from '../formats/head.js'
import { logLimits } from '../limits.js'
import type { PartTemplate } from './part.js'
import { templateKey } from '../templates/template.js'
import { createTimeBuckets, type TimeBucketCounter } from '../templates/time-buckets.js'
import type { Level } from '../types.js'

export interface Shape {
  readonly key: string
  readonly level: Level
  readonly caller: string
  readonly template: string
  /** The part that the counters below are of. */
  part: number
  /** Place among the part's templates. */
  index: number
  count: number
  firstMs: number
  lastMs: number
  /** Its first record in the part. */
  start: number
  end: number
  line: number
  timeMs: number
  readonly buckets: TimeBucketCounter
}

export interface ShapeTable {
  readonly find: (level: Level, template: string, caller: string) => Shape
  readonly beginPart: () => void
  readonly count: (shape: Shape, head: RecordHead, line: number) => void
  readonly countKnown: (shape: Shape, timeMs: number, start: number, end: number, line: number) => void
  readonly takePart: () => PartTemplate[]
}

export function createShapeTable(): ShapeTable {
  const shapes = new Map<string, Shape>()
  let ofPart: Shape[] = []
  let part = 0

  function find(level: Level, template: string, caller: string): Shape {
    const key = templateKey(level, template, caller)
    const known = shapes.get(key)
    if (known) return known
    if (shapes.size >= 4 * logLimits.templates) shapes.clear()
    const shape = createShape(key, level, template, caller)
    shapes.set(key, shape)
    return shape
  }

  function countKnown(shape: Shape, timeMs: number, start: number, end: number, line: number): void {
    if (shape.part !== part) enter(shape, timeMs, start, end, line)
    shape.count++
    if (timeMs < shape.firstMs) shape.firstMs = timeMs
    if (timeMs > shape.lastMs) shape.lastMs = timeMs
    shape.buckets.add(timeMs)
  }

  function enter(shape: Shape, timeMs: number, start: number, end: number, line: number): void {
    shape.part = part
    shape.index = ofPart.push(shape) - 1
    shape.count = 0
    shape.firstMs = Infinity
    shape.lastMs = -Infinity
    shape.start = start
    shape.end = end
    shape.line = line
    shape.timeMs = timeMs
  }

  return {
    find,
    beginPart() {
      part++
      ofPart = []
    },
    count: (shape, { timeMs, start, end }, line) => countKnown(shape, timeMs, start, end, line),
    countKnown,
    takePart: () => ofPart.map(toPartTemplate),
  }
}

function createShape(key: string, level: Level, template: string, caller: string): Shape {
  return {
    key,
    level,
    caller,
    template,
    part: 0,
    index: 0,
    count: 0,
    firstMs: Infinity,
    lastMs: -Infinity,
    start: 0,
    end: 0,
    line: 0,
    timeMs: NaN,
    buckets: createTimeBuckets(),
  }
}

function toPartTemplate(shape: Shape): PartTemplate {
  const { key, level, caller, template, count, firstMs, lastMs, start, end, line, timeMs } = shape
  const buckets = shape.buckets.take()
  return { key, level, caller, template, count, firstMs, lastMs, buckets, start, end, line, timeMs }
}
