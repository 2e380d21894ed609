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
  'a lock is held on one table': {
    edits: [
      goroutines(
        9,
        'IO wait',
        request(
          'github.com/lib/pq.(*conn).recvMessage',
          'database/sql.(*Tx).ExecContext',
          'github.com/mattermost/mattermost/server/v8/channels/store/sqlstore.(*SqlPostStore).SaveMultiple',
          'github.com/mattermost/mattermost/server/v8/channels/app.(*App).CreatePost',
        ),
      ),
    ],
    first: 'requests-waiting-for-one-statement',
  },
  'a webhook answers itself': {
    edits: [
      goroutines(
        13,
        'IO wait',
        request(
          'github.com/lib/pq.(*conn).recvMessage',
          'github.com/mattermost/mattermost/server/v8/channels/app.(*App).HandleIncomingWebhook',
          'github.com/mattermost/mattermost/server/v8/channels/web.incomingWebhook',
        ),
      ),
    ],
    first: 'requests-of-one-kind',
  },
  'clients never end their requests': {
    edits: [
      goroutines(
        300,
        'IO wait',
        request(
          'net/http.(*connReader).Read',
          'net/http.(*body).Read',
          'encoding/json.(*Decoder).Decode',
          'github.com/mattermost/mattermost/server/v8/channels/api4.createPost',
        ),
      ),
    ],
    first: 'clients-send-slowly',
  },
  'connections are opened and left alone': {
    edits: [
      goroutines(400, 'IO wait', [
        'net/http.(*connReader).Read',
        'bufio.(*Reader).ReadLine',
        'net/http.(*conn).readRequest',
        'net/http.(*conn).serve',
      ]),
    ],
    first: 'connections-without-requests',
  },
  'the push server takes connections and says nothing': {
    edits: [
      goroutines(16, 'select', [
        'net/http.(*persistConn).roundTrip',
        'net/http.(*Transport).roundTrip',
        'net/http.(*Client).do',
        'github.com/mattermost/mattermost/server/v8/channels/app.(*App).rawSendToPushProxy',
        'github.com/mattermost/mattermost/server/v8/channels/app.(*PushNotificationsHub).start.func1',
      ]),
    ],
    first: 'requests-waiting-for-other-servers',
  },
  'all messages are gone': { edits: [stats({ posts: 0 })], first: 'messages-gone' },
  'all teams are gone': { edits: [stats({ teams: 0 })], first: 'teams-gone' },
  'nearly everybody was deactivated': {
    edits: [stats({ active_users: 3, deactivated_users: 38 })],
    first: 'accounts-mostly-deactivated',
  },
  'nobody came for a month': {
    edits: [stats({ daily_active_users: 0, monthly_active_users: 0 })],
    first: 'nobody-active',
  },
  'guest access was switched off by hand': { edits: [stats({ guests: 12 })], first: 'guests-shut-out' },
  'the clock ran ahead for a while': {
    edits: [
      text('permissions.yaml', roles => roles.replace(/update_at: "2026-11-21/, 'update_at: "2026-11-25')),
    ],
    first: 'clock-was-ahead',
  },
  'the table of roles was emptied': {
    edits: [text('permissions.yaml', () => 'roles: []\nschemes: []\n')],
    first: 'built-in-roles-missing',
  },
  'somebody made many indexes': {
    edits: [
      schema(
        /(- name: posts\n(?: {2}.*\n)*? {2}indexes:\n)/,
        `$1${[1, 2, 3, 4, 5]
          .map(
            n =>
              `  - name: report_${n}\n    definition: CREATE INDEX report_${n} ON public.posts USING btree (hashtags, props, editat, rootid${n})\n`,
          )
          .join('')}`,
      ),
    ],
    first: 'schema-indexes-many',
  },
  'the database was made without a language': {
    edits: [schema('database_collation: C.UTF-8', 'database_collation: C')],
    first: 'database-collation-plain',
  },
  'many log in at once': {
    edits: [goroutines(40, 'runnable', request('crypto/sha256.block', 'crypto/internal/fips140/pbkdf2.Key'))],
    first: 'password-checks-at-once',
  },
}
