// Inflated bytes of a profile → columns. The format: https://github.com/google/pprof/blob/main/proto/profile.proto.
//
//   message Profile { sample_type = 1; sample = 2; mapping = 3; location = 4; function = 5; string_table = 6; … }
//
// As strict as `go tool pprof`: a number that points nowhere makes the whole unreadable, since every name would be in doubt.
import { withBoundedCalls } from './bounded-calls.js'
import type { IntColumn, NumberColumn } from './columns.js'
import { intColumn, ints, numberColumn, numbers, pushInt, pushNumber } from './columns.js'
import { type DenseIds, denseIds } from './dense-ids.js'
import { profileLimits } from './limits.js'
import { type StringTable, stringTable } from './string-table.js'
import type {
  FunctionTable,
  Label,
  LocationTable,
  Mapping,
  Profile,
  SampleTable,
  ValueType,
} from './types.js'
import {
  type Wire,
  bytesType,
  isMalformed,
  malformed,
  readEnd,
  readFields,
  readInteger,
  readUnsigned,
  tagOf,
  varintType,
} from './wire.js'

export type Decoded =
  { readonly kind: 'ok'; readonly profile: Profile } | { readonly kind: 'malformed'; readonly reason: string }

export function decodeProfile(bytes: Uint8Array): Decoded {
  const draft = newDraft(bytes)
  try {
    readProfile({ bytes, at: 0 }, draft)
    return { kind: 'ok', profile: finish(draft) }
  } catch (error) {
    if (!isMalformed(error)) throw error
    return { kind: 'malformed', reason: error.message }
  }
}

/** What has been read; strings are still numbers, since their table comes last. */
interface Draft {
  readonly strings: StringTable
  readonly sampleTypes: RawType[]
  readonly mappings: RawMapping[]
  readonly mappingIds: DenseIds
  readonly functionIds: DenseIds
  readonly locationIds: DenseIds
  readonly functions: RawFunctions
  readonly locations: RawLocations
  readonly samples: RawSamples
  readonly comments: number[]
  periodType: RawType
  readonly scalars: Scalars
}

interface RawType {
  type: number
  unit: number
}

interface RawMapping extends Omit<Mapping, 'file' | 'buildId'> {
  readonly index: number
  readonly file: number
  readonly buildId: number
}

/** In the order of the file; `index` is what other parts know them by. */
interface RawFunctions {
  readonly index: IntColumn
  readonly name: IntColumn
  readonly systemName: IntColumn
  readonly file: IntColumn
  readonly startLine: NumberColumn
}

interface RawLocations {
  readonly index: IntColumn
  readonly mapping: IntColumn
  readonly address: NumberColumn
  readonly lineEnd: IntColumn
  readonly lineFunction: IntColumn
  readonly lineNumber: NumberColumn
}

interface RawSamples {
  readonly frameEnd: IntColumn
  readonly frames: IntColumn
  readonly values: NumberColumn
  readonly valueEnd: IntColumn
  readonly labels: RawLabel[]
}

interface RawLabel {
  readonly sample: number
  key: number
  text: number
  number: number
  unit: number
}

/** Single numbers of the profile, by field. */
type Scalars = Record<
  'dropFrames' | 'keepFrames' | 'timeNanos' | 'durationNanos' | 'period' | 'defaultType',
  number
>

function newDraft(bytes: Uint8Array): Draft {
  return {
    strings: stringTable(bytes),
    sampleTypes: [],
    mappings: [],
    mappingIds: denseIds('mapping', profileLimits.mappings),
    functionIds: denseIds('function', profileLimits.functions),
    locationIds: denseIds('location', profileLimits.locations),
    functions: {
      index: intColumn(),
      name: intColumn(),
      systemName: intColumn(),
      file: intColumn(),
      startLine: numberColumn(),
    },
    locations: {
      index: intColumn(),
      mapping: intColumn(),
      address: numberColumn(),
      lineEnd: intColumn(),
      lineFunction: intColumn(),
      lineNumber: numberColumn(),
    },
    samples: {
      frameEnd: intColumn(),
      frames: intColumn(16 * 1024),
      values: numberColumn(),
      valueEnd: intColumn(),
      labels: [],
    },
    comments: [],
    periodType: { type: 0, unit: 0 },
    scalars: { dropFrames: 0, keepFrames: 0, timeNanos: 0, durationNanos: 0, period: 0, defaultType: 0 },
  }
}

