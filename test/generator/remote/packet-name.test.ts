// Names that servers propose for a download are untrusted text.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nameFromHeader } from '../../../generator/mattermost/remote/packet-name.js'
import { recordedHeaders } from './stand-in.js'

describe('the name in the header', () => {
  test('of a real server is taken as it is', () => {
    const header = recordedHeaders('healthy-11-6').headers.find(([key]) => key === 'Content-Disposition')
    expect(nameFromHeader(header?.[1])).toBe('mm_support_packet_Example_Company_2026-11-21T08-27.zip')
  })

  test.each([
    ['attachment; filename="../../etc/passwd"', 'passwd.zip'],
    ['attachment; filename="C:\\\\Windows\\\\x.zip"', 'x.zip'],
    ["attachment; filename*=UTF-8''%2e%2e%2f%2fevil.zip", 'evil.zip'],
    ['attachment; filename=".bashrc"', 'bashrc.zip'],
    ['attachment; filename="a\u001b[31m.zip"', 'a_[31m.zip'],
    ['attachment; filename*=UTF-8\'\'%zz; filename="b.zip"', 'b.zip'],
    ['attachment; filename="a\\"b.zip"', 'a_b.zip'],
  ])('%s becomes %s', (header, name) => {
    expect(nameFromHeader(header)).toBe(name)
  })

  test.each([
    undefined,
    '',
    'attachment',
    'attachment; filename=""',
    'attachment; filename="CON"',
    'attachment; filename="..."',
  ])('%s gives none', header => {
    expect(nameFromHeader(header)).toBeUndefined()
  })

  test('whatever it is never leaves the folder, hides or shows control characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), text => {
        for (const header of [`attachment; filename="${text}"`, `x; filename*=UTF-8''${text}`, text]) {
          const name = nameFromHeader(header)
          if (name === undefined) continue
          expect(name).not.toMatch(/[\\/\u0000-\u001f\u007f]|^\./)
          expect(name.length).toBeLessThanOrEqual(180)
          expect(name.endsWith('.zip') || name.endsWith('.ZIP') || /\.zip$/i.test(name)).toBe(true)
        }
      }),
    )
  })
})
