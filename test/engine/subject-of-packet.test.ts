// Real documents as rule variables: values, places, nodes, logs that are there or not.
import { describe, expect, test } from 'vitest'
import { takeInventory } from '../../analyzer/documents/inventory.js'
import { readLogs, isLogKind } from '../../analyzer/documents/log/read-logs.js'
import { parseDocuments } from '../../analyzer/documents/parse.js'
import { evaluateRules } from '../../analyzer/engine/evaluate.js'
import type { Evaluation } from '../../analyzer/engine/evaluate.js'
import { logQueries } from '../../analyzer/engine/queries.js'
import type { Rule } from '../../analyzer/engine/rule.js'
import { packetSubject } from '../../analyzer/engine/subject-of-packet.js'
import type { Subject } from '../../analyzer/engine/subject.js'
import { deriveWith } from '../../analyzer/facts/derive.js'
import type { FactDefinition } from '../../analyzer/facts/types.js'
import { classifyEntries } from '../../analyzer/packet/layout.js'
import { packetOf } from '../../analyzer/packet/memory.js'
import { outcomeOf, ruleOf } from './rule-of.js'

const config = (level: string, extra = {}): string =>
  JSON.stringify({ LogSettings: { EnableFile: true, FileLevel: level, ...extra } }, undefined, 4)

const metadata =
  'version: 1\ntype: support-packet\ngenerated_at: 1795250000000\nserver_version: 11.0.0\nserver_id: x\nlicense_id: ""\ncustomer_id: ""\nextras: {}\n'

const line = (second: number, msg = 'it broke'): string =>
  `{"timestamp":"2026-11-21 08:40:0${second}.000 Z","level":"error","msg":"${msg}","caller":"app/a.go:1","token":"abcdefgh12345"}\n`

/** Facts of the test: one a node, one for the packet. */
const facts: readonly FactDefinition[] = [
  {
    id: 'logging.level',
    title: 'Level',
    scope: 'node',
    derive(input) {
      const { documents, node } = input
      const document = documents.get('config', node)
      const value = (document?.value as { LogSettings?: { FileLevel?: string } } | undefined)?.LogSettings
        ?.FileLevel
      return document === undefined || value === undefined
        ? undefined
        : { value, from: [input.at(document, ['LogSettings', 'FileLevel'])] }
    },
  },
  {
    id: 'logging.files',
    title: 'Files',
    scope: 'packet',
    derive: ({ logs }) => logs && { value: logs.files.length, from: [] },
  },
]

async function subjectFrom(files: Record<string, string>, rules: readonly Rule[] = []): Promise<Subject> {
  const packet = packetOf(files)
  const classified = classifyEntries(packet.entries)
  const documents = await parseDocuments(packet, classified)
  const logEntries = classified.filter(({ kind }) => isLogKind(kind))
  const logs = logEntries.length === 0 ? undefined : await readLogs(packet, logEntries, logQueries(rules))
  const inventory = takeInventory(packet, classified, documents, new Map())
  const nodes = inventory.layout?.nodes ?? ['']
  const derived = deriveWith(facts, { nodes, documents, inventory, logs, generatedAtMs: undefined })
  return packetSubject({ nodes, documents, inventory, facts: derived, logs })
}

async function evaluate(parts: Partial<Rule>, files: Record<string, string>): Promise<Evaluation> {
  const rules = [ruleOf(parts)]
  return evaluateRules(rules, await subjectFrom(files, rules))
}

describe('evidence', () => {
  test('of a setting has entry, line, pointer and excerpt', async () => {
    const files = { 'metadata.yaml': metadata, 'sanitized_config.json': config('DEBUG') }
    const { findings } = await evaluate({ when: 'config.LogSettings.FileLevel == "DEBUG"' }, files)
    expect(findings[0]?.evidence).toEqual([
      {
        entry: 'sanitized_config.json',
        line: 4,
        pointer: '/LogSettings/FileLevel',
        excerpt: 'FileLevel: DEBUG',
      },
    ])
    expect(findings[0]?.observed).toBe(false)
  })

  test('of a fact is where it was derived from', async () => {
    const files = { 'metadata.yaml': metadata, 'sanitized_config.json': config('DEBUG') }
    const { findings } = await evaluate({ when: 'facts.logging.level == "DEBUG"' }, files)
    expect(findings[0]?.evidence).toMatchObject([
      { entry: 'sanitized_config.json', line: 4, pointer: '/LogSettings/FileLevel' },
    ])
    expect(findings[0]?.observed).toBe(false)
  })

  test('of a log line is the line with its secrets masked', async () => {
    const files = { 'metadata.yaml': metadata, 'mattermost.log': line(1, 'fine') + line(2) }
    const { findings } = await evaluate({ logs: { match: { message: '^it broke$' } } }, files)
    expect(findings[0]?.evidence).toMatchObject([{ entry: 'mattermost.log', line: 2 }])
    expect(findings[0]?.evidence[0]?.excerpt).toContain('"token":"****"')
    expect(findings[0]).toMatchObject({ observed: true, count: 1, firstSeen: '2026-11-21T08:40:02.000Z' })
  })
})

