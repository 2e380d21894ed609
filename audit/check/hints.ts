// What is allowed but hardly meant: records in the clear, certificates unchecked, files that grow for ever, layouts that print as they are.
import type {
  FileConfig,
  FormatConfig,
  SyslogConfig,
  TargetConfig,
  TcpConfig,
} from '../config/target-config.js'
import { isTimeLayout, layoutOfName } from '../format/time-layout.js'
import type { Judge, MessagePath, MessageSeverity, MessageCode, Reader } from './message.js'
import { found } from './words.js'

interface Hint {
  readonly severity: MessageSeverity
  readonly code: MessageCode
  readonly at: readonly string[]
  readonly message: string
  readonly effect: string | Readonly<Record<Reader, string>>
  /** Only for one reader. */
  readonly only?: Reader
}

export function sayHints(config: TargetConfig, path: MessagePath, judge: Judge): void {
  const hints = [...typeHints(config), ...formatHints(config), ...queueHints(config)]
  for (const { at, only, ...hint } of hints)
    if (only === undefined || only === judge.reader) judge.say({ ...hint, path: [...path, ...at] })
}

function typeHints(config: TargetConfig): readonly Hint[] {
  switch (config.type) {
    case 'console':
      return []
    case 'file':
      return fileHints(config)
    case 'syslog':
    case 'tcp':
      return [...secrecyHints(config), ...hostHints(config), ...tagHints(config)]
  }
}

/** As in the sample of the server's logger, which gives bytes for megabytes. */
const HARDLY_MEANT_MB = 100_000

function fileHints({ options }: FileConfig): readonly Hint[] {
  const hints: Hint[] = []
  if (options.max_size >= HARDLY_MEANT_MB)
    hints.push({
      severity: 'warning',
      code: 'NEVER_ROTATED',
      at: ['options', 'max_size'],
      message: `max_size is in megabytes: ${options.max_size} is ${Math.round(options.max_size / 1024)} GB`,
      effect: 'the disk is full before the file is rotated',
    })
  if (options.max_age === 0 && options.max_backups === 0)
    hints.push({
      severity: 'info',
      code: 'NEVER_REMOVED',
      at: ['options'],
      message: 'Neither max_age nor max_backups bounds the old files',
      effect: 'rotated files are kept for ever',
    })
  return hints
}

/** Addresses of this very machine. */
const local = /^(localhost|127\.\d+\.\d+\.\d+|::1|\[::1\])$/i

function secrecyHints({ options, type }: SyslogConfig | TcpConfig): readonly Hint[] {
  const { tls, cert, insecure, host } = options
  if (!tls) return [...(local.test(host) ? [] : [inTheClear(type, host)]), ...unusedHints(cert, insecure)]
  if (insecure)
    return [
      {
        severity: 'warning',
        code: 'UNVERIFIED',
        at: ['options', 'insecure'],
        message: 'insecure accepts any certificate with any name',
        effect: 'whoever stands between reads the records and may change them',
      },
    ]
  if (cert !== '') return []
  return [
    {
      severity: 'info',
      code: 'NO_CERTIFICATE',
      at: ['options', 'cert'],
      message: 'TLS has no certificate to trust',
      effect: {
        server: 'the certificate must be one that the system trusts, or the one that LOGR_DEFAULT_CERT names',
        tool: 'the certificate must be signed by an authority that Node.js knows, or that NODE_EXTRA_CA_CERTS names',
      },
    },
  ]
}

function inTheClear(type: string, host: string): Hint {
  return {
    severity: 'warning',
    code: 'UNENCRYPTED',
    at: ['options', 'tls'],
    message: `Records go to ${found(host)} over ${type} without TLS`,
    effect: 'names, addresses and changes can be read and forged on the way',
  }
}

function unusedHints(cert: string, insecure: boolean): readonly Hint[] {
  const unused = [...(cert === '' ? [] : ['cert']), ...(insecure ? ['insecure'] : [])]
  return unused.map(name => ({
    severity: 'warning',
    code: 'UNUSED',
    at: ['options', name],
    message: `${name} is set, but tls is not`,
    effect: 'it is ignored, and the connection is not encrypted',
  }))
}

/** logr's TCP target connects to `ip` only (targets/tcp.go, April 2025): with `host` alone it calls this machine. */
function hostHints({ type, options }: SyslogConfig | TcpConfig): readonly Hint[] {
  if (type !== 'tcp' || options.ip !== '' || local.test(options.host)) return []
  return [
    {
      severity: 'info',
      code: 'HOST_IGNORED',
      at: ['options', 'host'],
      message: `A tcp target of servers connects to ip, not to host, as far as the source of their logger tells (logr, April 2025)`,
      effect: `give the same address as ip too, or the server connects to port ${options.port} of its own machine`,
      only: 'server',
    },
  ]
}

function tagHints({ type, options }: SyslogConfig | TcpConfig): readonly Hint[] {
  if (type !== 'tcp' || options.tag === '') return []
  const message = 'tag is for syslog targets, though it is documented for tcp as well'
  return [{ severity: 'info', code: 'UNUSED', at: ['options', 'tag'], message, effect: 'it is ignored' }]
}

function formatHints({ format, type }: TargetConfig): readonly Hint[] {
  const inFile = type !== 'console'
  const hints: Hint[] = []
  if (format.format === 'plain' && format.enable_color && inFile)
    hints.push({
      severity: 'warning',
      code: 'COLOUR_IN_FILE',
      at: ['format_options', 'enable_color'],
      message: `enable_color is set for a ${type} target`,
      effect: {
        server: 'escape codes of the terminal are written into the records',
        tool: 'no colour is used',
      },
    })
  if (format.format === 'gelf' && type !== 'tcp')
    hints.push({
      severity: 'info',
      code: 'NUL_IN_FILE',
      at: ['format'],
      message: `gelf is made for tcp targets, and this is a ${type} target`,
      effect: {
        server: 'records end with a NUL byte instead of a line end',
        tool: 'records end with a line end instead of a NUL byte',
      },
    })
  return [...hints, ...layoutHints(format)]
}

function layoutHints(format: FormatConfig): readonly Hint[] {
  if (format.format === 'gelf' || format.timestamp_format === '') return []
  const layout = format.timestamp_format
  if (isTimeLayout(layout)) return []
  const meant = layoutOfName(layout)
  return [
    {
      severity: 'warning',
      code: 'TIMESTAMP_LAYOUT',
      at: ['format_options', 'timestamp_format'],
      message: `${found(layout)} is no time layout of the Go language${meant === undefined ? '' : `; ${layout} is ${found(meant)} there`}`,
      effect: 'timestamps do not tell the time; a layout writes 2006-01-02 15:04:05 in the wanted form',
    },
  ]
}

function queueHints({ maxQueueSize }: TargetConfig): readonly Hint[] {
  const at = ['maxqueuesize']
  if (maxQueueSize < 100)
    return [
      {
        severity: 'warning',
        code: 'SMALL_QUEUE',
        at,
        message: `Only ${maxQueueSize} records may wait; 1000 is usual`,
        effect: 'records are dropped when many come at once or the target is slow',
      },
    ]
  if (maxQueueSize > 100_000)
    return [
      {
        severity: 'info',
        code: 'LARGE_QUEUE',
        at,
        message: `${maxQueueSize} records may wait; 1000 is usual`,
        effect: 'a target that cannot be reached takes memory until they all wait',
      },
    ]
  return []
}
