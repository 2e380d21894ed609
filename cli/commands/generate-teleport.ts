// `generate teleport`: makes a support dump of a Teleport cluster, or of the processes of one host.
import { auditOption } from '../audit-log.js'
import { defineCommand } from '../command.js'

export const generateTeleport = defineCommand({
  name: 'generate teleport',
  summary: 'make a support dump of a Teleport cluster, or of one host',
  details: [
    'Asks the cluster with tctl, then every agent over a session of its own, and writes a zip with readme.html, report.txt and manifest.json: what was tried, what failed, and what helps. Only reads. Run it as root on an Auth Service host, or anywhere with --identity and --proxy, or after tsh login.',
    'Private keys, certificates, join tokens, passwords and their hashes never leave. Names of users and hosts stay readable unless --obfuscate replaces them.',
    'What the user may not see is stated and does not end the work. An interrupt ends it early and keeps what is there.',
    'Exit code: 0 when the dump is complete and valid, 1 when something is missing in it, 2 when nothing answered or nothing could be written, 130 when it was interrupted.',
  ],
  operands: [],
  options: {
    'node-only': { kind: 'flag', says: 'only the Teleport processes of this machine' },
    mode: {
      kind: 'choice',
      value: 'MODE',
      choices: ['default', 'speed', 'completeness', 'size'],
      default: 'default',
      says: 'what matters most; sets how far back logs go and how much is asked (default)',
    },
    since: { kind: 'text', value: 'TIME', says: 'logs from then on: a time, or 2h, 3d before now (24h)' },
    'max-log-size': { kind: 'text', value: 'SIZE', says: 'keep the newest so much of each log (20M)' },
    'max-size': { kind: 'text', value: 'SIZE', says: 'stop at so much in total, before packing (4G)' },
    objects: {
      kind: 'text',
      value: 'KINDS',
      many: true,
      says: 'ask only for these kinds of objects, such as user,role',
    },
    'skip-objects': { kind: 'text', value: 'KINDS', many: true, says: 'leave these kinds out, such as node' },
    identity: { kind: 'file', value: 'FILE', short: 'i', says: 'identity file for tctl and tsh' },
    proxy: { kind: 'text', value: 'ADDRESS', says: 'proxy of the cluster, for tctl and tsh' },
    'auth-server': { kind: 'text', value: 'ADDRESS', says: 'where tctl asks, when it is not the proxy' },
    'tctl-config': { kind: 'file', value: 'FILE', says: 'configuration that tctl reads' },
    via: {
      kind: 'text',
      value: 'CLIENT',
      choices: ['tsh', 'ssh', 'kubectl', 'local', 'tsh,ssh', 'tsh,kubectl'],
      default: 'tsh',
      says: 'how agents are reached: tsh, ssh, kubectl, or several in turn as tsh,ssh; local for none but this machine (tsh)',
    },
    login: { kind: 'text', value: 'USER', says: 'login on the hosts' },
    'client-option': {
      kind: 'text',
      value: 'OPTION',
      many: true,
      says: 'further argument for the client, as --client-option=-p2222; of another program as tctl:--insecure',
    },
    nodes: {
      kind: 'text',
      value: 'LIST',
      many: true,
      says: 'only these agents: names, UUIDs or pods with commas, or a file with one a line',
    },
    concurrency: { kind: 'count', value: 'COUNT', says: 'agents asked at once (8)' },
    timeout: { kind: 'count', value: 'SECONDS', says: 'give up on an agent after so long (120)' },
    sudo: { kind: 'flag', says: 'run as root on the hosts, through sudo that does not ask' },
    namespace: { kind: 'text', value: 'NAME', says: 'Kubernetes objects and pod logs of this namespace too' },
    'audit-logs': { kind: 'flag', says: 'audit log files too, which tell what users did' },
    'host-root': {
      kind: 'directory',
      value: 'DIR',
      says: "the host's files, as seen from a container (such as /host)",
    },
    obfuscate: {
      kind: 'flag',
      says: 'replace users, hosts, addresses and labels, one way, the same in all files',
    },
    'obfuscation-key-file': {
      kind: 'file',
      value: 'FILE',
      says: 'key of at least 16 bytes, so that several dumps have the same stand-ins; implies --obfuscate',
    },
    output: {
      kind: 'file',
      value: 'FILE',
      short: 'o',
      says: 'file or directory to write to; - for standard output; else teleport-dump-TIME.zip here',
    },
    overwrite: { kind: 'flag', says: 'replace a file that exists' },
    ...auditOption,
    quiet: { kind: 'flag', short: 'q', says: 'say nothing but the name of the file' },
  },
  examples: [
    { run: 'sudo support-packet generate teleport', says: 'on an Auth Service host: the cluster' },
    {
      run: 'support-packet generate teleport --identity dump.pem --proxy teleport.example.com:443 --login root',
      says: 'from anywhere, with an identity made for it',
    },
    {
      run: 'support-packet generate teleport --via tsh,ssh --login root',
      says: 'over ssh those that tsh does not reach: agents without the ssh service, or without a tunnel',
    },
    {
      run: 'sudo support-packet generate teleport --node-only -o node.zip',
      says: 'one host, also when its process is dead',
    },
    {
      run: 'support-packet generate teleport --via ssh --nodes hosts.txt --obfuscate',
      says: 'hosts of a list over ssh, without names',
    },
  ],
  endsOnInterrupt: true,
  async run({ options }, context) {
    const { makeTeleportDump } = await import('./generate-teleport-run.js')
    return makeTeleportDump(options, context)
  },
})
