// The levels that a target lists. They are discrete: what is not listed is not written, and the number decides, not the name.
import type { Level } from '../levels.js'
import {
  allAuditLevels,
  auditLevels,
  idsOfSeveralNames,
  isAuditLevel,
  levelIds,
  levelName,
} from '../levels.js'
import type { Field, Fields } from './fields.js'
import { fieldsOf, isObject } from './fields.js'
import type { Judge, MessagePath } from './message.js'
import { serverRefuses } from './message.js'
import { sayWrongType } from './options.js'
import { found, nearest } from './words.js'

const keys = { known: ['id', 'name', 'stacktrace', 'color'] }
/** The largest number of a level that the server's logger keeps. */
const LARGEST_ID = 65_535
const MOST_LEVELS = 100

const nothingElse = {
  server: 'this target writes nothing',
  tool: `all audit levels are written: ${auditLevels.join(', ')}`,
} as const

/** The levels of a target. support-packet writes all audit levels where none is named. */
export function readLevels(field: Field | undefined, target: MessagePath, judge: Judge): readonly Level[] {
  const path = field?.path ?? [...target, 'levels']
  const listed = field?.value ?? []
  if (!Array.isArray(listed)) {
    sayWrongType(path, listed, 'a list of levels', judge, nothingElse.tool)
    return allAuditLevels
  }
  const levels = (listed as readonly unknown[])
    .slice(0, MOST_LEVELS)
    .flatMap((item, index) => readLevel(item, [...path, index], judge))
  if (listed.length === 0)
    judge.say({
      severity: 'error',
      code: 'NO_LEVELS',
      path,
      message: 'No level is listed',
      effect: nothingElse,
    })
  sayTwice(levels, path, judge)
  return judge.reader === 'tool' ? writable(levels, path, judge) : levels
}

function readLevel(item: unknown, path: MessagePath, judge: Judge): readonly Level[] {
  if (!isObject(item)) {
    sayWrongType(path, item, 'an object such as {"id": 100, "name": "audit-api"}', judge, 'it is passed over')
    return []
  }
  const fields = fieldsOf(item, path, keys, judge)
  const id = readId(fields, path, judge)
  if (id === undefined) return []
  const name = readName(fields, id, path, judge)
  const stacktrace = readStacktrace(fields, judge)
  const color = readColour(fields, judge)
  return [{ id, name, stacktrace, ...(color === undefined ? {} : { color }) }]
}

/** A level without a number counts as 0, `panic`, in servers; its name tells what was meant. */
function readId(fields: Fields, path: MessagePath, judge: Judge): number | undefined {
  const field = fields.get('id')
  const name = fields.get('name')?.value
  const byName =
    typeof name === 'string' && Object.hasOwn(levelIds, name)
      ? levelIds[name as keyof typeof levelIds]
      : undefined
  if (field === undefined) {
    const effect = {
      server: 'it counts as 0, which is panic',
      tool: byName === undefined ? 'it is passed over' : `${byName} is used`,
    }
    judge.say({
      severity: 'error',
      code: 'MISSING',
      path: [...path, 'id'],
      message: 'The number of the level is missing',
      effect,
    })
    return byName
  }
  const { value } = field
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0) {
    sayWrongType(field.path, value, 'a whole number from 0 on', judge, 'it is passed over')
    return undefined
  }
  if (value > LARGEST_ID) sayTooLarge(field, judge)
  else if (levelName(value) === undefined && !idsOfSeveralNames.has(value)) sayUnknownId(field, name, judge)
  return value
}

function sayTooLarge({ path, value }: Field, judge: Judge): void {
  judge.say({
    severity: 'error',
    code: 'OUT_OF_BOUNDS',
    path,
    message: `${found(value)} is not between 0 and ${LARGEST_ID}`,
    effect: 'nothing is ever logged at this level',
  })
}

