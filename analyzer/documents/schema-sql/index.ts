// postgres_schema_dump.sql: a schema as `pg_dump --schema-only` writes it, read into the model of database_schema.yaml.
// Views are left out: what types their columns have, only the database can tell. The statements are read by PostgreSQL's
// own parser, one by one, so that one it does not understand costs nothing but itself.
//
//   CREATE TABLE public.commandwebhooks (
//       id character varying(26) NOT NULL,
//       usecount integer
//   );
//   ALTER TABLE ONLY public.commandwebhooks
//       ADD CONSTRAINT commandwebhooks_pkey PRIMARY KEY (id);
//   CREATE INDEX idx_command_webhook_create_at ON public.commandwebhooks USING btree (createat);
import type { Problem } from '../../packet/problem.js'
import { parseDatabaseSchema } from '../database-schema.js'
import type { DatabaseSchema } from '../database-schema.js'
import { maxProblems, problem } from '../problem-codes.js'
import type { SourceText } from '../text.js'
import type { Parsed } from '../types.js'
import { locateIn, schemaDocument, tablesOf } from './document.js'
import { applyStatement, emptyDraft } from './draft.js'
import type { Draft } from './draft.js'
import { parseStatement } from './library.js'
import { maxBroken, maxParsedLength, maxStatementLength } from './limits.js'
import { statementsOf } from './statements.js'
import type { Statement } from './statements.js'

export { loadSqlParser } from './library.js'

/** `loadSqlParser` must have ended before. */
export function parseDatabaseSchemaSql(source: SourceText): Parsed<DatabaseSchema> {
  if (isServersYaml(source.text)) return parseDatabaseSchema(source)
  const other = otherFormat(source.text)
  if (other !== undefined) return { kind: 'unreadable', problem: problem('DOCUMENT_SHAPE', other) }
  const { draft, problems } = readScript(source)
  const tables = tablesOf(draft)
  if (tables.length === 0) return { kind: 'unreadable', problem: problems[0] ?? noTable() }
  return {
    kind: 'ok',
    value: schemaDocument(draft, tables),
    locate: locateIn(source, tables),
    problems: problems.slice(0, maxProblems),
  }
}

/** Servers write YAML; somebody may have given that file the name in the documentation. */
function isServersYaml(text: string): boolean {
  return /^(?:database_collation|database_encoding|tables):/m.test(text.slice(0, 500))
}

function otherFormat(text: string): string | undefined {
  if (text.startsWith('PGDMP'))
    return 'The dump is in the custom format of pg_dump; only its plain format is read.'
  if (/^-- (?:MySQL|MariaDB) dump /m.test(text.slice(0, 500)))
    return 'The dump is of MySQL, not of PostgreSQL.'
  return undefined
}

function noTable(): Problem {
  return problem('DOCUMENT_SHAPE', 'The script creates no table.', { expected: 'CREATE TABLE …' })
}

interface Script {
  readonly draft: Draft
  readonly problems: Problem[]
}

/** Reads statement by statement, within the limits. */
function readScript(source: SourceText): Script {
  const script: Script = { draft: emptyDraft(), problems: [] }
  let parsedLength = 0
  let last: Statement | undefined
  for (const statement of statementsOf(source.text)) {
    last = statement
    if (!concernsTables(source.text, statement)) continue
    parsedLength += statement.end - statement.start
    if (parsedLength > maxParsedLength || script.problems.length >= maxBroken) {
      script.problems.unshift(restNotRead(source, statement))
      return script
    }
    readStatement(source, statement, script)
  }
  if (last?.open === true || lacksTrailer(source.text)) script.problems.unshift(cutOff(source))
  return script
}

/** The first words of statements that say something of tables, databases and types. */
const concerned =
  /^(?:create\s+(?:(?:unlogged|foreign|global|local|temp|temporary)\s+)*table|create\s+(?:unique\s+)?index|alter\s+table|create\s+(?:database|domain))\s/i

function concernsTables(text: string, { start, end }: Statement): boolean {
  return concerned.test(text.slice(start, Math.min(end, start + 100)))
}

function readStatement(source: SourceText, { start, end, open }: Statement, script: Script): void {
  if (end - start > maxStatementLength) {
    script.problems.push(tooLong(source, start, end - start))
    return
  }
  const text = source.text.slice(start, end)
  const parsed = parseStatement(text)
  if (parsed.kind === 'statement') applyStatement(script.draft, { statement: parsed.statement, text, start })
  // Of one that was cut off, the end of the script tells.
  else if (!open) script.problems.push(notUnderstood(source, start + parsed.at, parsed.reason))
}

function notUnderstood(source: SourceText, offset: number, reason: string): Problem {
  const { line, column } = source.placeOf(offset)
  const message = `The statement in line ${line} is not understood and left out: ${reason}.`
  return problem('SQL_SYNTAX', message, { expected: 'SQL of PostgreSQL', line, column })
}

function tooLong(source: SourceText, offset: number, length: number): Problem {
  const { line } = source.placeOf(offset)
  return problem('DOCUMENT_TOO_LARGE', `The statement in line ${line} is too long and left out.`, {
    expected: `at most ${maxStatementLength} characters`,
    found: `${length} characters`,
    line,
  })
}

function restNotRead(source: SourceText, { start }: Statement): Problem {
  const { line } = source.placeOf(start)
  return problem('DOCUMENT_TOO_LARGE', `The script is not read beyond line ${line}.`, {
    expected: `at most ${maxParsedLength} characters of table definitions, with fewer than ${maxBroken} mistakes`,
    line,
  })
}

/** pg_dump says when it is done. */
function lacksTrailer(text: string): boolean {
  return (
    /^-- PostgreSQL database dump\r?$/m.test(text.slice(0, 2000)) &&
    !text.slice(-2000).includes('-- PostgreSQL database dump complete')
  )
}

function cutOff(source: SourceText): Problem {
  const { line, column } = source.placeOf(source.text.length)
  return problem('DOCUMENT_CUT', `The dump ends in line ${line} before it is complete: it was cut off.`, {
    expected: '-- PostgreSQL database dump complete',
    found: 'the end of the entry',
    line,
    column,
  })
}