function readProfile(wire: Wire, draft: Draft): void {
  const end = wire.bytes.length
  readFields(wire, end, tag => {
    if (tag % 8 === bytesType) return readPart(wire, readEndBefore(wire, end), Math.floor(tag / 8), draft)
    const name = scalarFields.get(tag)
    if (name === undefined) return readSingleComment(wire, tag, draft)
    if (name === 'timeNanos' && draft.scalars.timeNanos !== 0)
      throw malformed('it is several profiles in one')
    draft.scalars[name] = readInteger(wire)
    return true
  })
}

const scalarFields: ReadonlyMap<number, keyof Scalars> = new Map([
  [tagOf(7, varintType), 'dropFrames'],
  [tagOf(8, varintType), 'keepFrames'],
  [tagOf(9, varintType), 'timeNanos'],
  [tagOf(10, varintType), 'durationNanos'],
  [tagOf(12, varintType), 'period'],
  [tagOf(14, varintType), 'defaultType'],
])

/** Start and end of a value with a length; the wire stays in front of the length, so that the value can still be skipped. */
interface Part {
  readonly start: number
  readonly end: number
}

function readEndBefore(wire: Wire, limit: number): Part {
  const before = wire.at
  const end = readEnd(wire, limit)
  const part = { start: wire.at, end }
  wire.at = before
  return part
}

function readPart(wire: Wire, { start, end }: Part, field: number, draft: Draft): boolean {
  const read = partReaders[field]
  if (read === undefined) return false
  wire.at = start
  read(wire, end, draft)
  return true
}

type ReadPart = (wire: Wire, end: number, draft: Draft) => void

const partReaders: Readonly<Record<number, ReadPart>> = {
  1: (wire, end, { sampleTypes }) => {
    if (sampleTypes.length >= profileLimits.sampleTypes) throw malformed('it has too many kinds of values')
    sampleTypes.push(readType(wire, end))
  },
  2: readSample,
  3: readMapping,
  4: readLocation,
  5: readFunction,
  6: (wire, end, { strings }) => {
    strings.add(wire.at, end)
    wire.at = end
  },
  11: (wire, end, draft) => {
    draft.periodType = readType(wire, end)
  },
  13: (wire, end, { comments }) => {
    while (wire.at < end) addComment(readInteger(wire), comments)
  },
}

function readSingleComment(wire: Wire, tag: number, { comments }: Draft): boolean {
  if (tag !== tagOf(13, varintType)) return false
  addComment(readInteger(wire), comments)
  return true
}

/** More than a person would read is left out. */
function addComment(text: number, comments: number[]): void {
  if (comments.length < 100) comments.push(text)
}

function readType(wire: Wire, end: number): RawType {
  const raw = { type: 0, unit: 0 }
  readFields(wire, end, tag => {
    if (tag === tagOf(1, varintType)) raw.type = readInteger(wire)
    else if (tag === tagOf(2, varintType)) raw.unit = readInteger(wire)
    else return false
    return true
  })
  return raw
}

function readSample(wire: Wire, end: number, { samples, locationIds }: Draft): void {
  const { frames, values, labels } = samples
  if (samples.frameEnd.length >= profileLimits.samples)
    throw malformed(`it has more than ${profileLimits.samples} samples`)
  while (wire.at < end) {
    switch (readUnsigned(wire)) {
      case tagOf(1, bytesType):
        for (const until = readEnd(wire, end); wire.at < until;)
          pushInt(frames, locationIds.indexOf(readUnsigned(wire)))
        break
      case tagOf(1, varintType):
        pushInt(frames, locationIds.indexOf(readUnsigned(wire)))
        break
      case tagOf(2, bytesType):
        for (const until = readEnd(wire, end); wire.at < until;) pushNumber(values, readInteger(wire))
        break
      case tagOf(2, varintType):
        pushNumber(values, readInteger(wire))
        break
      case tagOf(3, bytesType):
        labels.push(readLabel(wire, readEnd(wire, end), samples.frameEnd.length))
        break
      default:
        throw malformed('a sample has a part of unknown form')
    }
  }
  if (wire.at !== end) throw malformed('parts of it overlap')
  if (frames.length > profileLimits.frames) throw malformed(`it has more than ${profileLimits.frames} frames`)
  if (labels.length > profileLimits.labels) throw malformed(`it has more than ${profileLimits.labels} labels`)
  pushInt(samples.frameEnd, frames.length)
  pushInt(samples.valueEnd, values.length)
}

