// Faults of the server itself, its settings, its machine and its integrations.
import {
  config,
  diagnostics,
  failedCall,
  goroutines,
  logs,
  metadata,
  stats,
  text,
  times,
  warning,
  without,
} from '../edit-sample.js'
import { lockWait, leak, httpWait } from '../stacks.js'
import type { Faults } from '../fault.js'

export const serverFaults: Faults = {
  'SiteURL is empty': {
    edits: [
      config({ 'ServiceSettings.SiteURL': '' }),
      logs([
        {
          level: 'error',
          msg: 'SiteURL must be set. Some features will operate incorrectly if the SiteURL is not set. See documentation for details: https://mattermost.com/pl/configure-site-url',
          caller: 'app/server.go:700',
        },
      ]),
    ],
    first: 'site-url-missing',
  },
  'SiteURL is another host': {
    edits: [
      config({ 'ServiceSettings.SiteURL': 'https://other.example.com' }),
      logs(
        times(8, {
          level: 'debug',
          msg: 'URL Blocked because of CORS. Url: https://chat.example.com',
          caller: 'web/context.go:120',
          path: '/api/v4/websocket',
          http_code: 400,
          err_where: 'connect',
          error:
            'connect: URL Blocked because of CORS. Url: https://chat.example.com, websocket: request origin not allowed by Upgrader.CheckOrigin',
        }),
      ),
    ],
    first: 'websocket-origins-refused',
  },
  'rate limit of one': {
    edits: [
      config({
        'RateLimitSettings.Enable': true,
        'RateLimitSettings.PerSec': 1,
        'RateLimitSettings.MaxBurst': 1,
      }),
    ],
    first: 'rate-limit-very-low',
  },
  'the read timeout is one second': {
    edits: [config({ 'ServiceSettings.ReadTimeout': 1, 'ServiceSettings.WriteTimeout': 1 })],
    first: 'server-timeouts-extreme',
  },
  'slash command slow': {
    edits: [
      logs(
        times(
          4,
          failedCall(
            'command',
            "Command with a trigger of 'slow' failed.",
            'Post "http://127.0.0.1:2601/cmd": context deadline exceeded (Client.Timeout exceeded while awaiting headers)',
            '/api/v4/commands/execute',
          ),
        ),
      ),
      goroutines(6, 'select', httpWait),
    ],
    first: 'slash-commands-failing',
  },
  'integrations get one second': {
    edits: [config({ 'ServiceSettings.OutgoingIntegrationRequestsTimeout': 1 })],
    first: 'integration-time-limit-tiny',
  },
  'a webhook answers with HTML': {
    edits: [
      logs(
        times(4, {
          level: 'error',
          msg: 'Outgoing Webhook POST failed',
          caller: 'app/webhook.go:155',
          error:
            "failed to decode JSON payload into OutgoingWebhookResponse: invalid character '<' looking for beginning of value",
        }),
      ),
    ],
    first: 'outgoing-webhooks-failing',
  },
  'a webhook target hangs': {
    edits: [
      logs(
        times(4, {
          level: 'error',
          msg: 'Outgoing Webhook POST timed out. Consider increasing ServiceSettings.OutgoingIntegrationRequestsTimeout.',
          caller: 'app/webhook.go:151',
          error: 'Post "http://10.0.0.9:2601/hook": context deadline exceeded',
        }),
      ),
    ],
    first: 'webhook-target-slow',
  },
  'a request may hold a kilobyte': {
    edits: [config({ 'ServiceSettings.MaximumPayloadSizeBytes': 1000 })],
    first: 'payload-limit-tiny',
  },
  'webhooks are off, and some exist': {
    edits: [config({ 'ServiceSettings.EnableIncomingWebhooks': false }), stats({ incoming_webhooks: 4 })],
    first: 'integrations-off-but-there',
  },
  'clients ask ten times a second': {
    edits: [config({ 'ExperimentalSettings.UsersStatusAndProfileFetchingPollIntervalMilliseconds': 100 })],
    first: 'status-polled-too-often',
  },
  'the session cache is off': {
    edits: [config({ 'ServiceSettings.SessionCacheInMinutes': 0 })],
    first: 'session-cache-off',
  },
  'developer mode': { edits: [config({ 'ServiceSettings.EnableDeveloper': true })], first: 'developer-mode' },
  'the websocket address is of another host': {
    edits: [config({ 'ServiceSettings.WebsocketURL': 'wss://other.example.com' })],
    first: 'websocket-url-foreign',
  },
  'no more file descriptors': {
    edits: [
      logs(
        times(5, {
          level: 'error',
          msg: 'http: Accept error: accept tcp [::]:8065: accept4: too many open files; retrying in 1s',
          caller: 'app/server.go:900',
          source: 'httpserver',
        }),
      ),
    ],
    first: 'open-files-exhausted',
  },
  'file descriptors nearly used up': {
    edits: [
      diagnostics({
        'server.version': '11.9.0',
        'server.open_file_descriptors': 240,
        'server.max_file_descriptors': 256,
      }),
      metadata({ server_version: '11.9.0' }),
    ],
    first: 'file-handles-nearly-used-up',
  },
  'a limit of memory': {
    edits: [
      diagnostics({ 'server.version': '11.9.0', 'server.container_memory_limit_mb': 128 }),
      metadata({ server_version: '11.9.0' }),
    ],
    first: 'container-limits-tiny',
  },
  'tasks leak': { edits: [goroutines(600, 'chan receive, 9 minutes', leak)], first: 'tasks-piling-up' },
  'requests wait for a lock': {
    edits: [goroutines(20, 'sync.Mutex.Lock, 3 minutes', lockWait)],
    first: 'requests-waiting-for-a-lock',
  },
  'the clock runs ahead': {
    edits: [metadata({ generated_at: 1795249626570 - 7200_000 })],
    first: 'clock-ahead',
  },
  'the log level is ERROR': {
    edits: [
      config({ 'LogSettings.FileLevel': 'ERROR', 'LogSettings.ConsoleLevel': 'ERROR' }),
      text('mattermost.log', () => ''),
    ],
    first: 'errors-only-logged',
  },
  'the log file is off': {
    edits: [config({ 'LogSettings.EnableFile': false }), without('mattermost.log')],
    first: 'log-file-off',
  },
  'the log path is refused': {
    edits: [
      warning('failed to read mattermost log: open /var/log/mm/mattermost.log: permission denied'),
      without('mattermost.log'),
      config({ 'LogSettings.FileLocation': '/var/log/mm' }),
    ],
    first: 'packet-parts-not-collected',
  },
  'neither console nor file is logged to': {
    edits: [
      config({
        'LogSettings.EnableFile': false,
        'LogSettings.EnableConsole': false,
        'LogSettings.AdvancedLoggingJSON': {},
      }),
      without('mattermost.log'),
    ],
    first: 'logs-nowhere',
  },
  'debug logging': { edits: [config({ 'LogSettings.FileLevel': 'DEBUG' })], first: 'debug-logging' },
  'the disk is full, and plugins cannot be unpacked': {
    edits: [
      logs(
        times(2, {
          level: 'error',
          msg: 'Failed to sync plugins from the file store',
          caller: 'app/plugin.go:166',
          error: 'write /opt/mattermost/plugins/x: no space left on device',
        }),
      ),
    ],
    first: 'disk-full',
  },
  'no more threads': {
    edits: [
      logs([
        {
          level: 'error',
          msg: 'Failed to run command',
          caller: 'app/x.go:1',
          error: 'fork/exec /bin/x: resource temporarily unavailable',
        },
      ]),
    ],
    first: 'threads-exhausted',
  },
  'a request panics': {
    edits: [
      logs(
        times(3, {
          level: 'error',
          msg: 'http: panic serving 127.0.0.1:4242: runtime error: invalid memory address or nil pointer dereference\ngoroutine 88 [running]:\nnet/http.(*conn).serve.func1()',
          caller: 'app/server.go:900',
          source: 'httpserver',
        }),
      ),
    ],
    first: 'request-panics',
  },

  'a program opens one websocket after the other': {
    edits: [diagnostics({ 'websocket.connections': 900 })],
    first: 'websocket-connections-piling-up',
  },
  'settings are kept in memory only': {
    edits: [diagnostics({ 'config.store_type': 'memory://' })],
    first: 'settings-lost-at-restart',
  },
  'the image proxy has no address': {
    edits: [config({ 'ImageProxySettings.Enable': true, 'ImageProxySettings.ImageProxyType': 'atmos/camo' })],
    first: 'image-proxy-incomplete',
  },
  'the certificate of the server has run out': {
    edits: [
      logs(
        times(9, {
          level: 'error',
          msg: 'http: TLS handshake error from 10.0.0.9:51002: remote error: tls: expired certificate',
          caller: 'app/server.go:900',
          source: 'httpserver',
        }),
      ),
    ],
    first: 'own-certificate-refused',
  },
  "Let's Encrypt gives no certificate": {
    edits: [
      logs(
        times(3, {
          level: 'error',
          msg: 'http: TLS handshake error from 10.0.0.9:51002: acme/autocert: unable to satisfy "https://acme-v02.api.letsencrypt.org/acme/authz/1" for domain "chat.example.com": no viable challenge type found',
          caller: 'app/server.go:900',
          source: 'httpserver',
        }),
      ),
    ],
    first: 'lets-encrypt-failing',
  },
  'the server was killed and started once': {
    edits: [text('mattermost.log', log => log + log.replaceAll('08:26:', '08:27:'))],
    first: 'unclean-restart',
  },
  'the target of a webhook has an unknown name': {
    edits: [
      logs(
        times(4, {
          level: 'error',
          msg: 'Outgoing Webhook POST failed',
          caller: 'app/webhook.go:155',
          error:
            'Post "https://ci.example.com/hook": dial tcp: lookup ci.example.com on 127.0.0.11:53: no such host',
        }),
      ),
    ],
    first: 'webhook-target-unreachable',
  },
}
