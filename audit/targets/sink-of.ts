// The sink of a target by its type.
import type { Writable } from 'node:stream'
import type { TargetConfig } from '../config/target-config.js'
import type { Sink } from '../delivery/sink.js'
import type { Formatter } from '../format/entry.js'
import { consoleSink } from './console.js'
import { datagramSink } from './datagram.js'
import { fileSink } from './file.js'
import { connectionSink, type ConnectionLimits } from './stream-connection.js'

export interface Consoles {
  readonly stdout: Writable
  readonly stderr: Writable
}

export function sinkOf(
  config: TargetConfig,
  formatter: Formatter,
  consoles: Consoles,
  limits?: ConnectionLimits,
): Sink {
  switch (config.type) {
    case 'console':
      return consoleSink(consoles[config.options.out])
    case 'file':
      return fileSink(config, formatter)
    case 'tcp':
      return connectionSink(config.options, limits)
    case 'syslog':
      return config.options.protocol === 'udp'
        ? datagramSink(config.options)
        : connectionSink(config.options, limits)
  }
}
