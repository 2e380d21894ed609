// Numbers in a configuration that the server accepts and that nobody can work with: the bound, the usual value, and what people
// notice. Settings that need more than one look (at the database, at the number of people) have rules of their own.
// Sources, read 2026-11-21: docs.mattermost.com "Configuration settings" (meaning and units), model/config.go of server 11.6
// (defaults, what is accepted). Bounds are ours: an order of magnitude or more away from what is reasonable.
import type { ValuePath } from '../../documents/types.js'

export interface SettingLimit {
  readonly setting: ValuePath
  /** As the server sets it by itself. */
  readonly usual: number
  /** Extreme below this. */
  readonly low?: number
  /** Extreme above this. */
  readonly high?: number
  /** Zero or less switches the limit off, or stands for "by itself". */
  readonly zeroIsNone?: true
  /** The setting counts only where this one has this value. */
  readonly only?: { readonly setting: ValuePath; readonly is: boolean | string }
  /** What people notice; a whole sentence. */
  readonly effect: string
}

const on = (section: string, key: string) => ({ setting: [section, key], is: true }) as const

const mail = on('EmailSettings', 'SendEmailNotifications')
const push = on('EmailSettings', 'SendPushNotifications')
const s3 = { setting: ['FileSettings', 'DriverName'], is: 'amazons3' } as const
const directory = on('LdapSettings', 'Enable')
const engine = on('ElasticsearchSettings', 'EnableIndexing')
const deletion = on('DataRetentionSettings', 'EnableMessageDeletion')

