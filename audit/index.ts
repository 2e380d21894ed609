// Audit logging as Mattermost documents it: records, targets, formats, and the check of configurations. Knows no other folder.
export { checkAdvancedLogging, type CheckedText, type LocatedMessage } from './check/check-text.js'
export type { ConfigMessage, MessageSeverity, Reader } from './check/message.js'
export { pathText } from './check/words.js'
export type { TargetConfig } from './config/target-config.js'
export { readAuditSource, type AuditSource } from './config/source.js'
export { createAuditLog, type AuditLog, type Surroundings, type TargetStatus } from './log.js'
export { recordOfPacket, type PacketAction, type PacketEvent } from './packet-record.js'
export { recordOf, type AuditRecord, type RecordParts } from './record.js'
