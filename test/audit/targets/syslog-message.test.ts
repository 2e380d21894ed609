// The text of syslog messages, framed for each kind of connection.
import { hostname } from 'node:os'
import { describe, expect, test } from 'vitest'
import { syslogMessages } from '../../../audit/targets/syslog-message.js'
import { moment, targetOf } from '../targets.js'

describe('the text of a message', () => {
  const at = { timeMs: moment, levelId: 100, messageId: 'open packet' }
  const message = (options: Readonly<Record<string, unknown>>, text: string) => {
    const target = targetOf({ type: 'syslog', options: { host: 'h', port: 1, ...options } })
    if (target.type !== 'syslog') throw new Error('another type')
    return syslogMessages(target, '\n')(text, at)
      .replace(hostname(), 'HOST')
      .replace(String(process.pid), 'PID')
  }
  const head = '<110>1 2026-11-21T08:36:07.639Z HOST support-packet PID open_packet -'

  test('counts its bytes, and has no line end of its own', () => {
    const whole = message({}, 'é\n')
    expect(whole).toMatch(/^\d+ <110>/)
    expect(whole.replace(/^\d+ /, '')).toBe(`${head} é`)
  })

  test('of lf framing ends with a line feed and holds no other', () => {
    expect(message({ framing: 'lf' }, 'a\nb\r\n')).toBe(`${head} a#012b#015\n`)
  })

  test('in a datagram stands alone', () => {
    expect(message({ protocol: 'udp' }, 'a\n')).toBe(`${head} a`)
  })

  test('names in the head are printable and short', () => {
    expect(message({ protocol: 'udp', tag: `my töol ${'x'.repeat(99)}` }, 'a')).toContain(
      ` my_t_ol_${'x'.repeat(40)} `,
    )
  })
})
