// Loads rules: the built-in library (one compiled file when built, YAML in a checkout) and directories of one's own. The only file access of the engine.
import { access, readdir, readFile } from 'node:fs/promises'
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { valueAt } from '../documents/shape.js'
import type { Rule } from './rule.js'
import type { LintOptions, RuleMistake, RuleSource } from './lint.js'
import { readIndex, writeIndex } from './rule-index.js'

/** Wrong rule files are reported before anything is analyzed: all mistakes of all files. */
export type LoadedRules =
  | { readonly kind: 'ok'; readonly rules: readonly Rule[] }
  | { readonly kind: 'invalid'; readonly mistakes: readonly RuleMistake[] }

export interface LoadOptions extends LintOptions {
  /** False leaves out the built-in library. */
  readonly builtIn?: boolean
}

/** The built-in rules and those of further directories (or single files). Throws only when a directory cannot be read. */
export async function loadRules(
  directories: readonly string[] = [],
  options: LoadOptions = {},
): Promise<LoadedRules> {
  const base = options.builtIn === false ? noRules : await loadBuiltIn(options)
  if (base.kind === 'invalid' || directories.length === 0) return base
  const sources = (await Promise.all(directories.map(readRuleSources))).flat()
  const own = await checkSources(sources, { ...options, knownRules: base.rules })
  return own.kind === 'invalid' ? own : { kind: 'ok', rules: [...base.rules, ...own.rules] }
}

let builtIn: Promise<readonly Rule[]> | undefined

/**
 * The built-in rules, read once a process. Throws when they are wrong, which in a built package cannot be: the build
 * checks them.
 */
export function builtInRules(): Promise<readonly Rule[]> {
  builtIn ??= readBuiltInRules()
  return builtIn
}

async function readBuiltInRules(): Promise<readonly Rule[]> {
  const loaded = await loadRules()
  if (loaded.kind === 'ok') return loaded.rules
  throw new Error(await describeMistakes(loaded.mistakes))
}

const noRules: LoadedRules & { kind: 'ok' } = { kind: 'ok', rules: [] }

/** Beside the bundle lies the compiled library; in a checkout the YAML files do. */
async function loadBuiltIn(options: LintOptions): Promise<LoadedRules> {
  const index = await readIfThere(fileURLToPath(new URL('../rules/index.json', import.meta.url)))
  if (index !== undefined) return { kind: 'ok', rules: readIndex(index) }
  return checkSources(await readRuleSources(fileURLToPath(new URL('../../rules', import.meta.url))), options)
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch {
    return undefined
  }
}

/** Lint and YAML are loaded only when there are rule files to read. */
async function checkSources(sources: readonly RuleSource[], options: LintOptions): Promise<LoadedRules> {
  const [{ lintRules }, { factDefinitions }] = await Promise.all([
    import('./lint.js'),
    import('../facts/index.js'),
  ])
  const factIds = options.factIds ?? factDefinitions.map(({ id }) => id)
  const { rules, mistakes } = lintRules(sources, { ...options, factIds })
  return mistakes.length > 0 ? { kind: 'invalid', mistakes } : { kind: 'ok', rules }
}

/** All `.yaml` and `.yml` files of a directory or npm package in the order of their names, or the one file named. */
export async function readRuleSources(named: string): Promise<readonly RuleSource[]> {
  const path = (await isThere(named)) ? named : ((await packageRules(named)) ?? named)
  const files = await ruleFiles(path)
  return Promise.all(
    files.map(async file => ({
      file: (file === path ? file.split(sep).slice(-3) : relative(path, file).split(sep)).join('/'),
      path: file,
      text: await readFile(file, 'utf8'),
    })),
  )
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}

/**
 * The rules of an installed npm package, found as Node finds packages: in `node_modules` of the folder that stands before the
 * name (the working directory where none does) and of all above it. Its package.json says where they lie, as
 * `"support-packet": { "rules": "folder" }`; `rules` where it does not.
 */
async function packageRules(named: string): Promise<string | undefined> {
  const [, before = '', name = ''] = /^(.*?)((?:@[\w.~-]+[\\/])?[\w~-][\w.~-]*)$/s.exec(named) ?? []
  for (let folder = resolve(before); ; folder = dirname(folder)) {
    const home = join(folder, 'node_modules', name)
    const text = name === '' ? undefined : await readIfThere(join(home, 'package.json'))
    if (text !== undefined) return join(home, rulesFolder(text))
    if (dirname(folder) === folder) return undefined
  }
}

function rulesFolder(packageJson: string): string {
  const wanted = valueAt(parsedOrNothing(packageJson), ['support-packet', 'rules'])
  // It names a folder of its own: one that leads out is not followed.
  return typeof wanted === 'string' && !isAbsolute(wanted) && !wanted.split(/[\\/]/).includes('..')
    ? wanted
    : 'rules'
}

function parsedOrNothing(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

async function ruleFiles(path: string): Promise<readonly string[]> {
  if (/\.ya?ml$/.test(path)) return [path]
  const entries = await readdir(path, { recursive: true, withFileTypes: true })
  return entries
    .filter(entry => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .map(entry => join(entry.parentPath, entry.name))
    .sort()
}

/** The compiled library of a directory, for the build. Throws with all mistakes when a rule is wrong. */
export async function compileRuleIndex(directory: string, options: LintOptions = {}): Promise<string> {
  const loaded = await checkSources(await readRuleSources(directory), options)
  if (loaded.kind === 'ok') return writeIndex(loaded.rules)
  throw new Error(await describeMistakes(loaded.mistakes))
}

async function describeMistakes(mistakes: readonly RuleMistake[]): Promise<string> {
  const { formatMistake } = await import('./lint.js')
  return `wrong rule files:\n${mistakes.map(formatMistake).join('\n')}`
}
