// `generate mattermost`: makes a packet: from a server's API, from an installation on this machine, or from several packets.
import { auditOption } from '../audit-log.js'
import { defineCommand } from '../command.js'
import { failure } from '../failure.js'

export const generateMattermost = defineCommand({
  name: 'generate mattermost',
  summary: 'make a Mattermost packet: from a server, an installation, or packets of its nodes',
  details: [
    'With --url the server makes the packet, as its System Console does. The token comes from --token-file, from MM_TOKEN, or is asked for; it is never part of a command line.',
    'With --from-installation, or --config, it is collected on this machine, also when the server does not start: configuration, logs, database, file store, plugins, profiles. What cannot be had is named in warning.txt; the rest is there.',
    'With merge, packets of the nodes of one cluster become one packet.',
    'The packet is checked at once. Exit code: 0 when it is valid, 1 when it is not, 2 when there is none or only a part of one (kept as .part).',
  ],
  operands: [
    { name: 'merge', kind: 'word', optional: true, choices: ['merge'] },
    { name: 'PACKET', kind: 'packet', many: true, optional: true },
  ],
  options: {
    url: { kind: 'text', value: 'URL', says: 'server to ask: its Site URL, with the path if it has one' },
    'token-file': {
      kind: 'file',
      value: 'FILE',
      says: "file with a system administrator's token; - for standard input",
    },
    'no-logs': { kind: 'flag', says: 'leave logs out' },
    plugin: {
      kind: 'text',
      value: 'ID',
      many: true,
      says: 'include what this plugin adds only when asked; * for all; may be repeated',
    },
    'list-plugins': { kind: 'flag', says: 'only list the plugins that --plugin can name' },
    ca: { kind: 'file', value: 'FILE', says: 'trust this authority too (PEM)' },
    'client-cert': { kind: 'file', value: 'FILE', says: 'certificate to show to the server (PEM)' },
    'client-key': {
      kind: 'file',
      value: 'FILE',
      says: 'its key (PEM; passphrase in MM_CLIENT_KEY_PASSPHRASE)',
    },
    proxy: { kind: 'text', value: 'URL', says: 'HTTP proxy, instead of HTTPS_PROXY and NO_PROXY' },
    timeout: {
      kind: 'count',
      value: 'SECONDS',
      says: 'give up after so long a silence of the server (300)',
    },
    retries: { kind: 'count', value: 'COUNT', says: 'ask a busy or unreachable server again (2)' },
    'from-installation': {
      kind: 'directory',
      value: 'DIR',
      says: 'collect from an installation, such as /opt/mattermost, or a copy of one',
    },
    config: {
      kind: 'text',
      value: 'FILE|DSN',
      says: 'configuration elsewhere than in DIR/config/config.json; a data source reads its configurations table',
    },
    dsn: { kind: 'text', value: 'DSN', says: 'database to read, instead of the configured one' },
    'env-file': { kind: 'file', value: 'FILE', many: true, says: 'MM_… variables of the service' },
    since: {
      kind: 'text',
      value: 'TIME',
      says: 'log lines from then on: 2026-11-21T08:00Z, or 2h, 3d before now',
    },
    until: { kind: 'text', value: 'TIME', says: 'log lines before then' },
    'max-log-size': {
      kind: 'text',
      value: 'SIZE',
      says: 'keep the newest so much of each log (such as 200M)',
    },
    rotated: { kind: 'flag', says: 'rotated log files too' },
    journal: { kind: 'text', value: 'UNIT', says: 'log of a systemd unit, when the server logs to no file' },
    'server-version': { kind: 'text', value: 'VERSION', says: 'when nothing tells it' },
    node: { kind: 'text', value: 'NAME', many: true, says: 'node folder; for merge one a packet, in order' },
    raw: {
      kind: 'flag',
      says: 'mask only what the server itself masks; else everything that looks like a secret',
    },
    output: {
      kind: 'file',
      value: 'FILE',
      short: 'o',
      says: 'file or directory to write to; - for standard output; else the name the server gives, here',
    },
    overwrite: { kind: 'flag', says: 'replace a file that exists' },
    ...auditOption,
    quiet: { kind: 'flag', short: 'q', says: 'say nothing but the name of the file' },
  },
  examples: [
    {
      run: 'support-packet generate mattermost --url https://chat.example.com --token-file token.txt',
      says: 'ask a server',
    },
    {
      run: 'support-packet generate mattermost --from-installation /opt/mattermost --since 2h',
      says: 'collect on its machine, also when it does not start',
    },
    {
      run: 'support-packet generate mattermost merge node1.zip node2.zip -o cluster.zip',
      says: 'one packet for a cluster',
    },
  ],
  endsOnInterrupt: true,
  async run({ options, operands: [action, ...packets] }, context) {
    const ways = [options.url, options['from-installation'] ?? options.config, action].filter(
      way => way !== undefined,
    )
    if (ways.length !== 1)
      throw failure(
        'Say what to make it from: --url URL, --from-installation DIR (or --config FILE), or merge PACKET….',
        'Try: support-packet help generate mattermost',
      )
    if (action !== undefined) {
      const { merge } = await import('./generate-merge.js')
      return merge(packets, options, context)
    }
    if (options.url !== undefined) {
      const { fromServer } = await import('./generate-from-server.js')
      return fromServer({ ...options, url: options.url }, context)
    }
    const { fromInstallation } = await import('./generate-from-installation.js')
    return fromInstallation(options, context)
  },
})
