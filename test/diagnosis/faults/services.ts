// Faults of what the server depends on: mail, push, directories, search, cache.
import { config, diagnostics, failedCall, goroutines, logs, metadata, text, times } from '../edit-sample.js'
import type { Faults } from '../fault.js'

/** Eighty logins a second apart, like the first one of the log, but refused. */
function withRefusedLogins(audit: string): string {
  const login = audit.split('\n').find(line => line.includes('"event_name":"login"')) ?? ''
  const refused = Array.from({ length: 80 }, (_, index) =>
    login
      .replace('"status":"success"', '"status":"fail"')
      .replace(
        /"timestamp":"[^"]+"/,
        `"timestamp":"${new Date(1795249590000 + index * 400).toISOString().replace('T', ' ').replace('Z', ' Z')}"`,
      ),
  )
  return `${audit}${refused.join('\n')}\n`
}

export const servicesFaults: Faults = {
  'the mail server refuses the password': {
    edits: [
      config({
        'EmailSettings.SendEmailNotifications': true,
        'EmailSettings.SMTPServer': 'mail.example.com',
        'EmailSettings.EnableSMTPAuth': true,
        'EmailSettings.SMTPUsername': 'mm',
        'EmailSettings.SMTPPassword': '****',
        'EmailSettings.ConnectionSecurity': 'TLS',
        'EmailSettings.SMTPPort': '465',
      }),
      logs([
        {
          level: 'error',
          msg: 'Mail server connection test failed',
          caller: 'app/server.go:835',
          error: 'unable to connect: unable to open a SMTP session: 535 5.7.8 Error: authentication failed',
        },
        ...times(
          3,
          failedCall(
            'SendPasswordReset',
            'Failed to send password reset email successfully.',
            'authentication to SMTP server failed: 535 5.7.8 Error: authentication failed',
            '/api/v4/users/password/reset/send',
          ),
        ),
      ]),
    ],
    first: 'mail-login-rejected',
  },
  'the mail password would go over an open line': {
    edits: [
      config({
        'EmailSettings.SendEmailNotifications': true,
        'EmailSettings.SMTPServer': 'mail.example.com',
        'EmailSettings.EnableSMTPAuth': true,
        'EmailSettings.SMTPUsername': 'mm',
        'EmailSettings.SMTPPassword': '****',
      }),
      logs(
        times(
          3,
          failedCall(
            'SendPasswordReset',
            'Failed to send password reset email successfully.',
            'unable to connect to the SMTP server: authentication failed: unencrypted connection',
            '/api/v4/users/password/reset/send',
          ),
        ),
      ),
    ],
    first: 'mail-password-held-back',
  },
  'the mail server takes connections and says nothing': {
    edits: [
      logs([
        {
          level: 'error',
          msg: 'Mail server connection test failed',
          caller: 'app/server.go:835',
          error: 'unable to connect: unable to connect to the SMTP server: context deadline exceeded',
        },
      ]),
    ],
    first: 'mail-server-not-answering',
  },
  'the mail server does not answer': {
    edits: [
      logs([
        {
          level: 'error',
          msg: 'Mail server connection test failed',
          caller: 'app/server.go:835',
          error: 'unable to connect: unable to connect to the SMTP server: dial tcp 10.1.2.3:25: i/o timeout',
        },
      ]),
    ],
    first: 'mail-server-not-answering',
  },
  'the mail server wants STARTTLS': {
    edits: [
      logs(
        times(
          3,
          failedCall(
            'SendPasswordReset',
            'Failed to send password reset email successfully.',
            'failed to set the from address: 530 5.7.0 Must issue a STARTTLS command first',
            '/api/v4/users/password/reset/send',
          ),
        ),
      ),
    ],
    first: 'mail-encryption-mismatch',
  },
  "the mail server's certificate is unknown": {
    edits: [
      logs([
        {
          level: 'error',
          msg: 'Mail server connection test failed',
          caller: 'app/server.go:835',
          error:
            'unable to connect: unable to connect to the SMTP server through TLS: tls: failed to verify certificate: x509: certificate signed by unknown authority',
        },
      ]),
    ],
    first: 'certificates-not-trusted',
  },
  'the mail server refuses the sender': {
    edits: [
      logs(
        times(
          3,
          failedCall(
            'SendPasswordReset',
            'Failed to send password reset email successfully.',
            'failed to add the message to the email: 550 5.7.1 Sender rejected',
            '/api/v4/users/password/reset/send',
          ),
        ),
      ),
    ],
    first: 'mail-sender-rejected',
  },
  'the mail server hangs': {
    edits: [
      goroutines(8, 'IO wait', [
        'net.(*conn).Read',
        'bufio.(*Reader).ReadSlice',
        'net/textproto.(*Reader).ReadLine',
        'net/smtp.NewClient',
        'github.com/mattermost/mattermost/server/v8/platform/shared/mail.NewSMTPClientAdvanced',
        'github.com/mattermost/mattermost/server/v8/platform/shared/mail.SendMailUsingConfig',
        'github.com/mattermost/mattermost/server/v8/channels/app/email.(*Service).SendPasswordResetEmail',
        'github.com/mattermost/mattermost/server/v8/channels/web.Handler.ServeHTTP',
        'net/http.serverHandler.ServeHTTP',
        'net/http.(*conn).serve',
      ]),
    ],
    first: 'requests-waiting-for-mail-server',
  },
  'the push proxy is gone': {
    edits: [
      config({
        'EmailSettings.SendPushNotifications': true,
        'EmailSettings.PushNotificationServer': 'http://10.0.0.8:8066',
      }),
      logs(
        times(5, {
          level: 'error',
          msg: 'Failed to send to push proxy',
          caller: 'app/notification_push.go:312',
          error:
            'failed to send to push proxy: Post "http://10.0.0.8:8066/api/v1/send_push": dial tcp 10.0.0.8:8066: connect: connection refused',
          push_type: 'message',
          status: 'error',
          reason: 'push_proxy_send_error',
        }),
      ),
    ],
    first: 'push-server-unreachable',
  },
  'notifications are on, and no mail server is named': {
    edits: [config({ 'EmailSettings.SendEmailNotifications': true, 'EmailSettings.SMTPServer': '' })],
    first: 'mail-server-not-set',
  },
  'the push proxy rejects': {
    edits: [
      config({
        'EmailSettings.SendPushNotifications': true,
        'EmailSettings.PushNotificationServer': 'https://hpns-us.mattermost.com',
      }),
      logs(
        times(5, {
          level: 'error',
          msg: 'Failed to send to push proxy',
          caller: 'app/notification_push.go:312',
          error: 'failed to send to push proxy: unexpected status code: 401',
          push_type: 'message',
          status: 'error',
          reason: 'push_proxy_send_error',
        }),
      ),
    ],
    first: 'failing-push-notifications',
  },
  'LDAP does not answer': {
    edits: [
      config({ 'LdapSettings.Enable': true, 'LdapSettings.LdapServer': 'ldap.example.com' }),
      diagnostics({
        'ldap.status': 'FAIL',
        'ldap.error':
          'Unable to connect to AD/LDAP server., LDAP Result Code 200 "Network Error": dial tcp 10.0.0.4:389: connect: connection refused',
      }),
    ],
    first: 'directory-not-working',
  },
  'LDAP refuses the login': {
    edits: [
      config({ 'LdapSettings.Enable': true, 'LdapSettings.LdapServer': 'ldap.example.com' }),
      diagnostics({
        'ldap.status': 'FAIL',
        'ldap.error': 'Unable to bind. LDAP Result Code 49 "Invalid Credentials"',
      }),
    ],
    first: 'directory-not-working',
  },
  'login needs no password length': {
    edits: [config({ 'PasswordSettings.MinimumLength': 5 })],
    first: 'passwords-short',
  },
  'sessions end after an hour': {
    edits: [
      config({ 'ServiceSettings.SessionLengthWebInHours': 1, 'ServiceSettings.SessionLengthWebInDays': 0 }),
    ],
    first: 'sessions-very-short',
  },
  'people cannot log in by any way': {
    edits: [
      config({
        'EmailSettings.EnableSignInWithEmail': false,
        'EmailSettings.EnableSignInWithUsername': false,
      }),
    ],
    first: 'login-methods-missing',
  },
  'accounts are locked': {
    edits: [config({ 'ServiceSettings.MaximumLoginAttempts': 1 })],
    first: 'login-attempts-very-few',
  },
  'MFA is enforced while it is off': {
    edits: [
      config({
        'ServiceSettings.EnforceMultifactorAuthentication': true,
        'ServiceSettings.EnableMultifactorAuthentication': false,
      }),
    ],
    first: 'second-factor-enforced-but-off',
  },
  'Elasticsearch is gone': {
    edits: [
      config({ 'ElasticsearchSettings.EnableIndexing': true, 'ElasticsearchSettings.EnableSearching': true }),
      diagnostics({
        'elastic.status': 'FAIL',
        'elastic.error': 'dial tcp 127.0.0.1:9200: connect: connection refused',
        'elastic.backend': 'elasticsearch',
      }),
    ],
    first: 'search-engine-not-working',
  },
  'search is switched off': {
    edits: [config({ 'ServiceSettings.EnablePostSearch': false })],
    first: 'search-off-for-people',
  },
  'database search is off without an engine': {
    edits: [config({ 'SqlSettings.DisableDatabaseSearch': true })],
    first: 'search-off',
  },
  'Redis is gone': {
    edits: [
      config({ 'CacheSettings.CacheType': 'redis', 'CacheSettings.RedisAddress': '10.0.0.5:6379' }),
      logs(
        times(5, {
          level: 'error',
          msg: 'Failed to get from cache',
          caller: 'cache/redis.go:120',
          error: 'dial tcp 10.0.0.5:6379: connect: connection refused',
        }),
      ),
    ],
    first: 'redis-unreachable',
  },
  'the search index is not searched': {
    edits: [
      config({
        'ElasticsearchSettings.EnableIndexing': true,
        'ElasticsearchSettings.EnableSearching': false,
      }),
    ],
    first: 'search-index-unused',
  },

  'the test of push fails': {
    edits: [
      metadata({ server_version: '11.9.0' }),
      diagnostics({
        'server.version': '11.9.0',
        'notifications.push.status': 'FAIL',
        'notifications.push.error': 'dial tcp: lookup push.example.com: no such host',
      }),
      config({
        'EmailSettings.SendPushNotifications': true,
        'EmailSettings.PushNotificationServer': 'https://push.example.com',
      }),
    ],
    first: 'push-test-failing',
  },
  'the discovery address of OpenID is wrong': {
    edits: [
      metadata({ server_version: '11.9.0' }),
      diagnostics({
        'server.version': '11.9.0',
        'oauth_providers.openid.status': 'FAIL',
        'oauth_providers.openid.error': 'discovery endpoint returned 404',
      }),
    ],
    first: 'login-provider-not-working',
  },
  'the test of SAML fails': {
    edits: [
      metadata({ server_version: '11.9.0' }),
      diagnostics({
        'server.version': '11.9.0',
        'saml.status': 'FAIL',
        'saml.error': 'certificate has expired',
      }),
      config({ 'SamlSettings.Enable': true }),
    ],
    first: 'single-sign-on-not-working',
  },
  'the proxy to the internet is gone': {
    edits: [
      logs(
        times(4, {
          level: 'error',
          msg: 'Failed to send to push proxy',
          caller: 'app/notification_push.go:312',
          error:
            'Post "https://push.mattermost.com/api/v1/send_push": proxyconnect tcp: dial tcp 10.0.0.3:3128: connect: connection refused',
        }),
      ),
    ],
    first: 'outgoing-proxy-failing',
  },

  'passwords are tried out, and only the audit log shows it': {
    edits: [text('audit.log', withRefusedLogins)],
    first: 'logins-refused-in-masses',
  },
}