function readLabel(wire: Wire, end: number, sample: number): RawLabel {
  const label = { sample, key: 0, text: 0, number: 0, unit: 0 }
  readFields(wire, end, tag => {
    if (tag === tagOf(1, varintType)) label.key = readInteger(wire)
    else if (tag === tagOf(2, varintType)) label.text = readInteger(wire)
    else if (tag === tagOf(3, varintType)) label.number = readInteger(wire)
    else if (tag === tagOf(4, varintType)) label.unit = readInteger(wire)
    else return false
    return true
  })
  return label
}

function readMapping(wire: Wire, end: number, { mappings, mappingIds }: Draft): void {
  const numbers = [0, 0, 0, 0, 0, 0, 0]
  readFields(wire, end, tag => {
    const field = Math.floor(tag / 8)
    if (tag % 8 !== varintType || field < 1 || field > 6) return false
    numbers[field] = field < 5 ? readUnsigned(wire) : readInteger(wire)
    return true
  })
  const [, id = 0, start = 0, limit = 0, offset = 0, file = 0, buildId = 0] = numbers
  mappings.push({ index: mappingIds.define(id), id, start, limit, offset, file, buildId })
}

function readLocation(
  wire: Wire,
  end: number,
  { locations, locationIds, mappingIds, functionIds }: Draft,
): void {
  let id = 0
  let mapping = 0
  let address = 0
  readFields(wire, end, tag => {
    if (tag === tagOf(1, varintType)) id = readUnsigned(wire)
    else if (tag === tagOf(2, varintType)) mapping = readUnsigned(wire)
    else if (tag === tagOf(3, varintType)) address = readUnsigned(wire)
    else if (tag === tagOf(4, bytesType)) readLine(wire, readEnd(wire, end), locations, functionIds)
    else return false
    return true
  })
  pushInt(locations.index, locationIds.define(id))
  pushInt(locations.mapping, mapping === 0 ? -1 : mappingIds.indexOf(mapping))
  pushNumber(locations.address, address)
  pushInt(locations.lineEnd, locations.lineFunction.length)
}

function readLine(wire: Wire, end: number, locations: RawLocations, functionIds: DenseIds): void {
  let functionId = 0
  let line = 0
  readFields(wire, end, tag => {
    if (tag === tagOf(1, varintType)) functionId = readUnsigned(wire)
    else if (tag === tagOf(2, varintType)) line = readInteger(wire)
    else return false
    return true
  })
  if (functionId === 0) throw malformed('a line belongs to no function')
  if (locations.lineFunction.length >= profileLimits.lines)
    throw malformed(`it has more than ${profileLimits.lines} lines`)
  pushInt(locations.lineFunction, functionIds.indexOf(functionId))
  pushNumber(locations.lineNumber, line)
}

function readFunction(wire: Wire, end: number, { functions, functionIds }: Draft): void {
  const numbers = [0, 0, 0, 0, 0, 0]
  readFields(wire, end, tag => {
    const field = Math.floor(tag / 8)
    if (tag % 8 !== varintType || field < 1 || field > 5) return false
    numbers[field] = field === 1 ? readUnsigned(wire) : readInteger(wire)
    return true
  })
  const [, id = 0, name = 0, systemName = 0, file = 0, startLine = 0] = numbers
  pushInt(functions.index, functionIds.define(id))
  pushInt(functions.name, stringNumber(name))
  pushInt(functions.systemName, stringNumber(systemName))
  pushInt(functions.file, stringNumber(file))
  pushNumber(functions.startLine, startLine)
}

/** A number that fits a column; what does not is out of every table's range. */
function stringNumber(value: number): number {
  return value >= 0 && value <= profileLimits.strings ? value : -1
}

