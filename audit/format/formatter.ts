// The formatter of a target.
import type { TargetConfig } from '../config/target-config.js'
import type { Formatter } from './entry.js'
import { gelfFormatter } from './gelf.js'
import { jsonFormatter } from './json.js'
import { plainFormatter } from './plain.js'

/** `offsetMinutes`: the time zone of timestamps, minutes east of Greenwich; absent: that of this machine. */
export function createFormatter({ format, levels, type }: TargetConfig, offsetMinutes?: number): Formatter {
  const wantsTrace = levels.some(({ stacktrace }) => stacktrace === true)
  switch (format.format) {
    case 'json':
      return jsonFormatter(format, wantsTrace, offsetMinutes)
    case 'gelf':
      return gelfFormatter(format, wantsTrace, type === 'tcp' ? '\0' : '\n')
    case 'plain':
      return plainFormatter(format, {
        wantsTrace,
        colours: type === 'console',
        levelNames: levels.map(({ name }) => name),
        ...(offsetMinutes === undefined ? {} : { offsetMinutes }),
      })
  }
}
