// Every problem that layout and documents report: code → how bad it is and what it is called. The one place to add a code.
import type { Problem, ProblemSeverity } from '../packet/problem.js'

interface ProblemKind {
  readonly severity: ProblemSeverity
  readonly title: string
}

export const problemCodes = {
  PACKET_NO_PRODUCT: { severity: 'error', title: 'No known product wrote this' },
  PACKET_INCOMPLETE: { severity: 'error', title: 'Files of a server, but no packet' },
  VERSION_UNKNOWN: { severity: 'info', title: 'No entry states the server version' },
  METADATA_MISSING: { severity: 'error', title: 'metadata.yaml is missing' },
  METADATA_FIELD_MISSING: { severity: 'error', title: 'A field of metadata.yaml is missing' },
  METADATA_FIELD_INVALID: { severity: 'error', title: 'A field of metadata.yaml is not valid' },
  METADATA_TIME_UNIT: { severity: 'warning', title: 'generated_at is in seconds, not milliseconds' },
  ENTRY_MISSING: { severity: 'error', title: 'An expected entry is missing' },
  ENTRY_MISSING_EXPLAINED: {
    severity: 'warning',
    title: 'An expected entry is missing, warning.txt says why',
  },
  ENTRY_NOT_CREATED: {
    severity: 'info',
    title: 'A log that the server creates with its first line is not there',
  },
  ENTRY_EMPTY: { severity: 'error', title: 'An entry has no content' },
  ENTRY_BLANKED: { severity: 'warning', title: 'The whole content of an entry is masked' },
  ENTRY_MISPLACED: { severity: 'warning', title: 'An entry lies in another place than expected' },
  ENTRY_UNKNOWN: { severity: 'info', title: 'An entry that no layout knows' },
  NODES_MISSING: { severity: 'warning', title: 'The packet has fewer nodes than the cluster' },
  ENTRY_SHADOWED: { severity: 'warning', title: 'Two entries are the same document' },
  LOG_GZIP_DAMAGED: { severity: 'error', title: 'A compressed log cannot be read to its end' },
  METRICS_DAMAGED: { severity: 'error', title: 'A part of the metrics cannot be read' },
  METRICS_NOT_READ: { severity: 'info', title: 'A part of the metrics is of a kind that is not read' },
  LOGS_LEFT_OUT: { severity: 'info', title: 'The packet was made without logs' },
  DOCUMENT_TOO_LARGE: { severity: 'error', title: 'A document is larger than the limit' },
  DOCUMENT_CUT: { severity: 'error', title: 'A document ends inside a line' },
  TEXT_ENCODING: { severity: 'error', title: 'Bytes that are not valid text' },
  YAML_SYNTAX: { severity: 'error', title: 'Broken YAML' },
  YAML_DUPLICATE_KEY: { severity: 'warning', title: 'A YAML key occurs twice' },
  YAML_SEVERAL_DOCUMENTS: { severity: 'warning', title: 'Several YAML documents in one entry' },
  JSON_SYNTAX: { severity: 'error', title: 'Broken JSON' },
  JSON_DUPLICATE_KEY: { severity: 'warning', title: 'A JSON key occurs twice' },
  SQL_SYNTAX: { severity: 'error', title: 'A statement that PostgreSQL would not understand' },
  NUMBER_TOO_LARGE: { severity: 'info', title: 'A number is too large to be read exactly' },
  NESTED_TOO_DEEPLY: { severity: 'error', title: 'A document is nested too deeply' },
  DOCUMENT_SHAPE: { severity: 'error', title: 'A document has another shape than expected' },
  CONFIG_WITHOUT_SECTIONS: {
    severity: 'error',
    title: 'A configuration has none of the sections that every server writes',
  },
  TELEPORT_KEY_UNKNOWN: { severity: 'warning', title: 'A key that teleport.yaml may not have' },
  TELEPORT_KEY_OUTDATED: { severity: 'info', title: 'An outdated key of teleport.yaml' },
  TELEPORT_VALUE_REFUSED: { severity: 'warning', title: 'A value of teleport.yaml that the server refuses' },
  KEY_UNKNOWN: {
    severity: 'warning',
    title: 'A key that the server does not write (only told when asked for)',
  },
  PRODUCT_UNEXPECTED: { severity: 'error', title: 'The packet is of another product than expected' },
  SERVER_VERSION_UNEXPECTED: { severity: 'error', title: 'The server has another version than expected' },
  NODES_UNEXPECTED: { severity: 'error', title: 'The packet has another number of nodes than expected' },
  ENTRY_UNEXPECTED: {
    severity: 'error',
    title: 'An entry that somebody expects is missing, or one is there that must not be',
  },
  FIELD_TYPE: { severity: 'warning', title: 'A value has another type than expected' },
} as const satisfies Record<string, ProblemKind>

export type ProblemCode = keyof typeof problemCodes

/** Problems of one cause reported for one document; broken in more places it is not told better by more lines. */
export const maxProblems = 10

/** A problem with the severity its code has. */
export function problem(code: ProblemCode, message: string, where: Partial<Problem> = {}): Problem {
  return { code, severity: problemCodes[code].severity, message, ...where }
}
