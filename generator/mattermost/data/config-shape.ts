// Which settings a configuration has, in the order of the server's own structures, as recorded from servers of six versions.
// Behind a slash: in which of `measuredVersions` a name exists, when not in all.

export const measuredVersions = ['9.11', '10.4', '10.9', '10.11', '11.0', '11.6'] as const

/** Section, then its settings in order. FeatureFlags stand apart. */
export const configShape: readonly (readonly [section: string, settings: string])[] = [
  [
    'ServiceSettings',
    'SiteURL WebsocketURL LicenseFileLocation ListenAddress ConnectionSecurity TLSCertFile TLSKeyFile ' +
      'TLSMinVer TLSStrictTransport TLSStrictTransportMaxAge TLSOverwriteCiphers UseLetsEncrypt ' +
      'LetsEncryptCertificateCacheFile Forward80To443 TrustedProxyIPHeader ReadTimeout WriteTimeout ' +
      'IdleTimeout MaximumLoginAttempts GoroutineHealthThreshold EnableOAuthServiceProvider ' +
      'EnableDynamicClientRegistration/000001 DCRRedirectURIAllowlist/000001 EnableIncomingWebhooks ' +
      'EnableOutgoingWebhooks EnableOutgoingOAuthConnections EnableCommands ' +
      'OutgoingIntegrationRequestsTimeout EnablePostUsernameOverride EnablePostIconOverride ' +
      'GoogleDeveloperKey EnableLinkPreviews EnablePermalinkPreviews RestrictLinkPreviews EnableTesting ' +
      'EnableDeveloper DeveloperFlags EnableClientPerformanceDebugging EnableOpenTracing/110000 ' +
      'EnableSecurityFixAlert EnableInsecureOutgoingConnections AllowedUntrustedInternalConnections ' +
      'EnableMultifactorAuthentication EnforceMultifactorAuthentication EnableUserAccessTokens ' +
      'AllowCorsFrom CorsExposedHeaders CorsAllowCredentials CorsDebug AllowCookiesForSubdomains ' +
      'ExtendSessionLengthWithActivity TerminateSessionsOnPasswordChange SessionLengthWebInDays ' +
      'SessionLengthWebInHours SessionLengthMobileInDays SessionLengthMobileInHours ' +
      'SessionLengthSSOInDays SessionLengthSSOInHours SessionCacheInMinutes SessionIdleTimeoutInMinutes ' +
      'WebsocketSecurePort WebsocketPort WebserverMode EnableGifPicker GiphySdkKey EnableCustomEmoji ' +
      'EnableEmojiPicker PostEditTimeLimit TimeBetweenUserTypingUpdatesMilliseconds ' +
      'EnableCrossTeamSearch/001111 EnablePostSearch EnableFileSearch MinimumHashtagLength ' +
      'EnableUserTypingMessages EnableChannelViewedMessages EnableUserStatuses ' +
      'ExperimentalEnableAuthenticationTransfer ClusterLogTimeoutMilliseconds EnableTutorial ' +
      'EnableOnboardingFlow ExperimentalEnableDefaultChannelLeaveJoinMessages ' +
      'ExperimentalGroupUnreadChannels EnableAPITeamDeletion EnableAPITriggerAdminNotifications ' +
      'EnableAPIUserDeletion EnableAPIPostDeletion/011111 EnableDesktopLandingPage/011111 ' +
      'MinimumDesktopAppVersion/000001 ExperimentalEnableHardenedMode StrictCSRFEnforcement/000110 ' +
      'ExperimentalStrictCSRFEnforcement/111001 EnableEmailInvitations ' +
      'DisableBotsWhenOwnerIsDeactivated EnableBotAccountCreation EnableSVGs EnableLatex ' +
      'EnableInlineLatex PostPriority AllowPersistentNotifications ' +
      'AllowPersistentNotificationsForGuests PersistentNotificationIntervalMinutes ' +
      'PersistentNotificationMaxCount PersistentNotificationMaxRecipients EnableBurnOnRead/000001 ' +
      'BurnOnReadDurationSeconds/000001 BurnOnReadMaximumTimeToLiveSeconds/000001 ' +
      'BurnOnReadSchedulerFrequencySeconds/000001 EnableAPIChannelDeletion EnableLocalMode ' +
      'LocalModeSocketLocation EnableAWSMetering AWSMeteringTimeoutSeconds/000001 SplitKey ' +
      'FeatureFlagSyncIntervalSeconds DebugSplit ThreadAutoFollow CollapsedThreads ManagedResourcePaths ' +
      'EnableCustomGroups AllowSyncedDrafts UniqueEmojiReactionLimitPerPost RefreshPostStatsRunTime ' +
      'MaximumPayloadSizeBytes MaximumURLLength ScheduledPosts/011111 ' +
      'EnableWebHubChannelIteration/001111 FrameAncestors/001111 DeleteAccountLink/000111',
  ],
  [
    'TeamSettings',
    'SiteName MaxUsersPerTeam EnableJoinLeaveMessageByDefault EnableUserCreation EnableOpenServer ' +
      'EnableUserDeactivation RestrictCreationToDomains EnableCustomUserStatuses EnableCustomBrand ' +
      'CustomBrandText CustomDescriptionText RestrictDirectMessage EnableLastActiveTime ' +
      'UserStatusAwayTimeout MaxChannelsPerTeam MaxNotificationsPerChannel ' +
      'EnableConfirmNotificationsToChannel TeammateNameDisplay ExperimentalViewArchivedChannels ' +
      'ExperimentalEnableAutomaticReplies LockTeammateNameDisplay ExperimentalPrimaryTeam ' +
      'ExperimentalDefaultChannels',
  ],
  ['ClientRequirements', 'AndroidLatestVersion AndroidMinVersion IosLatestVersion IosMinVersion'],
  [
    'SqlSettings',
    'DriverName DataSource DataSourceReplicas DataSourceSearchReplicas MaxIdleConns ' +
      'ConnMaxLifetimeMilliseconds ConnMaxIdleTimeMilliseconds MaxOpenConns Trace AtRestEncryptKey ' +
      'QueryTimeout DisableDatabaseSearch MigrationsStatementTimeoutSeconds ReplicaLagSettings ' +
      'ReplicaMonitorIntervalSeconds',
  ],
  [
    'LogSettings',
    'EnableConsole ConsoleLevel ConsoleJson EnableColor EnableFile FileLevel FileJson FileLocation ' +
      'EnableWebhookDebugging EnableDiagnostics VerboseDiagnostics/111100 EnableSentry ' +
      'AdvancedLoggingJSON AdvancedLoggingConfig/100000 MaxFieldSize',
  ],
  [
    'ExperimentalAuditSettings',
    'FileEnabled FileName FileMaxSizeMB/111110 FileMaxAgeDays/111110 FileMaxBackups/111110 ' +
      'FileCompress/111110 FileMaxQueueSize/111110 AdvancedLoggingJSON AdvancedLoggingConfig/100000 ' +
      'Certificate/001111',
  ],
  [
    'NotificationLogSettings/111100',
    'EnableConsole ConsoleLevel ConsoleJson EnableColor EnableFile FileLevel FileJson FileLocation ' +
      'AdvancedLoggingJSON AdvancedLoggingConfig/100000',
  ],
  ['PasswordSettings', 'MinimumLength Lowercase Number Uppercase Symbol EnableForgotLink'],
  [
    'FileSettings',
    'EnableFileAttachments EnableMobileUpload EnableMobileDownload MaxFileSize MaxImageResolution ' +
      'MaxImageDecoderConcurrency DriverName Directory EnablePublicLink ExtractContent ArchiveRecursion ' +
      'PublicLinkSalt InitialFont AmazonS3AccessKeyId AmazonS3SecretAccessKey AmazonS3Bucket ' +
      'AmazonS3PathPrefix AmazonS3Region AmazonS3Endpoint AmazonS3SSL AmazonS3SignV2 AmazonS3SSE ' +
      'AmazonS3Trace AmazonS3RequestTimeoutMilliseconds AmazonS3UploadPartSizeBytes ' +
      'AmazonS3StorageClass/011111 DedicatedExportStore ExportDriverName ExportDirectory ' +
      'ExportAmazonS3AccessKeyId ExportAmazonS3SecretAccessKey ExportAmazonS3Bucket ' +
      'ExportAmazonS3PathPrefix ExportAmazonS3Region ExportAmazonS3Endpoint ExportAmazonS3SSL ' +
      'ExportAmazonS3SignV2 ExportAmazonS3SSE ExportAmazonS3Trace ' +
      'ExportAmazonS3RequestTimeoutMilliseconds ExportAmazonS3PresignExpiresSeconds ' +
      'ExportAmazonS3UploadPartSizeBytes ExportAmazonS3StorageClass/011111',
  ],
  [
    'EmailSettings',
    'EnableSignUpWithEmail EnableSignInWithEmail EnableSignInWithUsername SendEmailNotifications ' +
      'UseChannelInEmailNotifications RequireEmailVerification FeedbackName FeedbackEmail ' +
      'ReplyToAddress FeedbackOrganization EnableSMTPAuth SMTPUsername SMTPPassword SMTPServer SMTPPort ' +
      'SMTPServerTimeout ConnectionSecurity SendPushNotifications PushNotificationServer ' +
      'PushNotificationContents PushNotificationBuffer EnableEmailBatching EmailBatchingBufferSize ' +
      'EmailBatchingInterval EnablePreviewModeBanner SkipServerCertificateVerification ' +
      'EmailNotificationContentsType LoginButtonColor LoginButtonBorderColor LoginButtonTextColor',
  ],
  ['RateLimitSettings', 'Enable PerSec MaxBurst MemoryStoreSize VaryByRemoteAddr VaryByUser VaryByHeader'],
  ['PrivacySettings', 'ShowEmailAddress ShowFullName UseAnonymousURLs/000001'],
  [
    'SupportSettings',
    'TermsOfServiceLink PrivacyPolicyLink AboutLink HelpLink ReportAProblemLink ' +
      'ReportAProblemType/001111 ReportAProblemMail/001111 AllowDownloadLogs/001111 ForgotPasswordLink ' +
      'SupportEmail CustomTermsOfServiceEnabled CustomTermsOfServiceReAcceptancePeriod ' +
      'EnableAskCommunityLink',
  ],
  [
    'AnnouncementSettings',
    'EnableBanner BannerText BannerColor BannerTextColor AllowBannerDismissal AdminNoticesEnabled ' +
      'UserNoticesEnabled NoticesURL NoticesFetchFrequency NoticesSkipCache',
  ],
  ['ThemeSettings', 'EnableThemeSelection DefaultTheme AllowCustomThemes AllowedThemes'],
  [
    'GitLabSettings',
    'Enable Secret Id Scope AuthEndpoint TokenEndpoint UserAPIEndpoint DiscoveryEndpoint ButtonText ' +
      'ButtonColor UsePreferredUsername/000001',
  ],
  [
    'GoogleSettings',
    'Enable Secret Id Scope AuthEndpoint TokenEndpoint UserAPIEndpoint DiscoveryEndpoint ButtonText ' +
      'ButtonColor UsePreferredUsername/000001',
  ],
  [
    'Office365Settings',
    'Enable Secret Id Scope AuthEndpoint TokenEndpoint UserAPIEndpoint DiscoveryEndpoint DirectoryId ' +
      'UsePreferredUsername/000001',
  ],
  [
    'OpenIdSettings',
    'Enable Secret Id Scope AuthEndpoint TokenEndpoint UserAPIEndpoint DiscoveryEndpoint ButtonText ' +
      'ButtonColor UsePreferredUsername/000001',
  ],
  [
    'LdapSettings',
    'Enable EnableSync LdapServer LdapPort ConnectionSecurity BaseDN BindUsername BindPassword ' +
      'MaximumLoginAttempts/001111 UserFilter GroupFilter GuestFilter EnableAdminFilter AdminFilter ' +
      'GroupDisplayNameAttribute GroupIdAttribute FirstNameAttribute LastNameAttribute EmailAttribute ' +
      'UsernameAttribute NicknameAttribute IdAttribute PositionAttribute LoginIdAttribute ' +
      'PictureAttribute SyncIntervalMinutes ReAddRemovedMembers/001111 SkipCertificateVerification ' +
      'PublicCertificateFile PrivateKeyFile QueryTimeout MaxPageSize LoginFieldName LoginButtonColor ' +
      'LoginButtonBorderColor LoginButtonTextColor',
  ],
  ['ComplianceSettings', 'Enable Directory EnableDaily BatchSize'],
  [
    'LocalizationSettings',
    'DefaultServerLocale DefaultClientLocale AvailableLocales EnableExperimentalLocales/011111',
  ],
  [
    'SamlSettings',
    'Enable EnableSyncWithLdap EnableSyncWithLdapIncludeAuth IgnoreGuestsLdapSync Verify Encrypt ' +
      'SignRequest IdpURL IdpDescriptorURL IdpMetadataURL ServiceProviderIdentifier ' +
      'AssertionConsumerServiceURL SignatureAlgorithm CanonicalAlgorithm ScopingIDPProviderId ' +
      'ScopingIDPName IdpCertificateFile PublicCertificateFile PrivateKeyFile IdAttribute ' +
      'GuestAttribute EnableAdminAttribute AdminAttribute FirstNameAttribute LastNameAttribute ' +
      'EmailAttribute UsernameAttribute NicknameAttribute LocaleAttribute PositionAttribute ' +
      'LoginButtonText LoginButtonColor LoginButtonBorderColor LoginButtonTextColor',
  ],
  [
    'NativeAppSettings',
    'AppCustomURLSchemes AppDownloadLink AndroidAppDownloadLink IosAppDownloadLink ' +
      'MobileExternalBrowser/011111 MobileEnableBiometrics/001111 MobilePreventScreenCapture/001111 ' +
      'MobileJailbreakProtection/001111 MobileEnableSecureFilePreview/000111 ' +
      'MobileAllowPdfLinkNavigation/000111 EnableIntuneMAM/000001',
  ],
  ['IntuneSettings/000001', 'Enable TenantId ClientId AuthService'],
  [
    'CacheSettings',
    'CacheType RedisAddress RedisPassword RedisDB RedisCachePrefix/001111 DisableClientCache/011111',
  ],
  [
    'ClusterSettings',
    'Enable ClusterName OverrideHostname NetworkInterface BindAddress AdvertiseAddress UseIPAddress ' +
      'EnableGossipCompression EnableExperimentalGossipEncryption/111000 EnableGossipEncryption/000111 ' +
      'ReadOnlyConfig GossipPort',
  ],
  [
    'MetricsSettings',
    'Enable BlockProfileRate ListenAddress EnableClientMetrics EnableNotificationMetrics ' +
      'ClientSideUserIds/001111',
  ],
  [
    'ExperimentalSettings',
    'ClientSideCertEnable ClientSideCertCheck/111100 LinkMetadataTimeoutMilliseconds ' +
      'RestrictSystemAdmin EnableSharedChannels EnableRemoteClusterService DisableAppBar ' +
      'DisableRefetchingOnBrowserFocus DelayChannelAutocomplete DisableWakeUpReconnectHandler ' +
      'UsersStatusAndProfileFetchingPollIntervalMilliseconds YoutubeReferrerPolicy/011111 ' +
      'ExperimentalChannelCategorySorting/000111',
  ],
  ['AnalyticsSettings', 'MaxUsersForStatistics'],
  [
    'ElasticsearchSettings',
    'ConnectionURL Backend Username Password EnableIndexing EnableSearching EnableCJKAnalyzers/000001 ' +
      'EnableAutocomplete Sniff PostIndexReplicas PostIndexShards ChannelIndexReplicas ' +
      'ChannelIndexShards UserIndexReplicas UserIndexShards AggregatePostsAfterDays ' +
      'PostsAggregatorJobStartTime IndexPrefix GlobalSearchPrefix/001111 LiveIndexingBatchSize ' +
      'BatchSize RequestTimeoutSeconds SkipTLSVerification CA ClientCert ClientKey Trace ' +
      'IgnoredPurgeIndexes EnableSearchPublicChannelsWithoutMembership/000001',
  ],
  ['BleveSettings/111000', 'IndexDir EnableIndexing EnableSearching EnableAutocomplete BatchSize'],
  [
    'DataRetentionSettings',
    'EnableMessageDeletion EnableFileDeletion EnableBoardsDeletion MessageRetentionDays ' +
      'MessageRetentionHours FileRetentionDays FileRetentionHours BoardsRetentionDays ' +
      'DeletionJobStartTime BatchSize TimeBetweenBatchesMilliseconds RetentionIdsBatchSize ' +
      'PreservePinnedPosts/000111',
  ],
  [
    'MessageExportSettings',
    'EnableExport ExportFormat DailyRunTime ExportFromTimestamp BatchSize DownloadExportResults ' +
      'ChannelBatchSize/001111 ChannelHistoryBatchSize/001111 GlobalRelaySettings',
  ],
  ['JobSettings', 'RunJobs RunScheduler CleanupJobsThresholdDays CleanupConfigThresholdDays'],
  [
    'PluginSettings',
    'Enable EnableUploads AllowInsecureDownloadURL EnableHealthCheck Directory ClientDirectory ' +
      'Plugins PluginStates EnableMarketplace EnableRemoteMarketplace AutomaticPrepackagedPlugins ' +
      'RequirePluginSignature MarketplaceURL SignaturePublicKeyFiles ChimeraOAuthProxyURL',
  ],
  ['DisplaySettings', 'CustomURLSchemes MaxMarkdownNodes'],
  [
    'GuestAccountsSettings',
    'Enable HideTags AllowEmailAccounts EnforceMultifactorAuthentication RestrictCreationToDomains ' +
      'EnableGuestMagicLink/000001',
  ],
  ['ImageProxySettings', 'Enable ImageProxyType RemoteImageProxyURL RemoteImageProxyOptions'],
  ['CloudSettings', 'CWSURL CWSAPIURL CWSMock Disable PreviewModalBucketURL/000111'],
  ['ImportSettings', 'Directory RetentionDays'],
  ['ExportSettings', 'Directory RetentionDays'],
  [
    'WranglerSettings',
    'PermittedWranglerRoles AllowedEmailDomain MoveThreadMaxCount MoveThreadToAnotherTeamEnable ' +
      'MoveThreadFromPrivateChannelEnable MoveThreadFromDirectMessageChannelEnable ' +
      'MoveThreadFromGroupMessageChannelEnable',
  ],
  [
    'ConnectedWorkspacesSettings/011111',
    'EnableSharedChannels EnableRemoteClusterService DisableSharedChannelsStatusSync ' +
      'SyncUsersOnConnectionOpen/000111 GlobalUserSyncBatchSize/000111 MaxPostsPerSync ' +
      'MemberSyncBatchSize/000111',
  ],
  [
    'AccessControlSettings/001111',
    'EnableAttributeBasedAccessControl EnableChannelScopeAccessControl/001110 ' +
      'EnableUserManagedAttributes/000111',
  ],
  [
    'ContentFlaggingSettings/000110',
    'EnableContentFlagging ReviewerSettings NotificationSettings AdditionalSettings',
  ],
  [
    'ContentFlaggingSettings/000001',
    'EnableContentFlagging NotificationSettings AdditionalSettings ReviewerSettings',
  ],
  [
    'AutoTranslationSettings/000001',
    'Enable RestrictDMAndGM Provider TargetLanguages Workers TimeoutMs LibreTranslate Agents',
  ],
]

