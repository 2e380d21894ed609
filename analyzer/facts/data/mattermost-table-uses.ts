// What Mattermost's tables are for, as a person notices it when reading them is slow or fails. Source: the store layer of
// Mattermost 11.6 (server/channels/store/sqlstore), which table each of its files reads. A test checks that none is missing.

/** What people do → the tables it reads. */
const uses: Readonly<Record<string, string>> = {
  'opening channels and loading messages': 'posts postspriority',
  'the list of channels and its unread counts': 'channelmembers sidebarcategories sidebarchannels',
  'finding and opening channels': 'channels publicchannels',
  'threads and their unread counts': 'threads threadmemberships',
  'files in messages and the search for files': 'fileinfo uploadsessions',
  'reactions to messages': 'reactions emoji',
  'logging in and looking up people': 'users useraccesstokens tokens desktoptokens',
  'every request that needs a login': 'sessions',
  'checking what people may do': 'roles schemes',
  'membership of teams': 'teams teammembers',
  'membership of groups, and directory synchronisation': 'usergroups groupmembers groupteams groupchannels',
  'who is online': 'status',
  'personal settings': 'preferences',
  'notices and reminders': 'productnoticeviewstate postreminders persistentnotifications notifyadmin',
  'drafts and scheduled messages': 'drafts scheduledposts temporaryposts',
  'acknowledged and read messages': 'postacknowledgements readreceipts',
  'background jobs': 'jobs',
  'data retention':
    'retentionpolicies retentionpolicieschannels retentionpoliciesteams retentionidsfordeletion',
  'compliance reports and exports': 'compliances channelmemberhistory',
  'the audit table': 'audits',
  'webhooks and slash commands': 'incomingwebhooks outgoingwebhooks commands commandwebhooks',
  'bots and OAuth applications': 'bots oauthapps oauthaccessdata oauthauthdata outgoingoauthconnections',
  'what plugins store': 'pluginkeyvaluestore',
  'shared channels and connected servers':
    'remoteclusters sharedchannels sharedchannelattachments sharedchannelremotes sharedchannelusers',
  'custom attributes': 'propertyfields propertygroups propertyvalues',
  'access rules': 'accesscontrolpolicies accesscontrolpolicyhistory',
  'reviewing reported messages':
    'contentflaggingcommonreviewers contentflaggingteamreviewers contentflaggingteamsettings',
  'recaps and translations': 'recaps recapchannels translations',
  'bookmarks, link previews and recent searches': 'channelbookmarks linkmetadata recentsearches',
  'terms of service': 'termsofservice usertermsofservice',
  'the nodes of the cluster': 'clusterdiscovery',
  'the start of the server': 'systems licenses trueupreviewhistory',
}

const useOfTable: ReadonlyMap<string, string> = new Map(
  Object.entries(uses).flatMap(([use, tables]) => tables.split(' ').map(table => [table, use] as const)),
)

/** What a table of Mattermost is for; `undefined` for others. */
export function tableUse(table: string): string | undefined {
  return useOfTable.get(table)
}

/** What an index is for: those of texts serve the search, whatever else the table is for. */
export function indexUse(table: string, definition: string): string | undefined {
  if (!definition.includes('to_tsvector(')) return tableUse(table)
  return searchUses[table] ?? 'searching'
}

const searchUses: Readonly<Record<string, string>> = {
  channels: 'searching channels',
  fileinfo: 'searching files',
  posts: 'searching messages',
  users: 'searching people',
}
