// sanitized_config.json: the node's whole configuration, secrets masked. Sections and settings as the server names them.
//
//   {
//       "ServiceSettings": {
//           "SiteURL": "http://localhost:8065",
//   …
//           "DataSource": "postgres://****:****@127.0.0.1:5432/mattermost?connect_timeout=10\u0026sslmode=disable",
//           "AtRestEncryptKey": "********************************",
import type { Problem } from '../packet/problem.js'
import { defaultsIn } from './config-defaults/defaults.js'
import { jsonParser } from './parser.js'
import type { Finished } from './parser.js'
import { problem } from './problem-codes.js'
import { describe, valueAt } from './shape.js'
import type { Locate, ValuePath } from './types.js'

/** Section → setting → value; unknown ones are kept. A setting's absence means an older or newer server. */
export type Config = Readonly<Record<string, Readonly<Record<string, unknown>>>>

const shape = { '*': { '*': 'unknown' } } as const

export const parseConfig = jsonParser(shape, dropWrongTypes)

/** A setting by its path (`'SqlSettings', 'MaxOpenConns'`); `undefined` when the packet does not have it. */
export function setting(config: Config | undefined, ...path: ValuePath): unknown {
  return config === undefined ? undefined : valueAt(config, path)
}

/**
 * The server writes every setting in the type of its default. One in another type was edited by hand; it is left out,
 * so that nobody computes with it.
 */
function dropWrongTypes(config: Config, locate: Locate): Finished<Config> {
  const problems = otherFile(config)
  const sections = Object.entries(config).map(([section, settings]) => {
    const usual = defaultsIn(section)
    const kept = Object.entries(settings).filter(([name, value]) => {
      const fits = !Object.hasOwn(usual, name) || hasTypeOf(value, usual[name])
      if (!fits) problems.push(wrongType([section, name], value, usual[name], locate))
      return fits
    })
    return [section, Object.fromEntries(kept)] as const
  })
  return {
    value: problems.length === 0 ? config : Object.fromEntries(sections),
    problems: problems.slice(0, 20),
  }
}

/** Sections that the server has had since 3.x and writes all of, whatever the administrator set. */
const everySection = ['ServiceSettings', 'TeamSettings', 'SqlSettings', 'LogSettings', 'FileSettings']

/** With none of them it is another file, or an emptied one: all that it lacks would pass for unset. */
function otherFile(config: Config): Problem[] {
  if (everySection.some(section => Object.hasOwn(config, section))) return []
  const [first] = Object.keys(config)
  const found = first === undefined ? 'an empty object' : `${first} and no such section`
  return [
    problem('CONFIG_WITHOUT_SECTIONS', `This is no server's configuration: it is ${found}.`, {
      expected: everySection.join(', '),
      found,
    }),
  ]
}

/** Lists and maps are not compared: AdvancedLoggingJSON has been text, and a list may be `null`. */
function hasTypeOf(value: unknown, usual: unknown): boolean {
  return typeof usual === 'object' || typeof value === typeof usual
}

function wrongType(path: ValuePath, value: unknown, usual: unknown, locate: Locate): Problem {
  const expected = `a ${typeof usual}`
  return problem('FIELD_TYPE', `${path.join('.')} is ${describe(value)}, not ${expected}; it is left out.`, {
    expected,
    found: describe(value),
    ...locate(path),
  })
}
