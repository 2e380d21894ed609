// Tables in Mattermost's database that plugins make, by what their names begin with. Sources: the migrations in the public
// repositories of mattermost-plugin-playbooks (ir_), mattermost-plugin-boards (focalboard_), mattermost-plugin-calls
// (calls), mattermost-plugin-agents, called -ai before (llm_, agents_), and mattermost-plugin-msteams (msteamssync_), 2026-11.
// A table that is listed nowhere may be of any other plugin, or of another program: it is unknown, not wrong.

export interface PluginTables {
  /** Id in plugins.json; boards has had two. */
  readonly plugins: readonly string[]
  readonly name: string
  readonly pattern: RegExp
}

export const pluginTables: readonly PluginTables[] = [
  { plugins: ['playbooks'], name: 'Playbooks', pattern: /^ir_/ },
  { plugins: ['focalboard', 'boards'], name: 'Boards', pattern: /^focalboard_/ },
  { plugins: ['com.mattermost.calls'], name: 'Calls', pattern: /^(?:calls(?:_|$)|db_migrations_calls$)/ },
  { plugins: ['mattermost-ai'], name: 'Agents', pattern: /^(?:llm_|agents_)/ },
  { plugins: ['com.mattermost.msteams-sync'], name: 'MS Teams', pattern: /^msteamssync_/ },
]

/** Tables in which the migrations keep count of themselves. */
export const migrationTables: ReadonlySet<string> = new Set(['db_migrations', 'db_lock', 'schema_migrations'])
