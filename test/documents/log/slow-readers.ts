// Slow, obvious readers of the text formats, line by line with regular expressions: what the readers of bytes are held against.

export interface SlowRecord {
  readonly line: number
  readonly level: string
  readonly msg: string
  readonly caller: string | undefined
  readonly timeMs: number | undefined
}

const plain =
  /^(?<level>[\w-]+) +\[(?<time>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}) (?<zone>Z|[+-]\d\d:\d\d)\] (?<msg>.*?) +caller="(?<caller>[^"]*)"/
const teleport =
  /^(?<time>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{3})?)(?<zone>Z|[+-]\d\d:\d\d) +(?:\[[^\]\s]+\] +)?(?<level>TRAC|DEBU|INFO|WARN|ERRO|FATA) +(?:\[[^\]\s]+\] +)?(?<msg>.*?) (?<caller>[\w.-]+\/[\w.-]+\.go:\d+)$/
const zap =
  /^(?<time>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3})(?<zone>Z|[+-]\d{4})\t(?<level>\w+)\t(?<caller>[^\t]+)\t(?<msg>[^\t]*)/
const log4go =
  /^\[(?<time>\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d) (?<zone>UTC|CET)\] \[(?<level>[A-Z]{4})\] (?<msg>.*)$/

const levels: Readonly<Record<string, string>> = {
  TRAC: 'trace',
  DEBU: 'debug',
  INFO: 'info',
  WARN: 'warn',
  ERRO: 'error',
  FATA: 'fatal',
  EROR: 'error',
  CRIT: 'critical',
}

/** Records in order; lines that begin none belong to the one above and are left out. */
export function readSlowly(text: string): readonly SlowRecord[] {
  return text.split(/\r?\n/).flatMap((line, index) => {
    const groups = [plain, teleport, zap, log4go].map(format => format.exec(line)?.groups).find(Boolean)
    if (!groups) return []
    const { level = '', msg = '', caller, time = '', zone = '' } = groups
    return [
      {
        line: index + 1,
        level: levels[level] ?? level,
        msg: msg.trimEnd(),
        caller,
        timeMs: timeOf(time, zone),
      },
    ]
  })
}

function timeOf(time: string, zone: string): number | undefined {
  const offset =
    zone === 'CET' ? '+01:00' : zone === 'UTC' ? 'Z' : zone.replace(/^([+-]\d\d)(\d\d)$/, '$1:$2')
  const ms = Date.parse(time.replaceAll('/', '-').replace(' ', 'T') + offset)
  return Number.isNaN(ms) ? undefined : ms
}
