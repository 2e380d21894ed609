// Where a default is not the same in all versions or installations. Mattermost fills missing settings in when it starts;
// a configuration that already holds a site URL counts as an update and gets other values than a new one.

export interface Variation {
  /** `Section.Setting`. */
  readonly setting: string
  /** First release that has the setting. */
  readonly since?: string
  /** First release without it. */
  readonly until?: string
  /** Default of releases before `before`. */
  readonly earlier?: { readonly before: string; readonly value: unknown }
  /** Values that a server fills in by itself as well, such as those of an update. */
  readonly also?: readonly unknown[]
  /** Filled in with the value of this setting of the same section. */
  readonly sameAs?: string
}

export const variations: readonly Variation[] = [
  { setting: 'SqlSettings.MaxIdleConns', earlier: { before: '11.0', value: 20 } },
  { setting: 'SqlSettings.MaxOpenConns', earlier: { before: '11.0', value: 300 } },
  // 10.11 already has the new algorithm in its development tree, so both count as untouched.
  {
    setting: 'SamlSettings.SignatureAlgorithm',
    earlier: { before: '11.0', value: 'RSAwithSHA1' },
    also: ['RSAwithSHA256'],
  },
  {
    setting: 'ElasticsearchSettings.LiveIndexingBatchSize',
    earlier: { before: '10.0', value: 1 },
    also: [10],
  },
  { setting: 'ClusterSettings.EnableGossipEncryption', since: '11.0' },
  { setting: 'ClusterSettings.EnableExperimentalGossipEncryption', until: '11.0' },
  { setting: 'ServiceSettings.StrictCSRFEnforcement', since: '10.11', until: '11.6' },
  { setting: 'ServiceSettings.EnableOpenTracing', until: '10.6' },
  { setting: 'ServiceSettings.EnablePreviewFeatures', until: '10.0' },
  { setting: 'ServiceSettings.SelfHostedPurchase', until: '9.0' },
  { setting: 'ExperimentalSettings.ClientSideCertCheck', until: '11.0' },
  { setting: 'ExperimentalSettings.UseNewSAMLLibrary', until: '9.0' },
  { setting: 'LogSettings.VerboseDiagnostics', until: '11.0' },
  { setting: 'LogSettings.AdvancedLoggingConfig', until: '10.1' },
  { setting: 'ExperimentalAuditSettings.AdvancedLoggingConfig', until: '10.1' },
  { setting: 'NotificationLogSettings.AdvancedLoggingConfig', until: '10.1' },
  { setting: 'ExperimentalAuditSettings.FileMaxSizeMB', until: '11.6' },
  { setting: 'ExperimentalAuditSettings.FileMaxAgeDays', until: '11.6' },
  { setting: 'ExperimentalAuditSettings.FileMaxBackups', until: '11.6' },
  { setting: 'ExperimentalAuditSettings.FileCompress', until: '11.6' },
  { setting: 'ExperimentalAuditSettings.FileMaxQueueSize', until: '11.6' },
  { setting: 'LdapSettings.Trace', until: '10.0' },
  { setting: 'ClusterSettings.StreamingPort', until: '9.0' },
  { setting: 'ClusterSettings.MaxIdleConns', until: '9.0' },
  { setting: 'ClusterSettings.MaxIdleConnsPerHost', until: '9.0' },
  { setting: 'ClusterSettings.IdleConnTimeoutMilliseconds', until: '9.0' },

  { setting: 'ServiceSettings.ExtendSessionLengthWithActivity', also: [false] },
  { setting: 'ServiceSettings.TerminateSessionsOnPasswordChange', also: [false] },
  { setting: 'ServiceSettings.SessionLengthWebInDays', also: [180] },
  { setting: 'ServiceSettings.SessionLengthWebInHours', also: [4320] },
  { setting: 'ServiceSettings.SessionLengthMobileInDays', also: [180] },
  { setting: 'ServiceSettings.SessionLengthMobileInHours', also: [4320] },
  { setting: 'ServiceSettings.EnableEmailInvitations', also: [true] },
  { setting: 'ServiceSettings.EnableSVGs', also: [true] },
  { setting: 'ServiceSettings.EnableLatex', also: [true] },
  { setting: 'EmailSettings.SendPushNotifications', also: [false] },
  { setting: 'EmailSettings.PushNotificationServer', also: [''] },
  { setting: 'LogSettings.EnableSentry', sameAs: 'EnableDiagnostics' },
  { setting: 'EmailSettings.EnableSignInWithEmail', sameAs: 'EnableSignUpWithEmail' },
  { setting: 'LdapSettings.EnableSync', sameAs: 'Enable' },
  { setting: 'LdapSettings.LoginIdAttribute', sameAs: 'IdAttribute' },
  { setting: 'SamlSettings.ServiceProviderIdentifier', sameAs: 'IdpDescriptorURL' },
  { setting: 'SupportSettings.PrivacyPolicyLink', also: [''] },
  // The misspelt address is what 9.11 fills in.
  { setting: 'SupportSettings.AboutLink', also: ['', 'https://mattermost.com/pl/about-mattermomst'] },
  { setting: 'SupportSettings.HelpLink', also: [''] },
  { setting: 'SupportSettings.ReportAProblemLink', also: [''] },
  // Builds that are not for production ask the vendor's test portal.
  { setting: 'CloudSettings.CWSURL', also: ['https://portal.test.cloud.mattermost.com'] },
  { setting: 'CloudSettings.CWSAPIURL', also: ['https://api.internal.test.cloud.mattermost.com'] },

  { setting: 'ServiceSettings.EnableCrossTeamSearch', since: '10.8' },
  { setting: 'ServiceSettings.EnableAPIPostDeletion', since: '10.2' },
  { setting: 'ServiceSettings.EnableDesktopLandingPage', since: '10.2' },
  { setting: 'ServiceSettings.MaximumURLLength', since: '10.0' },
  { setting: 'ServiceSettings.ScheduledPosts', since: '10.3' },
  { setting: 'ServiceSettings.EnableWebHubChannelIteration', since: '10.7' },
  { setting: 'ServiceSettings.FrameAncestors', since: '10.7' },
  { setting: 'ServiceSettings.DeleteAccountLink', since: '10.10' },
  { setting: 'ServiceSettings.EnableDynamicClientRegistration', since: '11.2' },
  { setting: 'ServiceSettings.DCRRedirectURIAllowlist', since: '11.5' },
  { setting: 'ServiceSettings.MinimumDesktopAppVersion', since: '11.6' },
  { setting: 'ServiceSettings.EnableBurnOnRead', since: '11.3' },
  { setting: 'ServiceSettings.BurnOnReadDurationSeconds', since: '11.3' },
  { setting: 'ServiceSettings.BurnOnReadMaximumTimeToLiveSeconds', since: '11.3' },
  { setting: 'ServiceSettings.BurnOnReadSchedulerFrequencySeconds', since: '11.3' },
  { setting: 'ServiceSettings.AWSMeteringTimeoutSeconds', since: '11.3' },
  { setting: 'ServiceSettings.MaximumPersonalAccessTokenLifetimeDays', since: '11.9' },
  { setting: 'ExperimentalAuditSettings.Certificate', since: '10.9' },
  { setting: 'MetricsSettings.ClientSideUserIds', since: '10.7' },
  { setting: 'CacheSettings.RedisCachePrefix', since: '10.7' },
  { setting: 'CacheSettings.DisableClientCache', since: '10.2' },
  { setting: 'ExperimentalSettings.YoutubeReferrerPolicy', since: '10.1' },
  { setting: 'ExperimentalSettings.ExperimentalChannelCategorySorting', since: '10.10' },
  { setting: 'LdapSettings.MaximumLoginAttempts', since: '10.7' },
  { setting: 'LdapSettings.ReAddRemovedMembers', since: '10.9' },
  { setting: 'ElasticsearchSettings.GlobalSearchPrefix', since: '10.8' },
  { setting: 'ElasticsearchSettings.EnableCJKAnalyzers', since: '11.6' },
  { setting: 'ElasticsearchSettings.EnableSearchPublicChannelsWithoutMembership', since: '11.1' },
  { setting: 'DataRetentionSettings.PreservePinnedPosts', since: '10.10' },
  { setting: 'MessageExportSettings.ChannelBatchSize', since: '10.5' },
  { setting: 'MessageExportSettings.ChannelHistoryBatchSize', since: '10.5' },
  { setting: 'GuestAccountsSettings.EnableGuestMagicLink', since: '11.3' },
  { setting: 'SupportSettings.ReportAProblemType', since: '10.9' },
  { setting: 'SupportSettings.ReportAProblemMail', since: '10.9' },
  { setting: 'SupportSettings.AllowDownloadLogs', since: '10.9' },
  { setting: 'LocalizationSettings.EnableExperimentalLocales', since: '10.3' },
  { setting: 'NativeAppSettings.MobileExternalBrowser', since: '10.2' },
  { setting: 'NativeAppSettings.MobileEnableBiometrics', since: '10.7' },
  { setting: 'NativeAppSettings.MobilePreventScreenCapture', since: '10.7' },
  { setting: 'NativeAppSettings.MobileJailbreakProtection', since: '10.7' },
  { setting: 'NativeAppSettings.MobileEnableSecureFilePreview', since: '10.11' },
  { setting: 'NativeAppSettings.MobileAllowPdfLinkNavigation', since: '10.11' },
  { setting: 'NativeAppSettings.EnableIntuneMAM', since: '11.1' },
  { setting: 'ConnectedWorkspacesSettings.SyncUsersOnConnectionOpen', since: '10.10' },
  { setting: 'ConnectedWorkspacesSettings.GlobalUserSyncBatchSize', since: '10.10' },
  { setting: 'ConnectedWorkspacesSettings.MemberSyncBatchSize', since: '10.10' },
  { setting: 'AccessControlSettings.EnableChannelScopeAccessControl', since: '10.9', until: '11.1' },
  { setting: 'AccessControlSettings.EnableUserManagedAttributes', since: '10.11' },
  { setting: 'CloudSettings.PreviewModalBucketURL', since: '10.11' },
  { setting: 'PrivacySettings.UseAnonymousURLs', since: '11.6' },
  {
    setting: 'FeatureFlags.EnableSharedChannelsPlugins',
    earlier: { before: '10.10', value: false },
    also: [true],
  },
  { setting: 'FeatureFlags.ChannelBookmarks', earlier: { before: '10.0', value: false }, also: [true] },
  {
    setting: 'FeatureFlags.ExperimentalAuditSettingsSystemConsoleUI',
    earlier: { before: '10.10', value: false },
    also: [true],
  },
  {
    setting: 'FeatureFlags.CustomProfileAttributes',
    earlier: { before: '10.9', value: false },
    also: [true],
  },
  {
    setting: 'FeatureFlags.AttributeBasedAccessControl',
    earlier: { before: '10.9', value: false },
    also: [true],
  },
  {
    setting: 'FeatureFlags.InteractiveDialogAppsForm',
    earlier: { before: '10.11', value: false },
    also: [true],
  },
  {
    setting: 'FeatureFlags.EnableMattermostEntry',
    earlier: { before: '11.0', value: false },
    also: [true, false],
  },
  { setting: 'FeatureFlags.ContentFlagging', earlier: { before: '11.1', value: false }, also: [true] },
  { setting: 'FeatureFlags.AutoTranslation', earlier: { before: '11.1', value: false }, also: [true] },
  { setting: 'FeatureFlags.BurnOnRead', earlier: { before: '11.1', value: false }, also: [true] },
]
