// Reads PostgreSQL's parse tree, as libpg-query gives it: every node is a map with one key, its kind.
import { isMap, valueAt } from '../shape.js'

/** A node without its kind: the fields. Fields that have their default are left out of the tree. */
export type Fields = Readonly<Record<string, unknown>>

/** The fields of a node of that kind; `undefined` for a node of another kind. */
export function fieldsOf(node: unknown, kind: string): Fields | undefined {
  const fields = valueAt(node, [kind])
  return isMap(fields) ? fields : undefined
}

export function listAt(fields: unknown, ...path: readonly string[]): readonly unknown[] {
  const list = valueAt(fields, path)
  return Array.isArray(list) ? list : []
}

export function textAt(fields: unknown, ...path: readonly string[]): string | undefined {
  const text = valueAt(fields, path)
  return typeof text === 'string' ? text : undefined
}

/** The text of a `String` node. */
export function stringOf(node: unknown): string | undefined {
  return textAt(node, 'String', 'sval')
}

/** The texts of a list of `String` nodes: the parts of a qualified name, the columns of a key. */
export function stringsAt(fields: unknown, ...path: readonly string[]): readonly string[] {
  return listAt(fields, ...path).flatMap(node => stringOf(node) ?? [])
}

/** Value of an option as text: `fillfactor=90`, `autovacuum_vacuum_scale_factor='0.1'`, a bare `security_barrier`. */
export function optionText(argument: unknown): string {
  const integer = valueAt(argument, ['Integer'])
  return (
    stringOf(argument) ??
    textAt(argument, 'Float', 'fval') ??
    // Zero is the default of the field, so it is left out.
    (isMap(integer) ? numberText(integer['ival']) : undefined) ??
    textAt(listAt(argument, 'TypeName', 'names').at(-1), 'String', 'sval') ??
    'true'
  )
}

function numberText(value: unknown): string {
  return typeof value === 'number' ? String(value) : '0'
}

/** The options of a `WITH (…)`, of `SET (…)` or of CREATE DATABASE. */
export function optionsOf(nodes: readonly unknown[]): readonly (readonly [name: string, value: string])[] {
  return nodes.flatMap(node => {
    const name = textAt(node, 'DefElem', 'defname')
    return name === undefined ? [] : [[name, optionText(valueAt(node, ['DefElem', 'arg']))] as const]
  })
}
