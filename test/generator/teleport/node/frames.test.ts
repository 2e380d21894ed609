import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createFrameReader } from '../../../../generator/teleport/node/frames.js'

const word = 'f00dfacef00dfacef00dfacef00dface'

interface Seen {
  readonly parts: { name: string; bytes: Buffer; notes: string[]; exit: number | undefined }[]
  readonly errors: (readonly [string, string])[]
  readonly whole: boolean
}

async function read(stream: Buffer, sizes: readonly number[] = [stream.length]): Promise<Seen> {
  const parts: Seen['parts'] = []
  const errors: (readonly [string, string])[] = []
  const last = (): Seen['parts'][number] =>
    parts.at(-1) ?? { name: '', bytes: Buffer.alloc(0), notes: [], exit: undefined }
  const reader = createFrameReader(word, {
    begin: name => void parts.push({ name, bytes: Buffer.alloc(0), notes: [], exit: undefined }),
    data: chunk => {
      last().bytes = Buffer.concat([last().bytes, chunk])
      return Promise.resolve()
    },
    note: text => void last().notes.push(text),
    end: exit => {
      last().exit = exit
      return Promise.resolve()
    },
    error: (name, text) => void errors.push([name, text]),
  })
  let from = 0
  for (let index = 0; from < stream.length; index++) {
    const size = Math.max(1, sizes[index % sizes.length] ?? 1)
    await reader.push(stream.subarray(from, from + size))
    from += size
  }
  return { parts, errors, whole: await reader.finish() }
}

const mark = (text: string): string => `\n${word} ${text}\n`

test('parts come as they were, whatever a greeting says before them and however the stream is cut', async () => {
  const part = fc.record({
    name: fc.stringMatching(/^[a-z]{1,8}( [\w./]{1,12})?$/),
    bytes: fc.oneof(
      fc.uint8Array({ maxLength: 200 }).map(bytes => Buffer.from(bytes)),
      fc.constantFrom('\n', '\n\n', `\n${word}`, `${word} end 0\n`, '').map(text => Buffer.from(text)),
    ),
    exit: fc.nat(255),
    said: fc.stringMatching(/^[a-z ]{0,20}$/),
  })
  const sizes = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 5 })
  await fc.assert(
    fc.asyncProperty(
      fc.array(part, { maxLength: 5 }),
      fc.string({ maxLength: 40 }),
      sizes,
      async (wanted, greeting, cuts) => {
        const stream = Buffer.concat([
          Buffer.from(greeting),
          ...wanted.flatMap(({ name, bytes, exit, said }) => [
            Buffer.from(mark(`begin ${name}`)),
            bytes,
            Buffer.from(mark(`end ${exit}`)),
            Buffer.from(said === '' ? '' : `${mark(`error ${name}`)}${said}`),
          ]),
          Buffer.from(mark('done')),
          Buffer.from('logout\n'),
        ])
        const seen = await read(stream, cuts)
        expect(seen.whole).toBe(true)
        expect(
          seen.parts.map(({ name, bytes, exit }) => ({ name, bytes: bytes.toString('hex'), exit })),
        ).toEqual(wanted.map(({ name, bytes, exit }) => ({ name, bytes: bytes.toString('hex'), exit })))
      },
    ),
  )
})

test('of a part that breaks off what came is kept, and its end is not made up', async () => {
  const stream = Buffer.from(`${mark('begin host')}a${mark('end 0')}${mark('begin log')}line 1\nline`)
  const seen = await read(stream)
  expect(seen.whole).toBe(false)
  expect(seen.parts.map(({ exit }) => exit)).toEqual([0, undefined])
  expect(seen.parts[1]?.bytes.toString()).toBe('line 1\nline')
})

test('a part may say something about itself in its middle', async () => {
  const seen = await read(
    Buffer.from(`${mark('begin x')}one${mark('note http 200')}two${mark('end 0')}${mark('done')}`),
  )
  expect(seen.parts).toMatchObject([{ notes: ['http 200'], exit: 0 }])
  expect(seen.parts[0]?.bytes.toString()).toBe('onetwo')
})

test('what a part said on its error output belongs to it', async () => {
  const seen = await read(
    Buffer.from(`${mark('begin x')}${mark('end 1')}${mark('error x')}no such file${mark('done')}`),
  )
  expect(seen.errors).toEqual([['x', 'no such file']])
})
