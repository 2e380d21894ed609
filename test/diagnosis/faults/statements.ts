// Faults that show in what PostgreSQL, or the pooler before it, says to statements of the server.
import { failedCall, logs, times } from '../edit-sample.js'
import type { Fault, Faults } from '../fault.js'

/** Saving messages fails with this text of the database. */
const said = (text: string, first: string): Fault => ({
  edits: [
    logs(times(6, failedCall('CreatePost', 'Unable to save the Post.', `failed to save Post: pq: ${text}`))),
  ],
  first,
})

export const statementFaults: Faults = {
  'a condition was added to a table': said(
    'new row for relation "posts" violates check constraint "no_evil"',
    'database-rows-refused',
  ),
  'a column of somebody else must not be empty': said(
    'null value in column "tenant" of relation "posts" violates not-null constraint',
    'database-rows-refused',
  ),
  'row level security was switched on': said(
    'new row violates row-level security policy for table "posts"',
    'database-rows-refused',
  ),
  'a column became too small for times': said('integer out of range', 'database-types-unfit'),
  'a column became text': said(
    'column "props" is of type text but expression is of type jsonb',
    'database-types-unfit',
  ),
  'a primary key is gone, and upserts fail': said(
    'there is no unique or exclusion constraint matching the ON CONFLICT specification',
    'database-unique-index-lost',
  ),
  'a function of the search is gone': said(
    'function to_tsvector(unknown, text) does not exist',
    'database-functions-missing',
  ),
  'the system of the database was upgraded': said(
    'database "mattermost" has a collation version mismatch',
    'database-collation-unfit',
  ),
  'transaction numbers are used up': said(
    'database is not accepting commands to avoid wraparound data loss in database "mattermost"',
    'database-transaction-numbers-used-up',
  ),
  'temporary files are limited': said(
    'temporary file size exceeds temp_file_limit (1024kB)',
    'database-temporary-space-limited',
  ),
  'the pooler cannot log in to the database': said(
    'server login has been failing, cached error: connect failed (server_login_retry)',
    'database-pooler-without-database',
  ),
  'the schema was changed while the server ran': said(
    'cached plan must not change result type',
    'database-changed-while-running',
  ),
  'a trigger refuses messages in its own words': said(
    'posting is disabled by trigger',
    'database-answers-with-errors',
  ),
}
