// Faults of what several services share: names, the way out, the proxy, trusted authorities. Each service alone looks broken; none is.
import type { Edit } from '../edit-sample.js'
import { config, failedCall, logs, times } from '../edit-sample.js'
import type { Faults } from '../fault.js'

const services: Edit = config({
  'EmailSettings.SendEmailNotifications': true,
  'EmailSettings.SMTPServer': 'smtp.example.com',
  'EmailSettings.SMTPPort': '587',
  'EmailSettings.ConnectionSecurity': 'STARTTLS',
  'EmailSettings.SendPushNotifications': true,
  'EmailSettings.PushNotificationServer': 'https://hpns-us.mattermost.com',
})

/** Mail, push, a webhook and the directory fail, each for the reason that its host gives. */
const allFail = (reason: (host: string, index: number) => string): Edit =>
  logs([
    ...times(3, {
      level: 'error',
      msg: 'Unable to send mail',
      caller: 'app/notification_email.go:100',
      error: `unable to connect to the SMTP server: ${reason('smtp.example.com', 1)}`,
    }),
    ...times(3, {
      level: 'error',
      msg: 'Failed to send to push proxy',
      caller: 'app/notification_push.go:312',
      error: `failed to send to push proxy: Post "https://hpns-us.mattermost.com/api/v1/send_push": ${reason('hpns-us.mattermost.com', 2)}`,
    }),
    ...times(3, {
      level: 'error',
      msg: 'Outgoing Webhook POST failed',
      caller: 'app/webhook.go:155',
      error: `Post "https://ci.example.com/hook": ${reason('ci.example.com', 3)}`,
    }),
    ...times(
      3,
      failedCall(
        'doLdapLogin',
        'Unable to connect to AD/LDAP server.',
        `LDAP Result Code 200 "Network Error": ${reason('ldap.example.com', 4)}`,
        '/api/v4/users/login',
      ),
    ),
  ])

export const outageFaults: Faults = {
  'the name server is gone, and every service fails': {
    edits: [services, allFail(host => `dial tcp: lookup ${host} on 10.0.0.2:53: server misbehaving`)],
    first: 'name-resolution-failing',
  },
  'a firewall lets nothing out': {
    edits: [services, allFail((_, index) => `dial tcp 10.9.0.${index}:443: i/o timeout`)],
    first: 'outgoing-connections-blocked',
  },
  'the proxy is gone, and every service fails': {
    edits: [services, allFail(() => 'proxyconnect tcp: dial tcp 10.0.0.9:3128: connect: connection refused')],
    first: 'outgoing-proxy-failing',
  },
  'the list of trusted authorities is gone': {
    edits: [
      services,
      allFail(() => 'tls: failed to verify certificate: x509: certificate signed by unknown authority'),
    ],
    first: 'certificate-authorities-missing',
  },
}
