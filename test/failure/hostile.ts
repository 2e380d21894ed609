// Archives that are broken or made to do harm, each named for its trouble, with the problem codes it must give and no others.
import { deflateRawSync, gzipSync } from 'node:zlib'
import { buildTar, paxMember } from './build-tar.js'
import { buildZip, type ZipSpec } from './build-zip.js'

export interface Hostile {
  readonly bytes: () => Buffer
  readonly codes: readonly string[]
  /** Entries that must read completely all the same, with this content. */
  readonly sound?: Readonly<Record<string, string>>
}

const metadata: ZipSpec = { name: 'metadata.yaml', content: 'version: 1\n' }
const sound = { 'metadata.yaml': 'version: 1\n' }
const zipWith = (...specs: readonly ZipSpec[]) => buildZip([metadata, ...specs])
const tarMetadata = { name: 'metadata.yaml', content: 'version: 1\n' }

/** Twenty megabytes of zeros: deflates to about a thousandth. */
const zeros = Buffer.alloc(20 * 1024 * 1024)

/** Content that does not compress, the same in every run. */
export function noise(length: number): Buffer {
  const bytes = Buffer.alloc(length)
  let state = 1
  for (let at = 0; at < length; at++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    bytes[at] = state >>> 24
  }
  return bytes
}

