// The files of a multipart/form-data body, streamed: a packet of gigabytes never stands in memory as a form would.
import { failure } from './failure.js'

export interface UploadedPart {
  readonly fileName: string
  /** To be read to its end before the next part is asked for. */
  readonly content: AsyncIterable<Uint8Array>
}

/** RFC 2046 allows 70 characters; header blocks of browsers take about 200 bytes. */
const headerBytesMost = 16 * 1024

export function boundaryOf(contentType: string): string | undefined {
  const [, quoted, plain] =
    /^multipart\/form-data;.*\bboundary=(?:"([^"]{1,70})"|([^;\s]{1,70}))/i.exec(contentType) ?? []
  return quoted ?? plain
}

/** Yields the parts that are files; other form fields are skipped. */
export async function* uploadedParts(
  body: AsyncIterable<Uint8Array>,
  boundary: string,
): AsyncGenerator<UploadedPart> {
  const scanner = scanBytes(body)
  const delimiter = Buffer.from(`\r\n--${boundary}`)
  await drain(scanner.until(Buffer.from(`--${boundary}`)))
  while ((await scanner.take(2)).toString('latin1') !== '--') {
    const fileName = fileNameOf(await headerBlock(scanner))
    const content = scanner.until(delimiter)
    if (fileName !== undefined) yield { fileName, content }
    await drain(content)
  }
}

interface Scanner {
  /** The bytes before the delimiter; the delimiter itself is passed over. */
  until(delimiter: Buffer): AsyncGenerator<Uint8Array>
  take(count: number): Promise<Buffer>
}

function scanBytes(body: AsyncIterable<Uint8Array>): Scanner {
  const source = body[Symbol.asyncIterator]()
  let held: Buffer = Buffer.alloc(0)

  async function readMore(): Promise<void> {
    const next = await source.next()
    if (next.done === true)
      throw failure(400, 'UPLOAD_CUT', 'The upload ended before its last part did. Send the file again.')
    held = held.length === 0 ? Buffer.from(next.value) : Buffer.concat([held, next.value])
  }

  return {
    async *until(delimiter) {
      let found = held.indexOf(delimiter)
      while (found === -1) {
        // A delimiter may have begun in the last bytes: those stay.
        const sure = held.length - delimiter.length + 1
        if (sure > 0) {
          const passed = held.subarray(0, sure)
          held = held.subarray(sure)
          yield passed
        }
        await readMore()
        found = held.indexOf(delimiter)
      }
      const rest = held.subarray(0, found)
      held = held.subarray(found + delimiter.length)
      yield rest
    },
    async take(count) {
      while (held.length < count) await readMore()
      const taken = held.subarray(0, count)
      held = held.subarray(count)
      return taken
    },
  }
}

async function headerBlock(scanner: Scanner): Promise<string> {
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const part of scanner.until(Buffer.from('\r\n\r\n'))) {
    bytes += part.length
    if (bytes > headerBytesMost)
      throw failure(400, 'UPLOAD_MALFORMED', 'A part of the upload has no end of its header.')
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}

function fileNameOf(headers: string): string | undefined {
  const disposition = /^content-disposition:(.*)$/im.exec(headers)?.[1] ?? ''
  const name = /;\s*filename="((?:[^"\\]|\\.)*)"/i.exec(disposition)?.[1]
  return name?.replaceAll('%22', '"').replace(/\\(.)/g, '$1')
}

async function drain(content: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const _ of content);
}
