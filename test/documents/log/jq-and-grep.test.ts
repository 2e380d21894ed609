// What jq and grep count in logs of real servers is what the readers of records count.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readEntryText } from './read-records.js'

const run = (command: string, ...args: readonly string[]) =>
  execFileSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 26 }).trimEnd()
const linesOf = (text: string) => (text === '' ? [] : text.split('\n'))

function countsOf(values: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1
  return counts
}

describe.each([
  'db-read-only',
  'db-restart',
  'debug-trace',
  'plugin-crash',
  'restart-loop',
  'smtp-refused',
  'webhook-refused',
])('jq on %s', name => {
  const path = `test/fixtures/logs/${name}.log`
  const { records, bad } = readEntryText(readFileSync(path))

  test('levels, messages and callers are counted alike', () => {
    expect(bad).toEqual([])
    const heads = run('jq', '-c', '[.level, .msg, .caller]', path)
    const ours = records.map(({ level, msg, caller }) => JSON.stringify([level, msg, caller]))
    expect(countsOf(ours)).toEqual(countsOf(linesOf(heads).map(line => JSON.stringify(JSON.parse(line)))))
  })

  test('fields have the same text', () => {
    const texts = run(
      'jq',
      '-c',
      '[.error, .request_id, .plugin_id, .status_code] | map(if . == null then "" else tostring end)',
      path,
    )
    const ours = records.map(({ fields }) =>
      ['error', 'request_id', 'plugin_id', 'status_code'].map(key => fields[key] ?? ''),
    )
    expect(ours).toEqual(linesOf(texts).map(line => JSON.parse(line) as string[]))
  })

  test('grep counts as many lines', () => {
    expect(records).toHaveLength(Number(run('grep', '-c', '"timestamp":', path)))
  })
})

test('grep counts the records of a plain log by their level', () => {
  for (const name of ['healthy-plain', 'db-restart-errors']) {
    const path = `test/fixtures/logs/${name}.log`
    const { records } = readEntryText(readFileSync(path))
    const levels = linesOf(run('grep', '-oE', '^[a-z]+ +\\[[0-9]{4}-', path)).map(
      line => line.split(' ')[0] ?? '',
    )
    expect(countsOf(records.map(({ level }) => level))).toEqual(countsOf(levels))
  }
})

test('jq counts the records in the messages of a journal', () => {
  const path = 'test/fixtures/logs/wrapped/journal-json.log'
  const inner = run('jq', '-r', '.MESSAGE | strings | fromjson? | [.level, .msg] | @json', path)
  const { records } = readEntryText(readFileSync(path))
  const ours = records
    .filter(({ format }) => format === 'json')
    .map(({ level, msg }) => JSON.stringify([level, msg]))
  expect(ours).toEqual(linesOf(inner))
})
