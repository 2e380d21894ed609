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

/** An installed package with the sound rules in a folder. */
async function install(name: string, folder: string, manifest: object): Promise<void> {
  const home = join(directory, 'node_modules', name)
  await cp(join(fixtures, 'sound'), join(home, folder), { recursive: true })
  await writeFile(join(home, 'package.json'), JSON.stringify({ name, version: '1.0.0', ...manifest }))
}

test('an npm package gives the rules in the folder that its package.json names, or in rules', async () => {
  await install('@acme/chat-rules', 'ours', { 'support-packet': { rules: 'ours' } })
  await install('chat-rules', 'rules', {})
  for (const name of ['@acme/chat-rules', 'chat-rules']) {
    const rules = await loaded(join(directory, name))
    expect(rules.map(({ id }) => id)).toEqual(['file-log-level-debug', 'plugin-crashing'])
  }
})

test('a package is found from a folder further down, as Node finds it', async () => {
  await install('chat-rules', 'rules', {})
  const rules = await loaded(join(directory, 'a', 'b', 'chat-rules'))
  expect(rules).toHaveLength(2)
})

test('a folder outside of the package is not followed', async () => {
  await install('sly-rules', 'rules', { 'support-packet': { rules: '../../secret' } })
  expect(await loaded(join(directory, 'sly-rules'))).toHaveLength(2)
})

test('what is neither a folder nor a package is an error', async () => {
  await expect(loadRules([join(directory, 'nothing-there')], { builtIn: false })).rejects.toThrow('ENOENT')
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
