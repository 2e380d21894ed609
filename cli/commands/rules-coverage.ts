// `rules coverage PACKET…`: over many packets, which rules ever found something, which only passed, and which never could tell.
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Analysis } from '../../analyzer/analysis.js'
import type { Rule } from '../../analyzer/engine/rule.js'
import { stableJson } from '../../analyzer/reports/stable-json.js'
import { counted } from '../../analyzer/reports/text/words.js'
import { defineCommand } from '../command.js'
import { eachPacket } from '../packets.js'
import { selectRules } from '../rule-selection.js'
import { limitOption, readLimits, ruleOptions } from '../shared-options.js'

export const rulesCoverage = defineCommand({
  name: 'rules coverage',
  summary: 'over many packets, which rules found something, passed, or could never tell',
  details: [
    'A folder stands for the archives in it; one that holds none is read as a packet. A rule that can never tell reads something that these packets do not have.',
  ],
  operands: [{ name: 'PACKET', kind: 'packet', many: true }],
  options: {
    ...ruleOptions,
    format: {
      kind: 'choice',
      value: 'FORMAT',
      choices: ['text', 'json'],
      default: 'text',
      says: 'text (default) or json: packets by outcome for every rule',
    },
    ...limitOption,
  },
  examples: [
    { run: 'support-packet rules coverage packets/', says: 'all archives of a folder' },
    {
      run: "support-packet rules coverage --format json packets/ | jq -r '.rules[] | select(.found == 0) | .id'",
      says: 'rules that never found anything',
    },
  ],
  async run({ options, operands }, context) {
    const rules = await selectRules(options)
    const sources = (await Promise.all(operands.map(archivesIn))).flat()
    const rows = new Map(rules.map(rule => [rule.id, newRow(rule)]))
    const { analyzePacket } = await import('../../analyzer/index.js')
    let packets = 0
    const complete = await eachPacket(
      { sources, limits: readLimits(options.limit) },
      context,
      async packet => {
        packets += 1
        add(await analyzePacket(packet, { rules }), rows)
      },
    )
    const coverage = { packets, rules: [...rows.values()] }
    await context.write(
      options.format === 'json' ? `${stableJson(coverage, 2)}\n` : coverageText(coverage.rules, packets),
    )
    return complete ? 0 : 2
  },
})

/** In how many packets a rule came to what; in the rest it did not concern the server. */
interface Row {
  readonly id: string
  found: number
  passed: number
  skipped: number
  failed: number
  /** What it missed, where it could not tell. */
  readonly missing: string[]
}

const newRow = ({ id }: Rule): Row => ({ id, found: 0, passed: 0, skipped: 0, failed: 0, missing: [] })

const archive = /\.(?:zip|tar|tar\.gz|tgz)$/i

/** An unpacked packet is a folder too. */
async function archivesIn(path: string): Promise<readonly string[]> {
  const isFolder = await stat(path).then(
    found => found.isDirectory(),
    () => false,
  )
  if (!isFolder) return [path]
  const names = (await readdir(path)).filter(name => archive.test(name)).sort()
  return names.length === 0 ? [path] : names.map(name => join(path, name))
}

/** A rule with a finding has found, whatever its other items and nodes came to. */
function add({ findings, passed, skipped, errors }: Analysis, rows: ReadonlyMap<string, Row>): void {
  const found = new Set(findings.map(({ ruleId }) => ruleId))
  for (const id of found) count(rows.get(id), 'found')
  for (const id of passed) count(rows.get(id), 'passed')
  for (const id of new Set(errors.map(({ ruleId }) => ruleId))) count(rows.get(id), 'failed')
  const open = skipped.filter(({ ruleId }) => !found.has(ruleId))
  for (const id of new Set(open.map(({ ruleId }) => ruleId))) count(rows.get(id), 'skipped')
  for (const { ruleId, missing } of open) note(rows.get(ruleId), missing)
}

function count(row: Row | undefined, outcome: 'found' | 'passed' | 'skipped' | 'failed'): void {
  if (row !== undefined) row[outcome] += 1
}

const missingLimit = 5

function note(row: Row | undefined, missing: readonly string[]): void {
  for (const name of missing)
    if (row !== undefined && row.missing.length < missingLimit && !row.missing.includes(name))
      row.missing.push(name)
}

function coverageText(rows: readonly Row[], packets: number): string {
  const found = rows.filter(row => row.found > 0).sort((a, b) => b.found - a.found)
  const passed = rows.filter(row => row.found === 0 && row.passed > 0)
  const untold = rows.filter(row => row.found === 0 && row.passed === 0 && row.skipped + row.failed > 0)
  const foreign = rows.filter(row => row.found + row.passed + row.skipped + row.failed === 0)
  return [
    `${counted(packets, 'packet')}, ${counted(rows.length, 'rule')}`,
    ...block(
      'Found something',
      found.map(row => `${row.id} (${row.found})`),
    ),
    ...block(
      'Could never tell',
      untold.map(
        ({ id, missing, failed }) =>
          `${id}: ${failed > 0 ? 'the rule failed' : `${missing.join(', ')} missing`}`,
      ),
    ),
    ...block(
      'Concerned no server',
      foreign.map(({ id }) => id),
    ),
    '',
    `${counted(passed.length, 'other rule')} passed wherever it could tell.`,
    '',
  ].join('\n')
}

const block = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : ['', `${title}: ${lines.length}`, ...lines.map(line => `  ${line}`)]