function sayUnknownId({ path, value }: Field, name: unknown, judge: Judge): void {
  const meant = typeof name === 'string' ? nearest(name, Object.keys(levelIds)) : undefined
  judge.say({
    severity: 'warning',
    code: 'UNKNOWN_LEVEL',
    path,
    message: `No server up to 11.x has a level ${found(value)}`,
    effect: 'nothing is written at this level',
    known: Object.entries(levelIds).map(([known, id]) => `${id} ${known}`),
    ...(meant === undefined ? {} : { meant: `${levelIds[meant as keyof typeof levelIds]} ${meant}` }),
  })
}

function readName(fields: Fields, id: number, path: MessagePath, judge: Judge): string {
  const field = fields.get('name')
  const usual = levelName(id)
  if (field === undefined || field.value === '') {
    const effect = { server: 'records show no level', tool: `${usual ?? id} is used` }
    judge.say({
      severity: 'info',
      code: 'MISSING',
      path: [...path, 'name'],
      message: 'The name of the level is missing',
      effect,
    })
    return usual ?? String(id)
  }
  if (typeof field.value !== 'string') {
    sayWrongType(field.path, field.value, 'a text', judge, `${usual ?? id} is used`)
    return usual ?? String(id)
  }
  if (usual !== undefined && usual !== field.value) sayMismatch(field, id, usual, judge)
  return field.value
}

/** A name of one's own is allowed; one that belongs to another number misleads. */
function sayMismatch({ path, value }: Field, id: number, usual: string, judge: Judge): void {
  const named = String(value)
  const other = Object.hasOwn(levelIds, named) ? levelIds[named as keyof typeof levelIds] : undefined
  judge.say({
    severity: other === undefined ? 'info' : 'warning',
    code: 'LEVEL_MISMATCH',
    path,
    message: `Level ${id} is ${usual} in servers${other === undefined ? '' : `; ${named} is ${other}`}`,
    effect: `the number decides: records of ${usual} are written, as ${found(named)}`,
  })
}

function readStacktrace(fields: Fields, judge: Judge): boolean {
  const field = fields.get('stacktrace')
  if (field === undefined) return false
  if (typeof field.value === 'boolean') return field.value
  sayWrongType(field.path, field.value, 'true or false', judge, 'false is used')
  return false
}

const colours = [
  '30 black',
  '31 red',
  '32 green',
  '33 yellow',
  '34 blue',
  '35 magenta',
  '36 cyan',
  '37 white',
]

function readColour(fields: Fields, judge: Judge): number | undefined {
  const field = fields.get('color')
  if (field === undefined || field.value === 0) return undefined
  const { value, path } = field
  if (typeof value === 'number' && Number.isInteger(value) && value >= 30 && value <= 37) return value
  const fits = typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 255
  const effect = {
    server: fits ? 'it is written as an escape code of the terminal all the same' : serverRefuses,
    tool: 'no colour is used',
  }
  const message = `${found(value)} is no colour`
  judge.say({
    severity: fits ? 'info' : 'error',
    code: 'UNKNOWN_VALUE',
    path,
    message,
    effect,
    known: colours,
  })
  return undefined
}

function sayTwice(levels: readonly Level[], path: MessagePath, judge: Judge): void {
  const ids = levels.map(({ id }) => id)
  const twice = ids.find((id, index) => ids.indexOf(id) !== index)
  if (twice === undefined) return
  const message = `Level ${twice} is listed twice`
  judge.say({ severity: 'info', code: 'LEVEL_TWICE', path, message, effect: 'the last one counts' })
}

/** support-packet writes audit levels only: a target with none of them would stay empty without a word. */
function writable(levels: readonly Level[], path: MessagePath, judge: Judge): readonly Level[] {
  if (levels.some(({ id }) => isAuditLevel(id))) return levels
  if (levels.length > 0)
    judge.say({
      severity: 'error',
      code: 'NO_LEVELS',
      path,
      message: 'None of the levels is one of audit records',
      effect: nothingElse,
      known: allAuditLevels.map(({ id, name }) => `${id} ${name}`),
    })
  return allAuditLevels
}
