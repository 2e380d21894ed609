// metadata.yaml: what made the packet, when, and for whom. The same file lies inside a plugin's dump, with `extras`.
//
//   version: 1
//   type: support-packet
//   generated_at: 1795249626570
//   server_version: 11.6.0
//   server_id: e5kg86hy1pfu3g6sk6us3fr66r
//   license_id: labxlicensexxxxxxxxxxxxxxx
//   customer_id: labxcustomerxxxxxxxxxxxxxx
import type { Problem } from '../packet/problem.js'
import { yamlParser } from './parser.js'
import type { Finished } from './parser.js'
import { problem } from './problem-codes.js'
import type { ProblemCode } from './problem-codes.js'
import type { FromShape } from './shape.js'
import type { Locate } from './types.js'

const shape = {
  /** Version of the metadata format: always 1. */
  version: 'number',
  /** `support-packet`, or `plugin-packet` inside a plugin's dump. */
  type: 'string',
  /** Epoch milliseconds. */
  generated_at: 'number',
  /** Release number without build; since Mattermost 9.11, as all of this file. */
  server_version: 'string',
  /** 26 letters and digits; the installation's id. */
  server_id: 'string',
  /** 26 letters and digits, or `''` without a licence. */
  license_id: 'string',
  customer_id: 'string',
  /** Only in plugin packets: plugin_id, plugin_version, and what the plugin adds. */
  extras: { '*': 'unknown' },
} as const

export type Metadata = FromShape<typeof shape>

/** The packet's own, at its root. */
export const parseMetadata = yamlParser(shape, checkFor('support-packet'))

/** That of a plugin's dump, in the plugin's folder. */
export const parsePluginMetadata = yamlParser(shape, checkFor('plugin-packet'))

/** Milliseconds of 2001-09-09, the smallest count with 13 digits; seconds reach it in the year 33658. */
const firstMilliseconds = 1e12

function checkFor(type: string): (value: Metadata, locate: Locate) => Finished<Metadata> {
  return (value, locate) => {
    const normalised = isInSeconds(value.generated_at)
      ? { ...value, generated_at: (value.generated_at ?? 0) * 1000 }
      : value
    return { value: normalised, problems: [...missing(value), ...invalid(value, type, locate)] }
  }
}

function isInSeconds(generatedAt: number | undefined): boolean {
  return generatedAt !== undefined && generatedAt > 1e9 && generatedAt < firstMilliseconds / 10
}

function missing(value: Metadata): Problem[] {
  const required = [
    'version',
    'type',
    'generated_at',
    'server_version',
    'server_id',
    'license_id',
    'customer_id',
  ]
  return required
    .filter(key => !Object.hasOwn(value, key))
    .map(key =>
      problem('METADATA_FIELD_MISSING', `metadata.yaml has no ${key}.`, { expected: key, found: 'nothing' }),
    )
}

function invalid(value: Metadata, type: string, locate: Locate): Problem[] {
  const problems: Problem[] = []
  const report = (
    key: keyof Metadata,
    ok: boolean,
    expected: string,
    code: ProblemCode = 'METADATA_FIELD_INVALID',
  ) => {
    const found = value[key]
    if (found === undefined || ok) return
    const text = JSON.stringify(found)
    problems.push(
      problem(code, `${key} is ${text}, not ${expected}.`, { expected, found: text, ...locate([key]) }),
    )
  }
  report('version', value.version === 1, '1')
  report('type', value.type === type, type)
  report('server_version', /^v?\d+\.\d+/.test(value.server_version ?? ''), 'a version such as 11.6.0')
  report('server_id', isId(value.server_id), '26 letters and digits')
  report('license_id', value.license_id === '' || isId(value.license_id), 'empty or 26 letters and digits')
  report('customer_id', value.customer_id === '' || isId(value.customer_id), 'empty or 26 letters and digits')
  if (isInSeconds(value.generated_at)) {
    report('generated_at', false, 'a time in milliseconds (this looks like seconds)', 'METADATA_TIME_UNIT')
  } else report('generated_at', (value.generated_at ?? 0) > 0, 'a time in milliseconds after 1970')
  return problems
}

function isId(id: string | undefined): boolean {
  return id !== undefined && /^[A-Za-z0-9]{26}$/.test(id)
}
