// Column types of a parse tree in the words of `information_schema`, which is how database_schema.yaml has them.
import { valueAt } from '../shape.js'
import { listAt, stringsAt } from './tree.js'
import type { Fields } from './tree.js'

export interface ColumnType {
  readonly data_type: string
  /** Of texts with a limit. */
  readonly max_length?: number
}

/** Types whose name in the catalogue is not the one `information_schema` shows. */
const words: Readonly<Record<string, string>> = {
  bit: 'bit',
  bool: 'boolean',
  bpchar: 'character',
  char: '"char"',
  float4: 'real',
  float8: 'double precision',
  int2: 'smallint',
  int4: 'integer',
  int8: 'bigint',
  serial: 'integer',
  serial2: 'smallint',
  serial4: 'integer',
  serial8: 'bigint',
  bigserial: 'bigint',
  smallserial: 'smallint',
  time: 'time without time zone',
  timestamp: 'timestamp without time zone',
  timestamptz: 'timestamp with time zone',
  timetz: 'time with time zone',
  varbit: 'bit varying',
  varchar: 'character varying',
}

/** Types that are called the same in both. */
const sameWords = new Set(
  (
    'box bytea cidr circle date inet int4range int8range interval json jsonb jsonpath line lseg macaddr macaddr8 money ' +
    'name numeric numrange oid path pg_lsn point polygon refcursor regclass regconfig text tid tsquery tsrange ' +
    'tstzrange tsvector txid_snapshot uuid xid xml daterange'
  ).split(' '),
)

/** Domain → the type it stands on. */
export type Domains = ReadonlyMap<string, ColumnType>

/** The type a `TypeName` means; `undefined` when it is none. */
export function columnType(typeName: unknown, domains: Domains): ColumnType | undefined {
  const names = stringsAt(typeName, 'names')
  const name = names.at(-1)
  if (name === undefined) return undefined
  if (listAt(typeName, 'arrayBounds').length > 0) return { data_type: 'ARRAY' }
  const word = wordFor(name, names)
  if (word === undefined) return domains.get(name) ?? { data_type: 'USER-DEFINED' }
  const length = lengthOf(typeName as Fields, name)
  return length === undefined ? { data_type: word } : { data_type: word, max_length: length }
}

/** `undefined` for a type that somebody made: an enum, a domain, one of an extension. */
function wordFor(name: string, names: readonly string[]): string | undefined {
  if (names.length > 1 && names[0] !== 'pg_catalog') return undefined
  return Object.hasOwn(words, name) ? words[name] : sameWords.has(name) ? name : undefined
}

const withLength = new Set(['bit', 'bpchar', 'varbit', 'varchar'])

function lengthOf(typeName: Fields, name: string): number | undefined {
  if (!withLength.has(name)) return undefined
  const modifier = valueAt(typeName, ['typmods', 0, 'A_Const', 'ival', 'ival'])
  return typeof modifier === 'number' ? modifier : undefined
}
