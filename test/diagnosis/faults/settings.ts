// Faults that show in a setting only: the server accepted it, and no line of any log speaks of it.
import { config, diagnostics } from '../edit-sample.js'
import type { Fault, Faults } from '../fault.js'

const set = (values: Readonly<Record<string, unknown>>, first: string): Fault => ({
  edits: [config(values)],
  first,
})

/** The address of the database of the sample, with parameters. */
const dataSource = (parameters: string): Readonly<Record<string, unknown>> => ({
  'SqlSettings.DataSource': `postgres://****:****@127.0.0.1:5432/healthy_11_6?${parameters}`,
})

const mail = { 'EmailSettings.SendEmailNotifications': true, 'EmailSettings.SMTPServer': 'mail.example.com' }

export const settingFaults: Faults = {
  'an idle connection is closed at once': set({ 'ServiceSettings.IdleTimeout': 1 }, 'settings-extreme'),
  'mails get no time': set(
    { ...mail, 'EmailSettings.SMTPPort': '25', 'EmailSettings.SMTPServerTimeout': 1 },
    'settings-extreme',
  ),
  'pictures may have one pixel': set({ 'FileSettings.MaxImageResolution': 1 }, 'settings-extreme'),
  'passwords need 60 characters': set({ 'PasswordSettings.MinimumLength': 60 }, 'settings-extreme'),
  'files cannot be searched': set({ 'ServiceSettings.EnableFileSearch': false }, 'functions-switched-off'),
  'phones cannot upload': set({ 'FileSettings.EnableMobileUpload': false }, 'functions-switched-off'),
  'the web app is not served': set({ 'ServiceSettings.WebserverMode': 'disabled' }, 'web-app-not-served'),
  'the health check has a limit of ten tasks': set(
    { 'ServiceSettings.GoroutineHealthThreshold': 10 },
    'health-check-says-unhealthy',
  ),
  'desktop apps of the future only': set(
    { 'ServiceSettings.MinimumDesktopAppVersion': '99.0.0' },
    'apps-locked-out',
  ),
  'teams may have five channels': set({ 'TeamSettings.MaxChannelsPerTeam': 5 }, 'channels-of-teams-used-up'),
  'mentions of everybody reach two': set(
    { 'TeamSettings.MaxNotificationsPerChannel': 2 },
    'mentions-of-everybody-off',
  ),
  'websockets on a port that nobody opens': set(
    { 'ServiceSettings.SiteURL': 'https://chat.example.com', 'ServiceSettings.WebsocketSecurePort': 9999 },
    'websocket-port-unfit',
  ),
  'another port in SiteURL than the server listens on': set(
    { 'ServiceSettings.SiteURL': 'http://127.0.0.1:8066' },
    'site-url-port-not-listened-on',
  ),
  "Let's Encrypt behind a port it never asks": set(
    { 'ServiceSettings.UseLetsEncrypt': true, 'ServiceSettings.ConnectionSecurity': 'TLS' },
    'lets-encrypt-cannot-work',
  ),
  'one rate limit for all': set(
    { 'RateLimitSettings.Enable': true, 'RateLimitSettings.VaryByRemoteAddr': false },
    'rate-limit-for-all-together',
  ),
  'a scheme in the name of the mail server': set(
    { ...mail, 'EmailSettings.SMTPServer': 'smtp://mail.example.com' },
    'mail-server-address-wrong',
  ),
  'a mail must be confirmed, and none is sent': set(
    { 'EmailSettings.RequireEmailVerification': true },
    'mail-confirmation-impossible',
  ),
  'GitLab without an address': set(
    { 'GitLabSettings.Enable': true, 'GitLabSettings.Id': 'x', 'GitLabSettings.Secret': '********' },
    'login-provider-incomplete',
  ),
  'metrics on the port of the server': set(
    { 'MetricsSettings.Enable': true, 'MetricsSettings.ListenAddress': ':8065' },
    'metrics-port-taken',
  ),
  'files in a temporary folder': set({ 'FileSettings.Directory': '/tmp/mm/' }, 'files-in-temporary-folder'),
  'the data source asks for read-only work': set(
    {
      'SqlSettings.DataSource':
        'postgres://****:****@127.0.0.1:5432/healthy_11_6?default_transaction_read_only=on',
    },
    'data-source-read-only',
  ),
  'the data source gives a statement half a second': set(
    {
      'SqlSettings.DataSource':
        'postgres://****:****@127.0.0.1:5432/healthy_11_6?statement_timeout=500&sslmode=disable',
    },
    'data-source-limits-statements',
  ),
  'the data source ends connections that rest': set(
    dataSource('idle_session_timeout=1000'),
    'data-source-limits-statements',
  ),
  'the data source forbids indexes': set(
    dataSource('sslmode=disable&enable_indexscan=off'),
    'data-source-slows-database',
  ),
  'the data source leads to another schema': set(dataSource('search_path=other'), 'data-source-other-schema'),
  'the replica is the primary': {
    edits: [
      config({
        ...dataSource('sslmode=disable'),
        'SqlSettings.DataSourceReplicas': [
          'postgres://****:****@127.0.0.1:5432/healthy_11_6?sslmode=disable',
        ],
      }),
      diagnostics({ 'database.replica_connections': 4 }),
    ],
    first: 'replica-is-primary',
  },
  'the replica is that of another database': {
    edits: [
      config({
        'SqlSettings.DataSourceReplicas': ['postgres://****:****@127.0.0.1:5433/old_chat?sslmode=disable'],
      }),
      diagnostics({ 'database.replica_connections': 4 }),
    ],
    first: 'replica-of-another-database',
  },
  'the address of the server is mistyped': set(
    { 'ServiceSettings.SiteURL': 'htps://chat.example.com' },
    'site-url-scheme-unfit',
  ),
  'a server may open 5000 connections': set({ 'SqlSettings.MaxOpenConns': 5000 }, 'settings-extreme'),
  'sessions of phones end after an hour': set(
    { 'ServiceSettings.SessionLengthMobileInHours': 1 },
    'sessions-very-short',
  ),
  'the directory is given as a URL': set(
    { 'LdapSettings.Enable': true, 'LdapSettings.LdapServer': 'ldap://ldap.example.com' },
    'ldap-server-address-wrong',
  ),
}
