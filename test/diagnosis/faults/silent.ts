// Faults that leave no line in a log: they show in the schema, in counts, in permissions, in plugins or in waiting goroutines.
import type { Edit } from '../edit-sample.js'
import { diagnostics, goroutines, stats, text } from '../edit-sample.js'
import type { Faults } from '../fault.js'

const schema = (from: string | RegExp, to: string): Edit =>
  text('database_schema.yaml', tables => tables.replace(from, to))

/** Takes a permission from a role of permissions.yaml. */
const revoke = (role: string, permission: string): Edit =>
  text('permissions.yaml', roles => {
    const start = roles.indexOf(`  name: ${role}\n`)
    const line = `  - ${permission}\n`
    const at = roles.indexOf(line, start)
    return `${roles.slice(0, at)}${roles.slice(at + line.length)}`
  })

const request = (...inner: readonly string[]): readonly string[] => [
  ...inner,
  'github.com/mattermost/mattermost/server/v8/channels/web.Handler.ServeHTTP',
  'net/http.serverHandler.ServeHTTP',
  'net/http.(*conn).serve',
]
const platform = 'github.com/mattermost/mattermost/server/v8/channels/app/platform'

export const silentFaults: Faults = {
  'a column was made unique': {
    edits: [
      schema(
        /(- name: posts\n(?: {2}.*\n)*? {2}indexes:\n)/,
        '$1  - name: uniq_posts_user\n    definition: CREATE UNIQUE INDEX uniq_posts_user ON public.posts USING btree (userid)\n',
      ),
    ],
    first: 'schema-unique-indexes-foreign',
  },
  'the list of migrations is gone': {
    edits: [schema(/- name: db_migrations\n(?: {2}.*\n)*/, '')],
    first: 'schema-migration-history-missing',
  },
  'the rights on all tables were revoked': {
    edits: [
      text('database_schema.yaml', tables => `${tables.slice(0, tables.indexOf('tables:'))}tables: []\n`),
    ],
    first: 'schema-empty',
  },
  'the database is Turkish': {
    edits: [schema('database_collation: C.UTF-8', 'database_collation: tr_TR.UTF-8')],
    first: 'database-language-folds-letters',
  },
  'no connection to the database is open': {
    edits: [diagnostics({ 'database.master_connections': 0 })],
    first: 'database-without-connections',
  },
  'everybody was deactivated': {
    edits: [stats({ active_users: 0, deactivated_users: 41 })],
    first: 'accounts-all-deactivated',
  },
  'the server uses an empty database': {
    edits: [stats({ registered_users: 0, active_users: 0, teams: 0, channels: 0, posts: 0 })],
    first: 'statistics-empty',
  },
  'members may not delete their messages': {
    edits: [revoke('channel_user', 'delete_post')],
    first: 'role-permissions-lost',
  },
  'a plugin is built for another system': {
    edits: [text('plugins.json', plugins => plugins.replace('linux-amd64', 'windows-amd64'))],
    first: 'plugin-executable-missing',
  },
  'live updates hang': {
    edits: [goroutines(30, 'chan send, 8 minutes', request(`${platform}.(*Hub).Broadcast`))],
    first: 'requests-stuck',
  },
  'the disk hangs': {
    edits: [
      goroutines(
        30,
        'syscall, 4 minutes',
        request(
          'syscall.write',
          'os.(*File).Write',
          'github.com/mattermost/mattermost/server/v8/platform/shared/filestore.writeFileLocally',
        ),
      ),
    ],
    first: 'requests-stuck',
  },
  'many log in at once': {
    edits: [goroutines(40, 'runnable', request('crypto/sha256.block', 'crypto/internal/fips140/pbkdf2.Key'))],
    first: 'password-checks-at-once',
  },
}
