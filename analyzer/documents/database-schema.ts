// database_schema.yaml (Mattermost 10.11 and later, PostgreSQL): tables and views with columns and indexes, in random order.
//
//   database_collation: C.UTF-8
//   tables:
//   - name: commandwebhooks
//     columns:
//     - name: id
//       data_type: character varying
//       max_length: 26
//       is_nullable: false
//     indexes:
//     - name: commandwebhooks_pkey
//       definition: CREATE UNIQUE INDEX commandwebhooks_pkey ON public.commandwebhooks USING btree (id)
import { yamlParser } from './parser.js'
import type { FromShape } from './shape.js'

const shape = {
  database_collation: 'string',
  database_encoding: 'string',
  /** Tables and views, no materialized views; another order in every packet. */
  tables: [
    {
      /** Lower case. */
      name: 'string',
      /** Only when a column was given another collation than the database's. */
      collation: 'string',
      /** Storage options, values as text. */
      options: { '*': 'string' },
      /** In the table's order. */
      columns: [
        {
          name: 'string',
          /** As in information_schema. */
          data_type: 'string',
          /** Left out when unlimited. */
          max_length: 'number',
          is_nullable: 'boolean',
        },
      ],
      /** In catalogue order, not sorted. */
      indexes: [{ name: 'string', definition: 'string' }],
    },
  ],
} as const

export type DatabaseSchema = FromShape<typeof shape>
export type SchemaTable = NonNullable<DatabaseSchema['tables']>[number]

export const parseDatabaseSchema = yamlParser(shape)

/** Table name → table, whatever the order of the file. */
export function tablesByName(schema: DatabaseSchema): ReadonlyMap<string, SchemaTable> {
  const named = (schema.tables ?? []).flatMap(table =>
    table.name === undefined ? [] : [[table.name, table] as const],
  )
  return new Map(named)
}
