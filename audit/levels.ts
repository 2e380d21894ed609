// Levels as Mattermost numbers them. They are discrete: a target gets the levels it lists and no others.

export interface Level {
  readonly id: number
  readonly name: string
  /** Records of this level carry the stack of the call that logged them. */
  readonly stacktrace?: boolean
  /** ANSI colour code, 30 to 37, for targets that show colours. */
  readonly color?: number
}

/** Every level of servers up to 11.x, by its name. */
export const levelIds = {
  panic: 0,
  fatal: 1,
  error: 2,
  warn: 3,
  info: 4,
  debug: 5,
  trace: 6,
  critical: 7,
  stdlog: 10,
  logerror: 11,
  'audit-api': 100,
  'audit-content': 101,
  'audit-permissions': 102,
  'audit-cli': 103,
  RemoteClusterServiceDebug: 130,
  RemoteClusterServiceError: 131,
  RemoteClusterServiceWarn: 132,
  LDAPError: 140,
  LDAPWarn: 141,
  LDAPInfo: 142,
  LDAPDebug: 143,
  LDAPTrace: 144,
  SharedChannelServiceDebug: 200,
  SharedChannelServiceError: 201,
  SharedChannelServiceWarn: 202,
  NotificationError: 300,
  NotificationWarn: 301,
  NotificationInfo: 302,
  NotificationDebug: 303,
  NotificationTrace: 304,
} as const satisfies Readonly<Record<string, number>>

export type LevelName = keyof typeof levelIds

const names: ReadonlyMap<number, string> = new Map(Object.entries(levelIds).map(([name, id]) => [id, name]))

/** `undefined` for a number that no server uses. */
export function levelName(id: number): string | undefined {
  return names.get(id)
}

/** Numbers that releases of the server have given different names. */
export const idsOfSeveralNames: ReadonlySet<number> = new Set([203, 204, 205])

/** The levels of audit records: the API, content, refused permissions, the command line. */
export const auditLevels = ['audit-api', 'audit-content', 'audit-permissions', 'audit-cli'] as const

export type AuditLevelName = (typeof auditLevels)[number]

export function isAuditLevel(id: number): boolean {
  return id >= levelIds['audit-api'] && id <= levelIds['audit-cli']
}

/** All audit levels, as a target lists them. */
export const allAuditLevels: readonly Level[] = auditLevels.map(name => ({ id: levelIds[name], name }))
