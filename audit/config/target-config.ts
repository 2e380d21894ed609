// A checked configuration: what each target is, with every option filled in.
import type { Level } from '../levels.js'
import type {
  consoleOptions,
  fileOptions,
  gelfOptions,
  jsonOptions,
  plainOptions,
  syslogOptions,
  tcpOptions,
} from './known-options.js'
import type { ValuesOf } from './option-definition.js'

export type PlainFormat = ValuesOf<typeof plainOptions> & { readonly format: 'plain' }
export type JsonFormat = ValuesOf<typeof jsonOptions> & { readonly format: 'json' }
export type GelfFormat = ValuesOf<typeof gelfOptions> & { readonly format: 'gelf' }
export type FormatConfig = PlainFormat | JsonFormat | GelfFormat

interface CommonConfig {
  readonly name: string
  readonly format: FormatConfig
  readonly levels: readonly Level[]
  /** Records that may wait. */
  readonly maxQueueSize: number
}

export type ConsoleConfig = CommonConfig & {
  readonly type: 'console'
  readonly options: ValuesOf<typeof consoleOptions>
}
export type FileConfig = CommonConfig & {
  readonly type: 'file'
  readonly options: ValuesOf<typeof fileOptions>
}
export type SyslogConfig = CommonConfig & {
  readonly type: 'syslog'
  readonly options: ValuesOf<typeof syslogOptions>
}
export type TcpConfig = CommonConfig & { readonly type: 'tcp'; readonly options: ValuesOf<typeof tcpOptions> }

export type TargetConfig = ConsoleConfig | FileConfig | SyslogConfig | TcpConfig

export type TargetType = TargetConfig['type'] | 'none'