function finish(draft: Draft): Profile {
  const { strings, scalars } = draft
  strings.check()
  if (!draft.locationIds.allDefined()) throw malformed('a sample names a location that is not in it')
  if (!draft.functionIds.allDefined()) throw malformed('a location names a function that is not in it')
  const sampleTypes = draft.sampleTypes.map(type => typeOf(type, strings))
  return {
    sampleTypes,
    defaultSampleType: strings.text(scalars.defaultType),
    periodType: typeOf(draft.periodType, strings),
    period: scalars.period,
    timeNanos: scalars.timeNanos,
    durationNanos: scalars.durationNanos,
    comments: draft.comments.map(text => strings.text(text)),
    dropFrames: strings.text(scalars.dropFrames),
    keepFrames: strings.text(scalars.keepFrames),
    mappings: draft.mappings.map(({ index: _, file, buildId, ...rest }) => ({
      ...rest,
      file: strings.text(file),
      buildId: strings.text(buildId),
    })),
    functions: functionTable(draft),
    locations: withBoundedCalls(locationTable(draft), ints(draft.samples.frames)),
    samples: sampleTable(draft.samples, sampleTypes.length),
    labels: draft.samples.labels.flatMap(label => labelOf(label, strings)),
  }
}

function typeOf({ type, unit }: RawType, strings: StringTable): ValueType {
  return { type: strings.text(type), unit: strings.text(unit) }
}

function labelOf({ sample, key, text, number, unit }: RawLabel, strings: StringTable): readonly Label[] {
  const name = strings.text(key)
  if (text !== 0) return [{ sample, key: name, value: strings.text(text), unit: '' }]
  return number === 0 && unit === 0 ? [] : [{ sample, key: name, value: number, unit: strings.text(unit) }]
}

function functionTable({ functions, functionIds, strings }: Draft): FunctionTable {
  const names = new Array<string>(functionIds.count).fill('')
  const systemNames = new Array<string>(functionIds.count).fill('')
  const files = new Array<string>(functionIds.count).fill('')
  const startLines = new Float64Array(functionIds.count)
  ints(functions.index).forEach((index, order) => {
    names[index] = strings.text(functions.name.data[order] ?? -1)
    systemNames[index] = strings.text(functions.systemName.data[order] ?? -1)
    files[index] = strings.text(functions.file.data[order] ?? -1)
    startLines[index] = functions.startLine.data[order] ?? 0
  })
  return { names, systemNames, files, startLines }
}

function locationTable({ locations, locationIds, mappings, mappingIds }: Draft): LocationTable {
  const { count } = locationIds
  const lineStart = new Int32Array(count)
  const lineEnd = new Int32Array(count)
  const address = new Float64Array(count)
  const mapping = new Int32Array(count).fill(-1)
  // Mappings are listed in the order of the file, and may be named without being there: that is no mapping.
  const mappingOrder = new Map(mappings.map(({ index }, order) => [index, order]))
  ints(locations.index).forEach((index, order) => {
    lineStart[index] = order === 0 ? 0 : (locations.lineEnd.data[order - 1] ?? 0)
    lineEnd[index] = locations.lineEnd.data[order] ?? 0
    address[index] = locations.address.data[order] ?? 0
    const named = locations.mapping.data[order] ?? -1
    mapping[index] = named >= 0 && mappingIds.isDefined(named) ? (mappingOrder.get(named) ?? -1) : -1
  })
  return {
    lineStart,
    lineEnd,
    lineFunction: ints(locations.lineFunction),
    lineNumber: numbers(locations.lineNumber),
    address,
    mapping,
  }
}

function sampleTable(raw: RawSamples, types: number): SampleTable {
  const count = raw.frameEnd.length
  const frameEnd = ints(raw.frameEnd)
  const frameStart = new Int32Array(count)
  frameStart.set(frameEnd.subarray(0, Math.max(0, count - 1)), Math.min(1, count))
  if (count > 0 && types === 0) throw malformed('it does not say what its values are')
  for (let sample = 0; sample < count; sample++) {
    if (raw.valueEnd.data[sample] !== (sample + 1) * types)
      throw malformed(`a sample has another number of values than the ${types} that are declared`)
  }
  return { count, frameStart, frameEnd, frames: ints(raw.frames), values: numbers(raw.values) }
}