export const settingLimits: readonly SettingLimit[] = [
  {
    setting: ['EmailSettings', 'SMTPServerTimeout'],
    usual: 10,
    low: 2,
    only: mail,
    effect: 'Mail servers rarely greet within that many seconds, so mails are given up before they are sent.',
  },
  {
    setting: ['EmailSettings', 'EmailBatchingInterval'],
    usual: 30,
    high: 7200,
    only: on('EmailSettings', 'EnableEmailBatching'),
    effect: 'Mail notifications are collected for that many seconds: people learn of messages hours later.',
  },
  {
    setting: ['EmailSettings', 'PushNotificationBuffer'],
    usual: 1000,
    low: 50,
    only: push,
    effect: 'Push notifications beyond that many waiting ones hold up the sending of messages.',
  },
  {
    setting: ['FileSettings', 'AmazonS3RequestTimeoutMilliseconds'],
    usual: 30000,
    low: 1000,
    only: s3,
    effect: 'The file store gets that many milliseconds for an answer: uploads and downloads break off.',
  },
  {
    setting: ['FileSettings', 'AmazonS3UploadPartSizeBytes'],
    usual: 5242880,
    low: 5242880,
    only: s3,
    effect:
      'Files go to the store in parts of that many bytes, and S3 refuses parts below 5 MB: large uploads fail.',
  },
  {
    setting: ['FileSettings', 'MaxImageResolution'],
    usual: 33177600,
    low: 2_000_000,
    effect: 'Pictures with more pixels than that are refused: those of every phone.',
  },
  {
    setting: ['SqlSettings', 'MaxOpenConns'],
    usual: 100,
    high: 2000,
    effect:
      'Each server may open that many connections; PostgreSQL allows 100 of all unless it was told otherwise, and then refuses everybody.',
  },
  {
    setting: ['SqlSettings', 'MigrationsStatementTimeoutSeconds'],
    usual: 100000,
    low: 300,
    effect:
      'The next upgrade gets that many seconds for each change of a table: on large tables it breaks off.',
  },
  {
    setting: ['ServiceSettings', 'IdleTimeout'],
    usual: 60,
    low: 5,
    zeroIsNone: true,
    effect:
      'The server closes idle connections after that many seconds: proxies that still use them answer 502.',
  },
  {
    setting: ['ServiceSettings', 'TimeBetweenUserTypingUpdatesMilliseconds'],
    usual: 5000,
    low: 1000,
    effect: 'Every client tells every other at this interval that somebody types: the server drowns in them.',
  },
  {
    setting: ['ServiceSettings', 'SessionIdleTimeoutInMinutes'],
    usual: 43200,
    low: 30,
    zeroIsNone: true,
    only: { setting: ['ServiceSettings', 'ExtendSessionLengthWithActivity'], is: false },
    effect: 'People are logged out after that many minutes without a click.',
  },
  {
    setting: ['ServiceSettings', 'UniqueEmojiReactionLimitPerPost'],
    usual: 50,
    low: 5,
    effect: 'A message takes only that many different reactions: further ones fail.',
  },
  {
    setting: ['PasswordSettings', 'MinimumLength'],
    usual: 8,
    high: 30,
    effect: 'Passwords must have that many characters: people fail to set one, or write it down.',
  },
  {
    setting: ['ExperimentalSettings', 'LinkMetadataTimeoutMilliseconds'],
    usual: 5000,
    low: 200,
    high: 30000,
    effect:
      'Previews of links are waited for that many milliseconds: too short shows none, too long holds up messages with links.',
  },
  {
    setting: ['TeamSettings', 'UserStatusAwayTimeout'],
    usual: 300,
    low: 30,
    effect: 'People are shown as away after that many seconds.',
  },
  {
    setting: ['DisplaySettings', 'MaxMarkdownNodes'],
    usual: 0,
    low: 500,
    zeroIsNone: true,
    effect: 'Messages with more formatted parts than that are shown cut off.',
  },
  {
    setting: ['LogSettings', 'MaxFieldSize'],
    usual: 2048,
    low: 256,
    zeroIsNone: true,
    effect: 'Fields of the log are cut after that many bytes: causes at the end of an error are lost.',
  },
  {
    setting: ['MetricsSettings', 'BlockProfileRate'],
    usual: 0,
    low: 100_000,
    zeroIsNone: true,
    effect: 'The server records waits of that many nanoseconds and more, which costs all requests time.',
  },
  {
    setting: ['LdapSettings', 'QueryTimeout'],
    usual: 60,
    low: 5,
    only: directory,
    effect: 'The directory gets that many seconds for an answer: logins and synchronisations break off.',
  },
  {
    setting: ['LdapSettings', 'SyncIntervalMinutes'],
    usual: 60,
    high: 1440,
    only: directory,
    effect: 'The directory is read at this interval: who left keeps access, and who joined waits, for days.',
  },
  {
    setting: ['LdapSettings', 'MaximumLoginAttempts'],
    usual: 10,
    low: 3,
    only: directory,
    effect: 'One or two mistyped passwords lock an account.',
  },
  {
    setting: ['ElasticsearchSettings', 'RequestTimeoutSeconds'],
    usual: 30,
    low: 5,
    only: engine,
    effect: 'The search engine gets that many seconds for an answer: searches and indexing break off.',
  },
  {
    setting: ['ElasticsearchSettings', 'BatchSize'],
    usual: 10000,
    low: 100,
    only: engine,
    effect: 'The index is built in steps of that many messages: a rebuild takes days.',
  },
  {
    setting: ['DataRetentionSettings', 'BatchSize'],
    usual: 3000,
    low: 100,
    only: deletion,
    effect: 'Old messages are deleted in steps of that many: the nightly job does not get through.',
  },
  {
    setting: ['DataRetentionSettings', 'TimeBetweenBatchesMilliseconds'],
    usual: 100,
    high: 10_000,
    only: deletion,
    effect: 'The nightly deletion rests that many milliseconds between steps, and does not get through.',
  },
  {
    setting: ['MessageExportSettings', 'BatchSize'],
    usual: 10000,
    low: 100,
    only: on('MessageExportSettings', 'EnableExport'),
    effect: 'Messages are exported in steps of that many: the nightly job does not get through.',
  },
  {
    setting: ['AutoTranslationSettings', 'TimeoutMs'],
    usual: 5000,
    low: 500,
    only: on('AutoTranslationSettings', 'Enable'),
    effect: 'A translation gets that many milliseconds: messages stay untranslated.',
  },
  {
    setting: ['SupportSettings', 'CustomTermsOfServiceReAcceptancePeriod'],
    usual: 365,
    low: 7,
    only: on('SupportSettings', 'CustomTermsOfServiceEnabled'),
    effect: 'Everybody has to accept the terms of service again after that many days.',
  },
]

export interface SwitchedOff {
  readonly setting: ValuePath
  /** What no longer works; reads after "off:". */
  readonly words: string
}

/** Functions that are on everywhere unless somebody switched them off, and that people miss. */
export const expectedFunctions: readonly SwitchedOff[] = [
  { setting: ['ServiceSettings', 'EnableFileSearch'], words: 'search in files' },
  { setting: ['ServiceSettings', 'EnableUserStatuses'], words: 'who is online' },
  {
    setting: ['ServiceSettings', 'EnableChannelViewedMessages'],
    words: 'read channels on all devices of a person',
  },
  { setting: ['FileSettings', 'EnableMobileUpload'], words: 'uploads from phones' },
  { setting: ['FileSettings', 'EnableMobileDownload'], words: 'downloads on phones' },
  {
    setting: ['TeamSettings', 'EnableUserCreation'],
    words: 'new accounts, also by invitation and single sign-on',
  },
]
