// Every option of every target and format: those of Mattermost's page on audit logging, those its logger reads besides, and two
// of support-packet's own. Names, defaults and bounds are the server's (logr 2, lumberjack 2).
import { flag, text } from './option-definition.js'
import type { OptionTable } from './option-definition.js'

const refused = 'the server refuses the configuration, and other targets may not be set up either'

export const consoleOptions = {
  out: { kind: 'text', default: 'stdout', choices: ['stdout', 'stderr'] },
} as const satisfies OptionTable

export const fileOptions = {
  filename: { kind: 'text', default: '', required: true },
  /** Megabytes of 1,048,576 bytes. */
  max_size: {
    kind: 'number',
    default: 100,
    least: 0,
    most: 1_000_000,
    zeroMeansDefault: true,
    serverBeyond: 'with a negative size every write fails, and with a huge one the file is never rotated',
  },
  /** Days; 0 keeps old files for ever. */
  max_age: {
    kind: 'number',
    default: 0,
    least: 0,
    most: 36_500,
    serverBeyond: 'a negative number counts as 0',
  },
  /** 0 keeps all. */
  max_backups: {
    kind: 'number',
    default: 0,
    least: 0,
    most: 100_000,
    serverBeyond: 'a negative number counts as 0',
  },
  compress: flag,
} as const satisfies OptionTable

const remote = {
  host: { kind: 'text', default: '', required: true, formerly: ['ip'] },
  port: {
    kind: 'number',
    default: 0,
    required: true,
    least: 1,
    most: 65_535,
    serverBeyond: 'no connection can be made',
  },
  tls: flag,
  /** A file in PEM form, or its text in Base64. */
  cert: text,
  insecure: flag,
} as const satisfies OptionTable

/** `tag` is documented for tcp targets; nothing reads it there. */
export const tcpOptions = { ...remote, ip: text, tag: text } as const satisfies OptionTable

export const syslogOptions = {
  ...remote,
  ip: text,
  tag: text,
  protocol: { kind: 'text', default: 'tcp', choices: ['tcp', 'udp'], toolOnly: true },
  framing: { kind: 'text', default: 'octet-counting', choices: ['octet-counting', 'lf'], toolOnly: true },
} as const satisfies OptionTable

const common = {
  disable_timestamp: flag,
  disable_level: flag,
  disable_msg: flag,
  disable_fields: flag,
  disable_stacktrace: { kind: 'flag', default: false, alsoSpelled: 'disables_stacktrace' },
  enable_caller: flag,
  /** A layout of the Go language; empty: `2006-01-02 15:04:05.000 Z07:00`. */
  timestamp_format: text,
} as const satisfies OptionTable

export const plainOptions = {
  ...common,
  delim: { kind: 'text', default: ' ' },
  min_level_len: {
    kind: 'number',
    default: 0,
    least: 0,
    most: 1024,
    serverBeyond: 'a negative number counts as 0',
  },
  min_msg_len: { kind: 'number', default: 0, least: 0, most: 1024, serverBeyond: refused },
  line_end: { kind: 'text', default: '\n' },
  enable_color: flag,
} as const satisfies OptionTable

export const jsonOptions = {
  ...common,
  key_timestamp: { kind: 'text', default: 'timestamp' },
  key_level: { kind: 'text', default: 'level' },
  key_msg: { kind: 'text', default: 'msg' },
  key_group_fields: text,
  key_stacktrace: { kind: 'text', default: 'stacktrace' },
  key_caller: { kind: 'text', default: 'caller' },
} as const satisfies OptionTable

export const gelfOptions = {
  /** Empty: as the operating system says. */
  hostname: text,
  enable_caller: flag,
} as const satisfies OptionTable

export const optionsOfType = {
  console: consoleOptions,
  file: fileOptions,
  syslog: syslogOptions,
  tcp: tcpOptions,
} as const

export const optionsOfFormat = { plain: plainOptions, json: jsonOptions, gelf: gelfOptions } as const

export const maxQueueSize = {
  kind: 'number',
  default: 1000,
  least: 0,
  most: 1_000_000,
  zeroMeansDefault: true,
  serverBeyond:
    'a negative size makes the server stop with a panic when it starts, and a huge one takes its memory',
} as const

export const targetKeys = ['type', 'options', 'format', 'format_options', 'levels', 'maxqueuesize'] as const
export const targetTypes = ['console', 'file', 'syslog', 'tcp', 'none'] as const
export const formats = ['json', 'plain', 'gelf'] as const
