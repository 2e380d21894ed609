// Level names: the standard ones in one spelling, numbers of GELF targets by name, custom names as written.
import type { Level } from '../types.js'

/** Ids of Mattermost's own levels; GELF targets write the id. */
const byId: Readonly<Record<string, Level>> = {
  '0': 'panic',
  '1': 'fatal',
  '2': 'error',
  '3': 'warn',
  '4': 'info',
  '5': 'debug',
  '6': 'trace',
  '7': 'critical',
  '10': 'stdlog',
  '11': 'logerror',
  '100': 'audit-api',
  '101': 'audit-content',
  '102': 'audit-permissions',
  '103': 'audit-cli',
  '140': 'LDAPError',
  '141': 'LDAPWarn',
  '142': 'LDAPInfo',
  '143': 'LDAPDebug',
  '144': 'LDAPTrace',
}

/** Other loggers' spellings: zap, logrus, Teleport's and log4go's four letters. */
const spellings: Readonly<Record<string, Level>> = {
  warning: 'warn',
  dpanic: 'panic',
  err: 'error',
  erro: 'error',
  eror: 'error',
  fata: 'fatal',
  debu: 'debug',
  trac: 'trace',
  debg: 'debug',
  fine: 'debug',
  fnst: 'trace',
  crit: 'critical',
}

/** Severities of syslog and journald, by number. */
const severities: readonly Level[] = [
  'panic',
  'critical',
  'critical',
  'error',
  'warn',
  'info',
  'info',
  'debug',
]

const standard = new Set(['panic', 'fatal', 'critical', 'error', 'warn', 'info', 'debug', 'trace'])

/**
 * `unknown` for a record that writes none (audit records of the plain target, stack blocks). Syslog's priority comes in its
 * brackets (`<30>`) and journald's in its quotes (`"6"`): bare numbers are Mattermost's.
 */
export function levelName(written: string): Level {
  if (written === '') return 'unknown'
  const priority = /^["<](\d{1,3})[">]$/.exec(written)
  if (priority) return severities[Number(priority[1]) & 7] ?? 'unknown'
  const lower = written.toLowerCase()
  if (standard.has(lower)) return lower
  if (Object.hasOwn(spellings, lower)) return spellings[lower] ?? lower
  return Object.hasOwn(byId, written) ? (byId[written] ?? written) : written
}