/** Flags by version, in order: `+Name` is on, `Name=text` is a text, else off. */
export const featureFlags: readonly (readonly [version: string, flags: string])[] = [
  [
    '9.11',
    'TestFeature=off TestBoolFeature EnableRemoteClusterService AppsEnabled PermalinkPreviews ' +
      'NormalizeLdapDNs WysiwygEditor +OnboardingTourTips DeprecateCloudFree EnableExportDirectDownload ' +
      'MoveThreadsEnabled +StreamlinedMarketplace CloudIPFiltering ConsumePostHook CloudAnnualRenewals ' +
      'CloudDedicatedExportUI ChannelBookmarks +WebSocketEventScope +NotificationMonitoring ' +
      'ExperimentalAuditSettingsSystemConsoleUI',
  ],
  [
    '10.4',
    'TestFeature=off TestBoolFeature EnableRemoteClusterService EnableSharedChannelsDMs AppsEnabled ' +
      'PermalinkPreviews NormalizeLdapDNs WysiwygEditor +OnboardingTourTips DeprecateCloudFree ' +
      'EnableExportDirectDownload MoveThreadsEnabled +StreamlinedMarketplace CloudIPFiltering ' +
      'ConsumePostHook CloudAnnualRenewals CloudDedicatedExportUI +ChannelBookmarks ' +
      '+WebSocketEventScope +NotificationMonitoring ExperimentalAuditSettingsSystemConsoleUI ' +
      'ExperimentalCrossTeamSearch',
  ],
  [
    '10.9',
    'TestFeature=off TestBoolFeature EnableRemoteClusterService EnableSharedChannelsDMs ' +
      '+EnableSharedChannelsPlugins AppsEnabled PermalinkPreviews NormalizeLdapDNs WysiwygEditor ' +
      '+OnboardingTourTips DeprecateCloudFree EnableExportDirectDownload MoveThreadsEnabled ' +
      '+StreamlinedMarketplace CloudIPFiltering ConsumePostHook CloudAnnualRenewals ' +
      'CloudDedicatedExportUI +ChannelBookmarks +WebSocketEventScope +NotificationMonitoring ' +
      'ExperimentalAuditSettingsSystemConsoleUI +CustomProfileAttributes +AttributeBasedAccessControl',
  ],
  [
    '10.11',
    'TestFeature=off TestBoolFeature EnableRemoteClusterService EnableSharedChannelsDMs ' +
      '+EnableSharedChannelsPlugins EnableSharedChannelsMemberSync EnableSyncAllUsersForRemoteCluster ' +
      'AppsEnabled PermalinkPreviews NormalizeLdapDNs WysiwygEditor +OnboardingTourTips ' +
      'DeprecateCloudFree EnableExportDirectDownload MoveThreadsEnabled +StreamlinedMarketplace ' +
      'CloudIPFiltering ConsumePostHook CloudAnnualRenewals CloudDedicatedExportUI +ChannelBookmarks ' +
      '+WebSocketEventScope +NotificationMonitoring +ExperimentalAuditSettingsSystemConsoleUI ' +
      '+CustomProfileAttributes +AttributeBasedAccessControl ContentFlagging +InteractiveDialogAppsForm',
  ],
  [
    '11.0',
    'TestFeature=off TestBoolFeature EnableRemoteClusterService EnableSharedChannelsDMs ' +
      '+EnableSharedChannelsPlugins EnableSharedChannelsMemberSync EnableSyncAllUsersForRemoteCluster ' +
      'AppsEnabled PermalinkPreviews NormalizeLdapDNs WysiwygEditor +OnboardingTourTips ' +
      'DeprecateCloudFree EnableExportDirectDownload MoveThreadsEnabled +StreamlinedMarketplace ' +
      'CloudIPFiltering ConsumePostHook CloudAnnualRenewals CloudDedicatedExportUI +ChannelBookmarks ' +
      '+WebSocketEventScope +NotificationMonitoring +ExperimentalAuditSettingsSystemConsoleUI ' +
      '+CustomProfileAttributes +AttributeBasedAccessControl ContentFlagging +InteractiveDialogAppsForm ' +
      '+EnableMattermostEntry ChannelAdminManageABACRules',
  ],
  [
    '11.6',
    'TestFeature=off TestBoolFeature EnableRemoteClusterService EnableSharedChannelsDMs ' +
      '+EnableSharedChannelsPlugins EnableSharedChannelsMemberSync EnableSyncAllUsersForRemoteCluster ' +
      'AppsEnabled PermalinkPreviews NormalizeLdapDNs WysiwygEditor +OnboardingTourTips ' +
      'DeprecateCloudFree EnableExportDirectDownload MoveThreadsEnabled +StreamlinedMarketplace ' +
      'CloudIPFiltering ConsumePostHook CloudAnnualRenewals CloudDedicatedExportUI +ChannelBookmarks ' +
      '+WebSocketEventScope +NotificationMonitoring +ExperimentalAuditSettingsSystemConsoleUI ' +
      '+CustomProfileAttributes +AttributeBasedAccessControl +ContentFlagging ' +
      '+InteractiveDialogAppsForm +EnableMattermostEntry MobileSSOCodeExchange +AutoTranslation ' +
      '+BurnOnRead EnableAIPluginBridge EnableAIRecaps CJKSearch',
  ],
]
