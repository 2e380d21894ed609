// Whole configurations of servers: three settings with targets, and what only their comparison shows.
import { expect, test } from 'vitest'
import { checkAdvancedLogging } from '../../../audit/index.js'
import { checkConfiguration } from '../../../audit/check/sections.js'
import { levels } from '../targets.js'

const file = (filename: string, listed: readonly unknown[] = levels) => ({
  type: 'file',
  format: 'json',
  levels: listed,
  options: { filename, max_backups: 2 },
})
const errors = [{ id: 2, name: 'error' }]

function said(config: unknown) {
  return checkConfiguration(config).messages.map(({ code, path }) => [code, path.join('.')])
}

test('targets of the server log and of the audit log are told apart', () => {
  const config = {
    LogSettings: { AdvancedLoggingJSON: { errors: file('errors.log', errors) } },
    ExperimentalAuditSettings: { AdvancedLoggingJSON: { audit: file('audit.log') } },
  }
  expect(said(config)).toEqual([])
  expect(
    checkConfiguration(config).sections.map(({ section, targets }) => [section, targets.length]),
  ).toEqual([
    ['LogSettings', 1],
    ['ExperimentalAuditSettings', 1],
  ])
})

test('audit levels in the server log, and others in the audit log, are refused by newer servers', () => {
  expect(said({ LogSettings: { AdvancedLoggingJSON: { a: file('a.log') } } })).toEqual([
    ['LEVEL_OF_OTHER_LOG', 'LogSettings.AdvancedLoggingJSON.a.levels'],
  ])
  expect(said({ ExperimentalAuditSettings: { AdvancedLoggingJSON: { a: file('a.log', errors) } } })).toEqual([
    ['LEVEL_OF_OTHER_LOG', 'ExperimentalAuditSettings.AdvancedLoggingJSON.a.levels'],
  ])
})

test('errors that no target takes are in no log when log file and console are off', () => {
  const warnings = { a: file('a.log', [{ id: 3, name: 'warn' }]) }
  const off = { EnableFile: false, EnableConsole: false }
  const { messages } = checkConfiguration({ LogSettings: { ...off, AdvancedLoggingJSON: warnings } })
  expect(messages).toMatchObject([
    {
      code: 'NO_ERROR_LEVELS',
      message: 'No target lists 0 panic, 1 fatal, 2 error, and the log file and console are off',
    },
  ])
  expect(said({ LogSettings: { EnableFile: false, AdvancedLoggingJSON: warnings } })).toEqual([])
})

test('two writers of one file are told, whichever settings they stand in', () => {
  const config = {
    LogSettings: { AdvancedLoggingJSON: { a: file('/logs/x.log', errors) } },
    ExperimentalAuditSettings: {
      FileEnabled: true,
      FileName: '/logs/audit.log',
      AdvancedLoggingJSON: { b: file('/logs/./audit.log'), c: file('/logs/x.log') },
    },
  }
  expect(said(config)).toEqual([
    ['SAME_FILE', 'ExperimentalAuditSettings.AdvancedLoggingJSON.b.options.filename'],
    ['SAME_FILE', 'ExperimentalAuditSettings.AdvancedLoggingJSON.c.options.filename'],
  ])
})

test('JSON inside a text is looked into; a path or a database is named as what it is, without its password', () => {
  const inText = JSON.stringify({ a: { type: 'fil', format: 'json', levels } })
  expect(said({ ExperimentalAuditSettings: { AdvancedLoggingJSON: inText } })).toEqual([
    ['TEXT_NOT_OBJECT', 'ExperimentalAuditSettings.AdvancedLoggingJSON'],
    ['UNKNOWN_TYPE', 'ExperimentalAuditSettings.AdvancedLoggingJSON.a.type'],
  ])
  const { messages } = checkConfiguration({
    LogSettings: { AdvancedLoggingJSON: 'postgres://mm:secret@db/mattermost' },
    NotificationLogSettings: { AdvancedLoggingConfig: './logging.json' },
  })
  expect(messages.map(({ code }) => code)).toEqual(['ELSEWHERE', 'ELSEWHERE'])
  expect(JSON.stringify(messages)).not.toContain('secret')
})

test('a configuration as text is recognised, and its lines are those of the file', () => {
  const text =
    '{\n"SqlSettings": {},\n"LogSettings": {\n"AdvancedLoggingJSON": {\n"a": {"type": "x"}\n}\n}\n}'
  const { messages } = checkAdvancedLogging(text)
  expect(messages[0]).toMatchObject({
    code: 'UNKNOWN_TYPE',
    line: 5,
    path: ['LogSettings', 'AdvancedLoggingJSON', 'a', 'type'],
  })
})

test.each([
  {},
  { LogSettings: {} },
  { LogSettings: { AdvancedLoggingJSON: {} } },
  { LogSettings: { AdvancedLoggingJSON: '' } },
  [],
  null,
  'x',
])('%j says nothing', config => {
  expect(said(config)).toEqual([])
})
