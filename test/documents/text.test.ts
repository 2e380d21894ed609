// Text: encodings, byte order marks, lines.
import { expect, test } from 'vitest'
import { decodeText, sourceText } from '../../analyzer/documents/text.js'
import { codes } from './read.js'

test('a UTF-8 byte order mark is no part of the text', () => {
  expect(decodeText(Buffer.from('\ufeffä: 1')).text).toBe('ä: 1')
})

test('UTF-16 with a byte order mark is read in both orders', () => {
  const little = Buffer.from('\ufeffä: 1', 'utf16le')
  const big = Buffer.from(little).swap16()
  expect(decodeText(little).text).toBe('ä: 1')
  expect(decodeText(big).text).toBe('ä: 1')
})

test('bytes that are no text become replacement characters and a problem with the line', () => {
  const source = decodeText(
    Buffer.concat([Buffer.from('a: 1\nb: '), Buffer.from([0xff, 0xfe]), Buffer.from('\n')]),
  )
  expect(source.text).toBe('a: 1\nb: \ufffd\ufffd\n')
  expect(codes(source.problems)).toEqual(['TEXT_ENCODING 2:-'])
})

test('a replacement character that was in the file already is no problem', () => {
  expect(decodeText(Buffer.from('a: \ufffd')).problems).toEqual([])
})

test('lines end with LF or CRLF, and there is none after the last line end', () => {
  const source = sourceText('a\r\nb\n\nc\n')
  expect([1, 2, 3, 4, 5].map(number => source.line(number))).toEqual(['a', 'b', '', 'c', undefined])
})

test('places count from 1 and stay inside the text', () => {
  const source = sourceText('ab\ncd')
  expect(source.placeOf(0)).toEqual({ line: 1, column: 1 })
  expect(source.placeOf(4)).toEqual({ line: 2, column: 2 })
  expect(source.placeOf(99)).toEqual({ line: 2, column: 3 })
})
