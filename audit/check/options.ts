// The options of a target or format against their definitions: types, bounds, choices; a default where one may stand in.
import type {
  FlagOption,
  NumberOption,
  OptionDefinition,
  OptionTable,
  TextOption,
  ValuesOf,
} from '../config/option-definition.js'
import type { Field, Fields } from './fields.js'
import { fieldsOf, isObject } from './fields.js'
import type { Judge, MessagePath, Reader } from './message.js'
import { refuses, serverRefuses, targetLeftOut } from './message.js'
import { found, nearest } from './words.js'

/** `undefined` when the target cannot be without what is missing or wrong. */
export function readOptions<T extends OptionTable>(
  table: T,
  value: unknown,
  path: MessagePath,
  judge: Judge,
): ValuesOf<T> | undefined {
  const object = value ?? {}
  if (!isObject(object)) {
    sayWrongType(path, value, 'an object', judge, 'the defaults are used')
    return undefined
  }
  const fields = fieldsOf(object, path, keysFor(table, judge.reader), judge)
  const values: Record<string, unknown> = {}
  let usable = true
  for (const [name, definition] of Object.entries(table)) {
    const value = readOption({ name, definition, fields, path, judge })
    usable &&= value !== undefined
    values[name] = value
  }
  return usable ? (values as ValuesOf<T>) : undefined
}

/** What the server passes over is unknown to it, and the spelling of the documentation is one of these. */
function keysFor(table: OptionTable, reader: Reader) {
  const definitions = Object.entries(table)
  const read = definitions.filter(([, { toolOnly }]) => reader === 'tool' || toolOnly !== true)
  const spellings = definitions.flatMap(([name, definition]) =>
    definition.kind === 'flag' && definition.alsoSpelled !== undefined
      ? [[definition.alsoSpelled, name] as const]
      : [],
  )
  const own = definitions.filter(([, { toolOnly }]) => toolOnly === true)
  return {
    known: [
      ...read.map(([name]) => name),
      ...(reader === 'tool' ? spellings.map(([spelled]) => spelled) : []),
    ],
    explained: new Map([
      ...spellings.map(
        ([spelled, name]) =>
          [spelled, `${spelled} is in the documentation, but servers read ${name}`] as const,
      ),
      ...own.map(
        ([name]) => [name, `${name} is an option of support-packet; servers do not know it`] as const,
      ),
    ]),
  }
}

interface Reading<D extends OptionDefinition = OptionDefinition> {
  readonly name: string
  readonly definition: D
  readonly fields: Fields
  readonly path: MessagePath
  readonly judge: Judge
}

function readOption(reading: Reading): string | number | boolean | undefined {
  const { definition } = reading
  switch (definition.kind) {
    case 'text':
      return readText(reading as Reading<TextOption>)
    case 'number':
      return readNumber(reading as Reading<NumberOption>)
    case 'flag':
      return readFlag(reading as Reading<FlagOption>)
  }
}

function readText({ name, definition, fields, path, judge }: Reading<TextOption>): string | undefined {
  const field = fields.get(name) ?? formerField(definition, fields, judge)
  if (field === undefined) return absent(name, definition, path, judge)
  const { value } = field
  if (typeof value !== 'string') return wrongType(field, 'a text', definition, judge)
  if (value === '') return absent(name, definition, path, judge)
  if (definition.choices !== undefined && !definition.choices.includes(value)) {
    sayUnknownValue(field, definition, judge)
    return definition.default
  }
  return value
}

function formerField(definition: TextOption, fields: Fields, judge: Judge): Field | undefined {
  const field = definition.formerly?.map(name => fields.get(name)).find(Boolean)
  if (field === undefined) return undefined
  judge.say({
    severity: 'info',
    code: 'OLD_NAME',
    path: field.path,
    message: 'This is the old name of host',
    effect: 'it still counts',
  })
  return field
}

function sayUnknownValue(field: Field, { choices = [], default: usual }: TextOption, judge: Judge): void {
  const meant = nearest(String(field.value), choices)
  judge.say({
    severity: 'error',
    code: 'UNKNOWN_VALUE',
    path: field.path,
    message: `${found(field.value)} is none of the known values`,
    effect: { server: serverRefuses, tool: `${usual} is used` },
    known: choices,
    ...(meant === undefined ? {} : { meant }),
  })
}

function readNumber({ name, definition, fields, path, judge }: Reading<NumberOption>): number | undefined {
  const field = fields.get(name)
  if (field === undefined) return absent(name, definition, path, judge)
  const { value } = field
  if (typeof value !== 'number' || !Number.isInteger(value))
    return wrongType(field, 'a whole number', definition, judge)
  if (value === 0 && definition.required) return absent(name, definition, path, judge)
  if (value === 0 && definition.zeroMeansDefault) return definition.default
  if (value >= definition.least && value <= definition.most) return value
  return beyond(field, definition, judge)
}

function beyond(field: Field, definition: NumberOption, judge: Judge): number | undefined {
  const { least, most, required, serverBeyond } = definition
  judge.say({
    severity: 'error',
    code: 'OUT_OF_BOUNDS',
    path: field.path,
    message: `${found(field.value)} is not between ${least} and ${most}`,
    effect: { server: serverBeyond, tool: required ? targetLeftOut : `${definition.default} is used` },
  })
  return required ? undefined : definition.default
}

function readFlag({ name, definition, fields, judge }: Reading<FlagOption>): boolean | undefined {
  const field =
    fields.get(name) ??
    (definition.alsoSpelled === undefined ? undefined : fields.get(definition.alsoSpelled))
  if (field === undefined) return definition.default
  return typeof field.value === 'boolean' ? field.value : wrongType(field, 'true or false', definition, judge)
}

/** The default, or nothing and a word on it where there can be none. */
function absent<D extends TextOption | NumberOption>(
  name: string,
  definition: D,
  path: MessagePath,
  judge: Judge,
): D['default'] | undefined {
  if (definition.required !== true) return definition.default
  judge.say({
    severity: 'error',
    code: 'MISSING',
    path: [...path, name],
    message: `${name} is missing`,
    effect: refuses,
  })
  return undefined
}

function wrongType<D extends OptionDefinition>(
  { value, path }: Field,
  wanted: string,
  definition: D,
  judge: Judge,
): D['default'] | undefined {
  const required = definition.kind !== 'flag' && definition.required === true
  sayWrongType(
    path,
    value,
    wanted,
    judge,
    required ? targetLeftOut : `${JSON.stringify(definition.default)} is used`,
  )
  return required ? undefined : definition.default
}

export function sayWrongType(
  path: MessagePath,
  value: unknown,
  wanted: string,
  judge: Judge,
  instead: string,
): void {
  judge.say({
    severity: 'error',
    code: 'WRONG_TYPE',
    path,
    message: `${found(value)} is not ${wanted}`,
    effect: { server: serverRefuses, tool: instead },
  })
}
