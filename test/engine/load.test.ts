// Loading: directories, single files, the compiled library, and what happens to wrong files.
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { compileRuleIndex, loadRules } from '../../analyzer/engine/load.js'
import { readIndex } from '../../analyzer/engine/rule-index.js'

const fixtures = fileURLToPath(new URL('../fixtures/rules/', import.meta.url))
let directory: string

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'rules-'))
})
afterAll(() => rm(directory, { recursive: true }))

async function loaded(...paths: string[]) {
  const result = await loadRules(paths, { builtIn: false })
  if (result.kind === 'invalid') throw new Error(JSON.stringify(result.mistakes))
  return result.rules
}

test('a directory gives its rules in the order of their files, with area and file', async () => {
  const rules = await loaded(join(fixtures, 'sound'))
  expect(rules.map(({ id, area, file }) => [id, area, file])).toEqual([
    ['file-log-level-debug', 'configuration', 'mattermost/configuration/file-log-level-debug.yaml'],
    ['plugin-crashing', 'plugins', 'mattermost/plugins/plugin-crashing.yaml'],
  ])
  expect(rules[1]?.docs).toEqual([])
})

test('a single file can be named', async () => {
  const [rule] = await loaded(join(fixtures, 'sound/mattermost/configuration/file-log-level-debug.yaml'))
  expect([rule?.id, rule?.area]).toEqual(['file-log-level-debug', 'configuration'])
})

test('one wrong file refuses all, before anything is analyzed', async () => {
  await cp(join(fixtures, 'sound'), join(directory, 'mixed'), { recursive: true })
  await writeFile(join(directory, 'mixed', 'bad.yaml'), 'id: bad\n')
  const result = await loadRules([join(directory, 'mixed')], { builtIn: false })
  expect(result.kind).toBe('invalid')
  if (result.kind === 'invalid')
    expect(new Set(result.mistakes.map(({ file }) => file))).toEqual(
      new Set([join(directory, 'mixed', 'bad.yaml')]),
    )
})

test('the compiled library holds what the files hold', async () => {
  const rules = await loaded(join(fixtures, 'sound'))
  const index = await compileRuleIndex(join(fixtures, 'sound'))
  expect(readIndex(index)).toEqual(rules)
})

test('compiling wrong files names every mistake', async () => {
  await expect(compileRuleIndex(join(fixtures, 'wrong'))).rejects.toThrow(
    /no-yaml\.yaml:3:1[^]*twice-b\.yaml:13:1/,
  )
})

test('a directory that is not there is said to be', async () => {
  await expect(loadRules([join(directory, 'none')], { builtIn: false })).rejects.toThrow(/ENOENT/)
})
