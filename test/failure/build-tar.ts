// Writes tars, sound and hostile, with every type of member.

export interface TarSpec {
  readonly name: string
  readonly content?: string | Buffer
  /** `'0'` (file) when absent. */
  readonly type?: string
  readonly linkName?: string
  /** Stated instead of the true size. */
  readonly sizeBytes?: number
  /** Size in base 256, as GNU writes it from 8 GiB on. */
  readonly isBase256?: boolean
  /** What stands at byte 257; POSIX when absent, `''` for v7. */
  readonly magic?: string
  readonly prefix?: string
  readonly hasWrongChecksum?: boolean
}

export interface TarOptions {
  readonly hasEndMark?: boolean
}

export function buildTar(specs: readonly TarSpec[], { hasEndMark = true }: TarOptions = {}): Buffer {
  return Buffer.concat([...specs.map(memberOf), Buffer.alloc(hasEndMark ? 1024 : 0)])
}

/** A pax member that replaces fields of the next one. */
export function paxMember(fields: Readonly<Record<string, string>>): TarSpec {
  const content = Object.entries(fields)
    .map(([key, value]) => paxRecord(key, value))
    .join('')
  return { name: 'pax', type: 'x', content }
}

function paxRecord(key: string, value: string): string {
  const rest = ` ${key}=${value}\n`
  let length = Buffer.byteLength(rest) + 1
  while (Buffer.byteLength(`${length}${rest}`) !== length) length++
  return `${length}${rest}`
}

function memberOf(spec: TarSpec): Buffer {
  const content = Buffer.from(spec.content ?? '')
  const header = Buffer.alloc(512)
  header.write(spec.name, 0, 100)
  header.write('0000644\0', 100)
  writeSize(header, spec, content)
  header.write('00000000000\0', 136)
  header.write(spec.type ?? '0', 156)
  header.write(spec.linkName ?? '', 157, 100)
  header.write(spec.magic ?? 'ustar\x0000', 257, 'latin1')
  header.write(spec.prefix ?? '', 345, 155)
  header.write('        ', 148)
  const sum = header.reduce((total, byte) => total + byte, 0) + (spec.hasWrongChecksum === true ? 1 : 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return Buffer.concat([header, content, Buffer.alloc((512 - (content.length % 512)) % 512)])
}

function writeSize(header: Buffer, spec: TarSpec, content: Buffer): void {
  const sizeBytes = spec.sizeBytes ?? content.length
  if (spec.isBase256 !== true) return void header.write(`${sizeBytes.toString(8).padStart(11, '0')}\0`, 124)
  header[124] = 0x80
  header.writeBigUInt64BE(BigInt(sizeBytes), 128)
}