describe('nodes', () => {
  const files = {
    'metadata.yaml': metadata,
    'app-1/sanitized_config.json': config('INFO'),
    'app-1/mattermost.log': line(1),
    'app-2/sanitized_config.json': config('DEBUG'),
    'app-2/mattermost.log': line(2) + line(3),
  }

  test('have their own configuration and facts', async () => {
    for (const path of ['config.LogSettings.FileLevel', 'facts.logging.level']) {
      const { findings } = await evaluate({ when: `${path} == "DEBUG"` }, files)
      expect(findings[0]).toMatchObject({ nodes: ['app-2'] })
      expect(findings[0]?.evidence[0]).toMatchObject({ entry: 'app-2/sanitized_config.json', node: 'app-2' })
    }
  })

  test('share what concerns the packet', async () => {
    const { findings } = await evaluate({ when: 'facts.logging.files == 2' }, files)
    expect(findings).toHaveLength(1)
    expect(findings[0]?.nodes).toBeUndefined()
  })

  test('add up their log lines', async () => {
    const { findings } = await evaluate({ logs: { match: { message: 'broke' } } }, files)
    expect(findings[0]).toMatchObject({ count: 3, nodes: ['app-1', 'app-2'] })
  })
})

describe('logs', () => {
  const logs: Rule['logs'] = { match: { message: 'broke' } }
  const none = { 'metadata.yaml': metadata, 'sanitized_config.json': config('INFO') }

  test.each<[string, Record<string, string>, Partial<Rule>, string]>([
    ['without any log nobody can tell', none, { logs }, 'skip: logs'],
    ['an empty log says nothing', { ...none, 'mattermost.log': '' }, { logs }, 'skip: logs'],
    [
      'a log that is none says nothing',
      { ...none, 'mattermost.log': '\u0000\u0001'.repeat(50) },
      { logs },
      'skip: logs',
    ],
    ['a log without it passes', { ...none, 'mattermost.log': line(1, 'fine') }, { logs }, 'pass'],
    [
      'another log does not stand in for the main one',
      { ...none, 'notifications.log': line(1) },
      { logs },
      'skip: logs',
    ],
    [
      'a log that the rule names is looked into',
      { ...none, 'notifications.log': line(1) },
      { logs: { match: { message: 'broke', file: 'notifications-log' } } },
      'finding',
    ],
  ])('%s', async (_name, files, rule, expected) => {
    expect(outcomeOf(await evaluate(rule, files))).toBe(expected)
  })
})

describe('variables', () => {
  const files = {
    'metadata.yaml': metadata,
    'sanitized_config.json': config('INFO'),
    'com.example.calls/diagnostics.yaml': 'version: 1.2.0\nsessions: 3\n',
  }

  test.each<[string, string, string]>([
    ['no warning.txt is no warning', 'warning.count == 0', 'finding'],
    ['plugins have their diagnostics', 'plugin_diagnostics["com.example.calls"].sessions == 3', 'finding'],
    ['entries have a state', 'packet.entries["sanitized_config.json"].status == "present"', 'finding'],
    ['kinds are counted', 'packet.kinds.config == 1', 'finding'],
    ['an entry that is not there is missing', 'jobs.list == []', 'skip: jobs'],
    ['and can be asked for', 'has(jobs)', 'pass'],
    [
      'a fact that the packet does not say is missing',
      'facts.logging.files == 1',
      'skip: facts.logging.files',
    ],
    ['unknown facts too', 'has(facts.no.such)', 'pass'],
  ])('%s', async (_name, when, expected) => {
    expect(outcomeOf(await evaluate({ when }, files))).toBe(expected)
  })

  test('warnings are read and shown by their line', async () => {
    const text = '2 errors occurred:\n\t* first thing failed\n\t* second thing failed\n'
    const { findings } = await evaluate(
      { each: 'warning.points as point', when: 'point.text.contains("second")', message: '{point.text}' },
      { ...files, 'warning.txt': text },
    )
    expect(findings[0]).toMatchObject({ message: 'second thing failed', observed: true })
    expect(findings[0]?.evidence[0]).toMatchObject({
      entry: 'warning.txt',
      line: 3,
      excerpt: '* second thing failed',
    })
  })

  test('a folder of logs alone has no version, no warnings and no product to go by', async () => {
    const only = { 'x.txt': 'hello' }
    expect(outcomeOf(await evaluate({ when: 'warning.count == 0' }, only))).toBe('skip: warning')
    expect(outcomeOf(await evaluate({ when: 'true', versions: '>=1' }, only))).toBe('skip: server version')
  })
})
