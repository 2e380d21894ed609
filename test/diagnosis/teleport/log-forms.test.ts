// A log says the same whether the server writes it as text or as JSON, and whether the dump holds the journal in one form or in two.
import { describe, expect, test } from 'vitest'
import type { Analysis } from '../../../analyzer/analysis.js'
import { analyzeEdited, type Edit } from '../edit-sample.js'
import { dumpFaults } from './faults.js'

const levels: Readonly<Record<string, string>> = {
  DEBU: 'debug',
  INFO: 'info',
  WARN: 'warning',
  ERRO: 'error',
}

const record =
  /^(\S+ \S+ teleport\[\d+\]: )(\S+Z) (DEBU|INFO|WARN|ERRO) +(?:\[(\S+)\] +)?(.*?)(?: error:\[(.*)\])?(?: pid:(\S+))? ([\w-]+\/[\w.-]+\.go:\d+)$/

/** The line as the JSON format writes it; lines of a report and of a start that failed have no other form. */
function asJson(line: string): string {
  const [, prefix, timestamp, level = '', component, message, error, pid, caller] = record.exec(line) ?? []
  if (prefix === undefined || message === undefined || message.includes('error:[')) return line
  // Audit events have fields of their own, which the JSON keeps apart.
  if (component === 'AUDIT') return line
  const fields = {
    ...(error === undefined ? {} : { error }),
    ...(pid === undefined ? {} : { pid }),
  }
  const quoted = message.startsWith('"') && message.endsWith('"')
  const plain = quoted ? (JSON.parse(message) as string) : message
  return `${prefix}${JSON.stringify({ caller, component: component?.toLowerCase() ?? null, level: levels[level], message: plain, timestamp, ...fields })}`
}

const logsAsJson: Edit = files => {
  for (const [name, bytes] of files) {
    if (!/\/log\.txt$/.test(name)) continue
    files.set(name, Buffer.from(String(bytes).split('\n').map(asJson).join('\n')))
  }
}

/** The journal as `journalctl -o json` prints it, in place of the text or beside it. */
const journalAsJson =
  (beside: boolean): Edit =>
  files => {
    for (const [name, bytes] of [...files]) {
      const records = /\/log\.txt$/.test(name) ? journalLines(String(bytes)) : []
      if (records.length === 0) continue
      files.set(name.replace(/txt$/, 'json'), Buffer.from(records.map(line => `${line}\n`).join('')))
      if (!beside) files.delete(name)
    }
  }

function journalLines(text: string): readonly string[] {
  return text.split('\n').flatMap((line, index) => {
    const [, time, host, pid, message] = /^(\S+) (\S+) teleport\[(\d+)\]: (.*)$/.exec(line) ?? []
    if (time === undefined) return []
    return JSON.stringify({
      __REALTIME_TIMESTAMP: String(Date.parse(time.replace('+0000', 'Z')) * 1000 + index),
      _HOSTNAME: host,
      _PID: pid,
      PRIORITY: '6',
      SYSLOG_IDENTIFIER: 'teleport',
      _SYSTEMD_UNIT: 'teleport.service',
      MESSAGE: message,
      // A record of a journal has some twenty fields more.
      _CMDLINE: '/usr/local/bin/teleport start --pid-file=/run/teleport.pid',
      _MACHINE_ID: 'd09835b0bb775741e16160a91191526c',
    })
  })
}

const said = ({ findings }: Analysis): readonly string[] =>
  findings.map(({ ruleId, count, severity }) => `${severity} ${ruleId} ${count}`).sort()

const shown = Object.entries(dumpFaults).filter((_, index) => index % 6 === 0)

describe.each(shown)('%s', (_, { edits }) => {
  const analyzed = (...more: readonly Edit[]) => analyzeEdited('teleport-healthy', [...edits, ...more])

  test('gives the same findings whatever form its logs have, and counts nothing twice', async () => {
    const text = said(await analyzed())
    expect(said(await analyzed(logsAsJson))).toEqual(text)
    expect(said(await analyzed(journalAsJson(true)))).toEqual(text)
    expect(said(await analyzed(journalAsJson(false)))).toEqual(text)
  })
})
