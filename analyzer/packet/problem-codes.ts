// Every problem code of the packet layer with its severity and a line that explains it. Docs are generated from this table.
import type { Problem, ProblemSeverity } from './problem.js'

export interface ProblemCode {
  readonly severity: ProblemSeverity
  readonly title: string
}

export const packetProblemCodes = {
  ARCHIVE_NOT_A_PACKET: error('The file is no archive that a packet can be.'),
  ARCHIVE_UNREADABLE: error('The file or directory cannot be opened.'),
  ARCHIVE_EMPTY: error('The archive holds no files.'),
  ARCHIVE_TRUNCATED: error('The archive ends too early; what lies before the cut was read.'),
  ARCHIVE_DIRECTORY_DAMAGED: error(
    'The list of entries is damaged; entries were found by their own headers.',
  ),
  ARCHIVE_COUNT_WRONG: warning('The archive states another number of entries than it lists.'),
  ARCHIVE_BYTES_BEFORE: warning('Bytes that belong to no archive stand before it.'),
  ARCHIVE_BYTES_AFTER: warning('Bytes that belong to no archive follow it.'),
  ARCHIVE_SEVERAL_ENDS: warning(
    'The archive has several end records; other programs may list other entries.',
  ),
  ARCHIVE_MULTI_DISK: error('The archive is one part of a set of several files.'),
  ARCHIVE_DATA_DAMAGED: error('A part of the archive cannot be decoded; reading went on behind it.'),
  ARCHIVE_TOO_MANY_ENTRIES: error('The archive has more entries than the limit allows.'),
  ARCHIVE_TOO_LARGE: error('The uncompressed entries together are larger than the limit allows.'),
  ARCHIVE_TOO_DEEP: warning('Folders or archives lie deeper inside each other than is looked into.'),
  ARCHIVE_NESTED_SKIPPED: info('Files beside the nested packets were left out.'),
  ARCHIVE_NOISE: info('Files that operating systems add by themselves were left out.'),
  ENTRY_NAME_TRAVERSAL: error('The name climbs out of the packet with "..".'),
  ENTRY_NAME_ABSOLUTE: error('The name is an absolute path.'),
  ENTRY_NAME_DRIVE: error('The name starts with a drive letter.'),
  ENTRY_NAME_NETWORK: error('The name is a network path.'),
  ENTRY_NAME_NUL: error('The name contains a NUL byte.'),
  ENTRY_NAME_EMPTY: error('The entry has no name.'),
  ENTRY_NAME_TOO_LONG: error('The name is longer than the limit allows.'),
  ENTRY_NAME_CONTROL: warning('The name contains control characters.'),
  ENTRY_NAME_UNDECODABLE: warning('The name is not valid in its stated encoding.'),
  ENTRY_NAME_BACKSLASH: info('The name separates folders with backslashes.'),
  ENTRY_NAME_DUPLICATE: warning('Another entry has the same name.'),
  ENTRY_NAME_CASE_CLASH: warning('Another entry has the same name in other letter case.'),
  ENTRY_NAME_FILE_AND_FOLDER: warning('The name is used for a file and for a folder.'),
  ENTRY_NAME_MISMATCH: error("The entry's own header and the list of entries name it differently."),
  ENTRY_CODING_MISMATCH: error(
    "The entry's own header and the list of entries disagree on how it is stored.",
  ),
  ENTRY_LINK: warning('The entry is a link; links are never followed.'),
  ENTRY_NOT_A_FILE: warning('The entry is a device, pipe or socket.'),
  ENTRY_ENCRYPTED: error('The entry is encrypted.'),
  ENTRY_METHOD_UNSUPPORTED: error('The entry is compressed with a method that is not supported.'),
  ENTRY_SPARSE: error('The entry is stored as a sparse file, which is not supported.'),
  ENTRY_OVERLAPS: error('The entry shares its bytes with another entry.'),
  ENTRY_HEADER_DAMAGED: error("The entry's own header is damaged."),
  ENTRY_TRUNCATED: error('The entry is cut off.'),
  ENTRY_DATA_DAMAGED: error('The compressed data of the entry is damaged.'),
  ENTRY_CRC_MISMATCH: error('The content does not have the stated checksum.'),
  ENTRY_SIZE_MISMATCH: error('The content does not have the stated size.'),
  ENTRY_TOO_LARGE: error('The entry is larger than the limit allows.'),
  ENTRY_RATIO_EXCEEDED: error('The entry inflates suspiciously far.'),
  ENTRY_READ_FAILED: error('The entry could not be read from the disk.'),
  ENTRY_TOO_LARGE_FOR_MEMORY: warning('The entry is too large to be held in memory; its start was read.'),
  ENTRY_RENAMED: info('The entry was written under another name, which every system accepts.'),
  ENTRY_EXISTS: error('A file of that name exists already and was kept.'),
  ENTRY_TARGET_BLOCKED: error('The entry cannot be written there: a link or a folder is in its place.'),
  ENTRY_WRITE_FAILED: error('The entry could not be written.'),
} as const satisfies Readonly<Record<string, ProblemCode>>

export type PacketProblemCode = keyof typeof packetProblemCodes

type ProblemDetails = Partial<Pick<Problem, 'expected' | 'found' | 'entry'>>

/** A problem with the severity its code has in the table. */
export function packetProblem(
  code: PacketProblemCode,
  message: string,
  details: ProblemDetails = {},
): Problem {
  return { code, severity: packetProblemCodes[code].severity, message, ...details }
}

function error(title: string): ProblemCode {
  return { severity: 'error', title }
}

function warning(title: string): ProblemCode {
  return { severity: 'warning', title }
}

function info(title: string): ProblemCode {
  return { severity: 'info', title }
}
