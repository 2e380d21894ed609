// Pax records: `<length> <key>=<value>\n`, which replace fields of the next header that did not fit it.

export type PaxRecords = ReadonlyMap<string, string>

/** All records that are whole; what follows a broken one is ignored. */
export function parsePax(bytes: Buffer): PaxRecords {
  const records = new Map<string, string>()
  for (let at = 0; at < bytes.length;) {
    const blank = bytes.indexOf(0x20, at)
    const length = blank === -1 || blank - at > 10 ? NaN : Number(bytes.toString('latin1', at, blank))
    if (!Number.isInteger(length) || length <= blank - at || at + length > bytes.length) break
    const text = bytes.toString('utf8', blank + 1, at + length - 1)
    const equals = text.indexOf('=')
    if (equals !== -1) records.set(text.slice(0, equals), text.slice(equals + 1))
    at += length
  }
  return records
}
