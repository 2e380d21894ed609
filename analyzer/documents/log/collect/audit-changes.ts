// Which audit events change who may do what, and what of the configuration an event changed.
import type { AuditEvent, AuditRecord, JsonObject } from '../audit-record.js'
import { asObject, textOf } from '../audit-record.js'

/** What an administrator asks about first when something is wrong. */
export type AuditTopic =
  | 'configuration'
  | 'roles'
  | 'accounts'
  | 'tokens'
  | 'webhooks'
  | 'plugins'
  | 'license'
  | 'certificates'
  | 'packets'
  | 'server'
  | 'data'

const eventsOfTopic: Readonly<Record<AuditTopic, string>> = {
  configuration:
    'updateConfig patchConfig localUpdateConfig localPatchConfig configReload migrateConfig applyIPFilters',
  roles:
    'patchRole updateUserRoles createScheme patchScheme deleteScheme updateTeamScheme updateChannelScheme ' +
    'createAccessControlPolicy deleteAccessControlPolicy promoteGuestToUser demoteUserToGuest',
  accounts:
    'updateUserActive deleteUser localDeleteUser localPermanentDeleteAllUsers updateUserAuth updateUserMfa ' +
    'resetPassword convertBotToUser convertUserToBot createBot updateBotActive migrateAuthToLDAP ' +
    'migrateAuthToSaml resetPasswordFailedAttempts revokeAllSessionsAllUsers',
  tokens:
    'createUserAccessToken revokeUserAccessToken enableUserAccessToken disableUserAccessToken createOAuthApp ' +
    'deleteOAuthApp regenerateOAuthAppSecret registerOAuthClient createOutgoingOauthConnection',
  webhooks:
    'createIncomingHook updateIncomingHook deleteIncomingHook createOutgoingHook updateOutgoingHook ' +
    'deleteOutgoingHook regenOutgoingHookToken localCreateIncomingHook createCommand deleteCommand',
  plugins:
    'enablePlugin disablePlugin uploadPlugin removePlugin installMarketplacePlugin installPluginFromURL',
  license:
    'addLicense removeLicense localAddLicense localRemoveLicense requestTrialLicense upgradeToEnterprise',
  certificates:
    'addSamlIdpCertificate addSamlPrivateCertificate addSamlPublicCertificate removeSamlIdpCertificate ' +
    'removeSamlPrivateCertificate removeSamlPublicCertificate addLdapPrivateCertificate ' +
    'addLdapPublicCertificate removeLdapPrivateCertificate removeLdapPublicCertificate ' +
    'addAuditLogCertificate removeAuditLogCertificate',
  packets: 'generateSupportPacket getSupportPacket downloadLogs',
  server:
    'restartServer databaseRecycle invalidateCaches setServerBusy clearServerBusy purgeElasticsearchIndexes ' +
    'purgeBleveIndexes createJob cancelJob updateJobStatus',
  data: 'bulkExport bulkImport scheduleExport deleteExport slackImport createPolicy patchPolicy deletePolicy',
}

const topics: ReadonlyMap<string, AuditTopic> = new Map(
  Object.entries(eventsOfTopic).flatMap(([topic, events]) =>
    events.split(' ').map(event => [event, topic as AuditTopic] as const),
  ),
)

export function topicOf(eventName: string): AuditTopic | undefined {
  return topics.get(eventName)
}

/** A setting that was changed. Values only where they cannot be secret. */
export interface ChangedSetting {
  /** `ServiceSettings.SiteURL` */
  readonly path: string
  readonly from?: boolean | number
  readonly to?: boolean | number
}

/** More than this is no change by hand, but a whole file. */
const MOST_SETTINGS = 50
const LONGEST_PATH = 200

/** Servers write the differences as `prior_state.config_diffs`; else both states are held against each other. */
export function changedSettings({ priorState, resultingState }: AuditEvent): readonly ChangedSetting[] {
  const listed = priorState.config_diffs ?? resultingState.config_diffs
  if (Array.isArray(listed)) return listed.slice(0, MOST_SETTINGS).flatMap(listedSetting)
  return differences(priorState, resultingState, '').slice(0, MOST_SETTINGS)
}

function listedSetting(item: unknown): readonly ChangedSetting[] {
  const diff = asObject(item)
  const path = textOf(diff.path ?? diff.Path)
  return path === undefined ? [] : [changed(path, diff.base_val, diff.actual_val)]
}

function changed(path: string, from: unknown, to: unknown): ChangedSetting {
  return {
    path: path.slice(0, LONGEST_PATH),
    ...(isHarmless(from) ? { from } : {}),
    ...(isHarmless(to) ? { to } : {}),
  }
}

function isHarmless(value: unknown): value is boolean | number {
  return typeof value === 'boolean' || typeof value === 'number'
}

/** Two levels deep, as a configuration is; an absent side tells nothing. */
function differences(before: JsonObject, after: JsonObject, prefix: string): readonly ChangedSetting[] {
  return Object.keys(after).flatMap(key => {
    const [from, to] = [before[key], after[key]]
    if (!Object.hasOwn(before, key) || JSON.stringify(from) === JSON.stringify(to)) return []
    const path = prefix + key
    const nested = prefix === '' && typeof to === 'object' && to !== null && !Array.isArray(to)
    return nested ? differences(asObject(from), asObject(to), `${path}.`) : [changed(path, from, to)]
  })
}

/** What an event was about: a plugin, a user, the new roles. Only ids and names that are no secret. */
export function subjectOf({ event }: AuditRecord): string | undefined {
  const { parameters, resultingState } = event
  const named = ['plugin_id', 'filename', 'user_id', 'role_id', 'token_id', 'hook_id', 'job', 'id']
  for (const name of named) {
    const value = textOf(parameters[name]) ?? textOf(asObject(parameters[name]).type)
    if (value !== undefined) return value.slice(0, LONGEST_PATH)
  }
  return textOf(resultingState.id)?.slice(0, LONGEST_PATH)
}

/** Roles that an event gives: `new_roles` of `updateUserRoles`. */
export function newRoles({ event }: AuditRecord): readonly string[] {
  const roles = textOf(event.parameters.new_roles) ?? textOf(event.parameters.roles)
  return roles === undefined
    ? []
    : roles
        .slice(0, LONGEST_PATH)
        .split(/[\s,]+/)
        .filter(Boolean)
}
