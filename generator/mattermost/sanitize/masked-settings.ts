// The settings that the server itself masks in what it shows, with the versions that do. Data for config.ts.

export interface MaskedSetting {
  /** Section and settings inside it. */
  readonly path: readonly string[]
  /** `always`: masked even when empty, so that the mask says nothing. `data-source`: see data-source.ts. */
  readonly how: 'when-set' | 'always' | 'data-source'
  /** First release that masks it; absent: all that this tool writes. */
  readonly since?: string
}

const setting = (path: string, how: MaskedSetting['how'], since?: string): MaskedSetting => ({
  path: path.split('.'),
  how,
  ...(since === undefined ? {} : { since }),
})

export const maskedSettings: readonly MaskedSetting[] = [
  setting('LdapSettings.BindPassword', 'when-set'),
  setting('FileSettings.PublicLinkSalt', 'always'),
  setting('FileSettings.AmazonS3SecretAccessKey', 'when-set'),
  setting('FileSettings.ExportAmazonS3SecretAccessKey', 'when-set', '11.6'),
  setting('FileSettings.AzureAccessKey', 'when-set', '11.9'),
  setting('FileSettings.ExportAzureAccessKey', 'when-set', '11.9'),
  setting('EmailSettings.SMTPPassword', 'when-set'),
  setting('GitLabSettings.Secret', 'when-set'),
  setting('GoogleSettings.Secret', 'when-set'),
  setting('Office365Settings.Secret', 'when-set'),
  setting('OpenIdSettings.Secret', 'when-set'),
  setting('SqlSettings.DataSource', 'data-source'),
  setting('SqlSettings.AtRestEncryptKey', 'always'),
  setting('SqlSettings.DataSourceReplicas', 'data-source'),
  setting('SqlSettings.DataSourceSearchReplicas', 'data-source'),
  setting('SqlSettings.ReplicaLagSettings', 'data-source'),
  setting('ElasticsearchSettings.Password', 'always'),
  setting('MessageExportSettings.GlobalRelaySettings.SMTPPassword', 'when-set'),
  setting('ServiceSettings.GfycatAPISecret', 'when-set'),
  setting('ServiceSettings.SplitKey', 'always'),
  setting('ServiceSettings.GoogleDeveloperKey', 'when-set', '11.6'),
  setting('ServiceSettings.GiphySdkKey', 'when-set', '11.6'),
  setting('CacheSettings.RedisPassword', 'always', '10.1'),
  setting('AutoTranslationSettings.LibreTranslate.APIKey', 'when-set'),
]

/** First release that shows host and database of a data source, and masks only user and password. */
export const partialDataSourcesSince = '10.10'

/** First release that masks settings of plugins, and leaves out those of plugins it does not know. */
export const pluginSettingsSince = '10.1'
