// What `validate` is to expect of packets: from the command line, else from the configuration of the project.
import semver from 'semver'
import type { Expectations } from '../analyzer/checks/expectations.js'
import { visibleControls } from '../analyzer/lib/terminal-text.js'
import { products } from '../analyzer/packet/layout.js'
import type { Product } from '../analyzer/packet/layout-types.js'
import { type ProjectConfig, textOf } from './config-file.js'
import { failure } from './failure.js'
import { didYouMean } from './suggest.js'

export const expectationOptions = {
  'expect-product': {
    kind: 'text',
    value: 'PRODUCT',
    choices: products.map(({ product }) => product),
    says: `fail for packets of another product: ${products.map(({ product }) => product).join(', ')}`,
  },
  'expect-version': {
    kind: 'text',
    value: 'RANGE',
    says: "fail unless the server version is in a semver range, such as '>=10.5 <12'",
  },
  'expect-nodes': {
    kind: 'count',
    value: 'N',
    says: 'fail for another number of nodes; a single server is 1',
  },
  'expect-entries': {
    kind: 'text',
    value: 'LIST|@FILE',
    many: true,
    says: 'fail unless each name or pattern (a,b,node-*/c.log,**/d) fits an entry, and !e none; @FILE has one a line',
  },
} as const

export interface ExpectationRequest {
  readonly 'expect-product': string | undefined
  readonly 'expect-version': string | undefined
  readonly 'expect-nodes': number | undefined
  readonly 'expect-entries': readonly string[]
}

/** `undefined`: nothing is expected. Throws a failure for what cannot be expected: it would pass or fail for the wrong reason. */
export async function readExpectations(
  request: ExpectationRequest,
  config: ProjectConfig['validate'],
): Promise<Expectations | undefined> {
  const product = request['expect-product'] ?? config['expect-product']
  const version = request['expect-version'] ?? config['expect-version']
  const nodes = request['expect-nodes'] ?? config['expect-nodes']
  const entries =
    request['expect-entries'].length > 0
      ? (await Promise.all(request['expect-entries'].map(readPatterns))).flat()
      : (config['expect-entries'] ?? [])
  const expected: Expectations = {
    ...(product === undefined ? {} : { product: knownProduct(product) }),
    ...(version === undefined ? {} : { version: soundRange(version) }),
    ...(nodes === undefined ? {} : { nodes: someNodes(nodes) }),
    ...(entries.length === 0 ? {} : { entries }),
  }
  return Object.keys(expected).length === 0 ? undefined : expected
}

function knownProduct(name: string): Product {
  const names = products.map(({ product }) => product)
  const product = names.find(one => one === name)
  if (product !== undefined) return product
  throw failure(
    `--expect-product: there is no product "${name}".${didYouMean(name, names)} Products: ${names.join(', ')}.`,
  )
}

function soundRange(range: string): string {
  if (range.trim() !== '' && semver.validRange(range) !== null) return range
  throw failure(`--expect-version: "${range}" is no version range such as '>=10.5 <12' or 11.x.`)
}

function someNodes(count: number): number {
  if (count > 0) return count
  throw failure('--expect-nodes: a packet has one node at least.')
}

async function readPatterns(text: string): Promise<readonly string[]> {
  const fromFile = text.startsWith('@')
  const source = fromFile ? await textOf(text.slice(1)) : text
  const patterns = source
    .split(fromFile ? /\r?\n/ : ',')
    .map(pattern => pattern.trim())
    .filter(pattern => pattern !== '' && pattern !== '!' && !(fromFile && pattern.startsWith('#')))
  if (patterns.length > 0) return patterns
  throw failure(`--expect-entries: ${visibleControls(text)} names no entry, so nothing would be checked.`)
}
