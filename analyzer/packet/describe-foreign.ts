// Says in words what a file is that is no packet, by its first bytes: people upload the wrong file more often than a broken one.

/** The beginning of a sentence that goes on with "not a support packet". `sizeBytes` is undefined where it is not known. */
export function describeForeign(head: Buffer, sizeBytes: number | undefined): string {
  if (head.length === 0) return 'an empty file'
  if (head.every(byte => byte === 0)) return 'a file of zero bytes'
  return (
    bySignature(head) ??
    byText(head) ??
    `a binary file of an unknown kind${sizeBytes === undefined ? '' : ` (${sizeBytes} bytes)`}`
  )
}

type Signature = readonly [bytes: string, description: string, at?: number]

const signatures: readonly Signature[] = [
  ['\x89PNG', 'a PNG image'],
  ['\xff\xd8\xff', 'a JPEG image'],
  ['GIF8', 'a GIF image'],
  ['WEBP', 'a WebP image', 8],
  ['%PDF', 'a PDF document'],
  ["7z\xbc\xaf'\x1c", 'a 7z archive (pack its content as zip)'],
  ['Rar!\x1a\x07', 'a RAR archive (pack its content as zip)'],
  ['\xfd7zXZ\0', 'an xz file (unpack it first)'],
  ['\x28\xb5\x2f\xfd', 'a Zstandard file (unpack it first)'],
  ['BZh', 'a bzip2 file (unpack it first)'],
  ['\x04\x22\x4d\x18', 'an LZ4 file (unpack it first)'],
  ['\x1f\x9d', 'a file of the old compress program (unpack it first)'],
  ['\x1f\x8b', 'a damaged gzip file'],
  ['MSCF', 'a Windows cabinet file (pack its content as zip)'],
  ['xar!', 'a xar archive'],
  ['070701', 'a cpio archive'],
  ['!<arch>', 'an ar archive or Debian package'],
  ['\x7fELF', 'a Linux program (ELF)'],
  ['MZ', 'a Windows program'],
  ['\xcf\xfa\xed\xfe', 'a macOS program'],
  ['\xca\xfe\xba\xbe', 'a macOS program or Java class'],
  ['SQLite format 3\0', 'an SQLite database'],
  ['PGDMP', 'a PostgreSQL dump'],
  ['\xd0\xcf\x11\xe0', 'an Outlook message or old Office document'],
  ['\x00\x00\x00\x18ftyp', 'a video'],
  ['\x00\x00\x00 ftyp', 'a video'],
  ['\x1aE\xdf\xa3', 'a video'],
  ['-----BEGIN PGP', 'a PGP message (decrypt it first)'],
  ['age-encryption.org/', 'a file encrypted with age (decrypt it first)'],
  ['Salted__', 'a file encrypted with OpenSSL (decrypt it first)'],
  ['bplist', 'a macOS property list'],
  ['version https://git-lfs', 'a Git LFS pointer (the file itself was not downloaded)'],
]

function bySignature(head: Buffer): string | undefined {
  const text = head.toString('latin1', 0, 64)
  return signatures.find(([bytes, , at = 0]) => text.startsWith(bytes, at))?.[1]
}

function byText(head: Buffer): string | undefined {
  const text = decoded(head)?.trimStart()
  if (text === undefined) return undefined
  if (text === '') return 'a file of blanks'
  if (/^<(!doctype html|html)/i.test(text)) return `an HTML page${titleOf(text)}, perhaps the log-in page`
  if (text.startsWith('<?xml')) return 'an XML document'
  if (text.startsWith('{') || text.startsWith('[')) return byJson(text)
  if (/^[\w.-]+:(\s|$)/.test(text)) return 'a YAML or text file'
  if (/^(\d{4}[-/]\d\d[-/]\d\d|<\d+>|time=|ts=|[A-Z][a-z]{2} +\d+ \d\d:)/.test(text))
    return 'a single log file'
  return 'a text file'
}

/** The text, unless there are bytes no text has; a character cut at the end is none of them. */
function decoded(head: Buffer): string | undefined {
  if (head[0] === 0xff && head[1] === 0xfe) return head.toString('utf16le', 2)
  const text = head
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .replace(/\ufffd{1,3}$/, '')
  return /[\ufffd\u0000-\u0008\u000e-\u001a\u001c-\u001f]/.test(text) ? undefined : text
}

function titleOf(html: string): string {
  const title = /<title[^>]*>([^<]{1,80})/i.exec(html)?.[1]?.trim()
  return title === undefined || title === '' ? '' : ` ("${title.replace(/\s+/g, ' ')}")`
}

/** An error that the server answered instead of a packet, a log of JSON lines, or one document alone. */
function byJson(text: string): string {
  const line = text.split('\n', 1)[0] ?? ''
  if (/"(level|msg)"\s*:/.test(line) && /"(timestamp|time|ts|caller)"\s*:/.test(line))
    return 'a single log file'
  const message = /"message"\s*:\s*"([^"]{1,200})"/.exec(text)?.[1]
  if (message !== undefined && /"(status_code|id|error|code)"\s*:/.test(text))
    return `an error answer of a server ("${message}")`
  return 'a JSON document'
}