export const hostile: Readonly<Record<string, Hostile>> = {
  'traversal in a zip': {
    bytes: () => zipWith({ name: '../../etc/passwd', content: 'x' }),
    codes: ['ENTRY_NAME_TRAVERSAL'],
    sound: { ...sound, '__/__/etc/passwd': 'x' },
  },
  'traversal hidden behind a folder': {
    bytes: () => zipWith({ name: 'a/../../b', content: 'x' }),
    codes: ['ENTRY_NAME_TRAVERSAL'],
    sound: { ...sound, 'a/__/__/b': 'x' },
  },
  'traversal with backslashes': {
    bytes: () => zipWith({ name: '..\\..\\b', content: 'x' }),
    codes: ['ENTRY_NAME_BACKSLASH', 'ENTRY_NAME_TRAVERSAL'],
    sound,
  },
  'absolute name': {
    bytes: () => zipWith({ name: '/etc/passwd', content: 'x' }),
    codes: ['ENTRY_NAME_ABSOLUTE'],
    sound: { ...sound, 'etc/passwd': 'x' },
  },
  'drive letter': {
    bytes: () => zipWith({ name: 'C:\\Windows\\x', content: 'x' }),
    codes: ['ENTRY_NAME_BACKSLASH', 'ENTRY_NAME_DRIVE'],
    sound: { ...sound, 'Windows/x': 'x' },
  },
  'network path': {
    bytes: () => zipWith({ name: '\\\\server\\share\\x', content: 'x' }),
    codes: ['ENTRY_NAME_BACKSLASH', 'ENTRY_NAME_NETWORK'],
    sound,
  },
  'NUL in a name': {
    bytes: () => zipWith({ name: 'a\0.png', content: 'x' }),
    codes: ['ENTRY_NAME_NUL'],
    sound,
  },
  'empty name': { bytes: () => zipWith({ name: '', content: 'x' }), codes: ['ENTRY_NAME_EMPTY'], sound },
  'name of dots': { bytes: () => zipWith({ name: './.', content: 'x' }), codes: ['ENTRY_NAME_EMPTY'], sound },
  'escape sequence in a name': {
    bytes: () => zipWith({ name: 'a\x1b[31m', content: 'x' }),
    codes: ['ENTRY_NAME_CONTROL'],
    sound,
  },
  'name that is not UTF-8 although it says so': {
    bytes: () => zipWith({ name: Buffer.from([0x61, 0xff, 0xfe]), content: 'x', flags: 0x800 }),
    codes: ['ENTRY_NAME_UNDECODABLE'],
    sound,
  },
  'name of 5000 characters': {
    bytes: () => zipWith({ name: 'a'.repeat(5000), content: 'x' }),
    codes: ['ENTRY_NAME_TOO_LONG'],
    sound,
  },
  'duplicate names': {
    bytes: () => zipWith({ name: 'a.log', content: '1' }, { name: 'a.log', content: '2' }),
    codes: ['ENTRY_NAME_DUPLICATE'],
  },
  'names that differ in case': {
    bytes: () => zipWith({ name: 'a.log', content: '1' }, { name: 'A.LOG', content: '2' }),
    codes: ['ENTRY_NAME_CASE_CLASH'],
  },
  'a file used as a folder': {
    bytes: () => zipWith({ name: 'a', content: '1' }, { name: 'a/b', content: '2' }),
    codes: ['ENTRY_NAME_FILE_AND_FOLDER'],
  },
  'symbolic link in a zip': {
    bytes: () => zipWith({ name: 'link', content: '/etc/passwd', unixMode: 0o120777 }),
    codes: ['ENTRY_LINK'],
    sound,
  },
  'device in a zip': {
    bytes: () => zipWith({ name: 'tty', unixMode: 0o020666 }),
    codes: ['ENTRY_NOT_A_FILE'],
    sound,
  },
  'encrypted entry': {
    bytes: () => zipWith({ name: 'a', content: 'secret', flags: 1 }),
    codes: ['ENTRY_ENCRYPTED'],
    sound,
  },
  'strongly encrypted entry': {
    bytes: () => zipWith({ name: 'a', content: 'secret', flags: 0x41 }, { name: 'b.log', content: 'after' }),
    codes: ['ARCHIVE_DIRECTORY_DAMAGED', 'ENTRY_ENCRYPTED'],
    sound: { ...sound, 'b.log': 'after' },
  },
  'AES encrypted entry': {
    bytes: () => zipWith({ name: 'a', method: 99 }),
    codes: ['ENTRY_ENCRYPTED'],
    sound,
  },
  'LZMA entry': {
    bytes: () => zipWith({ name: 'a', method: 14, content: 'x' }),
    codes: ['ENTRY_METHOD_UNSUPPORTED'],
    sound,
  },
  'Zstandard entry': {
    bytes: () => zipWith({ name: 'a', method: 93, content: 'x' }),
    codes: ['ENTRY_METHOD_UNSUPPORTED'],
    sound,
  },
  'wrong checksum': {
    bytes: () => zipWith({ name: 'a', content: 'x', crc: 1 }),
    codes: ['ENTRY_CRC_MISMATCH'],
    sound,
  },
  'size stated too small': {
    bytes: () => zipWith({ name: 'a', content: 'xyz', sizeBytes: 1 }),
    codes: ['ENTRY_SIZE_MISMATCH'],
    sound,
  },
  'size stated too large': {
    bytes: () => zipWith({ name: 'a', content: 'xyz', sizeBytes: 9 }),
    codes: ['ENTRY_SIZE_MISMATCH'],
    sound,
  },
  'bomb that states its size': {
    bytes: () => zipWith({ name: 'a', content: zeros }),
    codes: ['ENTRY_RATIO_EXCEEDED'],
    sound,
  },
  'bomb that hides its size': {
    bytes: () => zipWith({ name: 'a', content: zeros, sizeBytes: 100 }),
    codes: ['ENTRY_RATIO_EXCEEDED'],
    sound,
  },
  'zip64 with impossible sizes': {
    bytes: () =>
      zipWith({ name: 'a', content: 'x', zip64: true, sizeBytes: 2 ** 52, compressedBytes: 2 ** 52 }),
    codes: ['ENTRY_TRUNCATED'],
    sound,
  },
  'entries that share their bytes': {
    bytes: () =>
      zipWith({ name: 'metadata.yaml.copy', content: 'version: 1\n', headerStart: 0, isListedOnly: true }),
    codes: ['ENTRY_NAME_MISMATCH', 'ENTRY_OVERLAPS'],
    sound,
  },
  'header and list name an entry differently': {
    bytes: () => zipWith({ name: 'a.log', localName: 'b.exe', content: 'x' }),
    codes: ['ENTRY_NAME_MISMATCH'],
    sound,
  },
  'header and list disagree on the method': {
    bytes: () =>
      zipWith({
        name: 'a.log',
        localMethod: 8,
        method: 93,
        data: deflateRawSync(Buffer.from('xx')),
        content: 'xx',
      }),
    codes: ['ENTRY_CODING_MISMATCH'],
    sound: { ...sound, 'a.log': 'xx' },
  },
  'header that is not there': {
    bytes: () => zipWith({ name: 'a.log', content: 'x', headerStart: 3 }),
    codes: ['ENTRY_HEADER_DAMAGED', 'ENTRY_OVERLAPS'],
    sound,
  },
  'too few entries stated': {
    bytes: () => buildZip([metadata, { name: 'b', content: 'x' }], { statedEntries: 1 }),
    codes: ['ARCHIVE_COUNT_WRONG'],
    sound: { ...sound, b: 'x' },
  },
  'too many entries stated': {
    bytes: () => buildZip([metadata], { statedEntries: 7 }),
    codes: ['ARCHIVE_COUNT_WRONG'],
    sound,
  },
  'bytes before the zip': {
    bytes: () => buildZip([metadata], { before: Buffer.from('#!/bin/sh\nexit\n') }),
    codes: ['ARCHIVE_BYTES_BEFORE'],
    sound,
  },
  'bytes after the zip': {
    bytes: () => buildZip([metadata], { after: Buffer.from('\n--boundary--\n') }),
    codes: ['ARCHIVE_BYTES_AFTER'],
    sound,
  },
  'two zips in a row': {
    bytes: () => Buffer.concat([buildZip([{ name: 'old', content: '1' }]), buildZip([metadata])]),
    codes: ['ARCHIVE_BYTES_BEFORE', 'ARCHIVE_SEVERAL_ENDS'],
    sound,
  },
  'an end record in the comment': {
    bytes: () => buildZip([metadata], { comment: buildZip([]) }),
    codes: ['ARCHIVE_SEVERAL_ENDS'],
    sound,
  },
  'last part of several': {
    bytes: () => buildZip([metadata], { diskNumber: 3 }),
    codes: ['ARCHIVE_MULTI_DISK'],
    sound,
  },
  'empty zip': { bytes: () => buildZip([]), codes: ['ARCHIVE_EMPTY'] },
  'zip of folders only': {
    bytes: () => buildZip([{ name: 'node-1/', method: 0 }]),
    codes: ['ARCHIVE_EMPTY'],
  },
  'noise of macOS': {
    bytes: () =>
      zipWith({ name: '__MACOSX/._metadata.yaml', content: 'x' }, { name: '.DS_Store', content: 'x' }),
    codes: ['ARCHIVE_NOISE'],
    sound,
  },
  'data that is no deflate': {
    bytes: () =>
      zipWith(
        { name: 'a', data: Buffer.from([0xff, 0xff, 0xff, 0xff]), content: 'xx' },
        { name: 'b', content: 'y' },
      ),
    codes: ['ENTRY_DATA_DAMAGED'],
    sound: { ...sound, b: 'y' },
  },
  'links in a tar': {
    bytes: () =>
      buildTar([
        tarMetadata,
        { name: 'a', type: '2', linkName: '/etc/passwd' },
        { name: 'b', type: '1', linkName: 'metadata.yaml' },
      ]),
    codes: ['ENTRY_LINK'],
    sound,
  },
  'devices in a tar': {
    bytes: () =>
      buildTar([
        tarMetadata,
        { name: 'tty', type: '3' },
        { name: 'sda', type: '4' },
        { name: 'pipe', type: '6' },
      ]),
    codes: ['ENTRY_NOT_A_FILE'],
    sound,
  },
  'traversal in a tar': {
    bytes: () => buildTar([tarMetadata, { name: '../evil', content: 'x' }]),
    codes: ['ENTRY_NAME_TRAVERSAL'],
    sound,
  },
  'traversal in a pax name': {
    bytes: () => buildTar([tarMetadata, paxMember({ path: '../evil' }), { name: 'good', content: 'x' }]),
    codes: ['ENTRY_NAME_TRAVERSAL'],
    sound,
  },
  'absolute name in a tar': {
    bytes: () => buildTar([tarMetadata, { name: '/etc/passwd', content: 'x' }]),
    codes: ['ENTRY_NAME_ABSOLUTE'],
    sound,
  },
  'sparse file in a tar': {
    bytes: () => buildTar([tarMetadata, { name: 's', type: 'S', content: 'x' }]),
    codes: ['ENTRY_SPARSE'],
    sound,
  },
  'damaged header in a tar': {
    bytes: () =>
      buildTar([
        tarMetadata,
        { name: 'lost', content: 'x', hasWrongChecksum: true },
        { name: 'b.log', content: 'y' },
      ]),
    codes: ['ARCHIVE_DATA_DAMAGED'],
    sound: { ...sound, 'b.log': 'y' },
  },
  'tar without its end mark': {
    bytes: () => buildTar([tarMetadata], { hasEndMark: false }),
    codes: ['ARCHIVE_TRUNCATED'],
    sound,
  },
  'tar cut in an entry': {
    bytes: () => buildTar([tarMetadata, { name: 'a.log', content: noise(5000) }]).subarray(0, 3000),
    codes: ['ARCHIVE_TRUNCATED', 'ENTRY_TRUNCATED'],
    sound,
  },
  'tar entry larger than the tar': {
    bytes: () =>
      buildTar([tarMetadata, { name: 'a.log', content: 'x', sizeBytes: 2 ** 40, isBase256: true }]),
    codes: ['ARCHIVE_TRUNCATED', 'ENTRY_TRUNCATED'],
    sound,
  },
  'tar.gz cut off': {
    bytes: () => {
      const whole = gzipSync(buildTar([tarMetadata, { name: 'a.log', content: noise(50_000) }]))
      return whole.subarray(0, 30_000)
    },
    codes: ['ARCHIVE_TRUNCATED', 'ENTRY_TRUNCATED'],
    sound,
  },
  'tar.gz with a wrong checksum': {
    bytes: () => {
      const whole = gzipSync(buildTar([tarMetadata]))
      whole.writeUInt32LE(1, whole.length - 8)
      return whole
    },
    codes: ['ARCHIVE_DATA_DAMAGED'],
    sound,
  },
  'empty tar': { bytes: () => buildTar([]), codes: ['ARCHIVE_EMPTY'] },
}
