// Expressions and templates of a rule file: syntax, names of variables and facts, patterns inside them.
import type { ValuePath } from '../documents/types.js'
import { checkExpression, compileExpression } from './cel.js'
import type { ASTNode } from './cel.js'
import { didYouMean } from './did-you-mean.js'
import type { Reporter } from './lint-reporter.js'
import { checkMatchPath, groupNames } from './lint-match.js'
import { patternMistake } from './pattern-mistake.js'
import { eachForm, splitEach } from './prepare.js'
import type { Explained, RuleFile } from './rule.js'
import { parseTemplate } from './template.js'
import { variableNames } from './variables.js'

/** Where an expression stands and which names it may use. */
interface Place {
  readonly path: ValuePath
  /** Offset of the expression in the text at `path`. */
  readonly offset: number
  readonly names: ReadonlySet<string>
  readonly factIds: readonly string[] | undefined
  /** Names that the rule's patterns catch; `undefined` without `logs`. */
  readonly groups: readonly string[] | undefined
  readonly report: Reporter
}

/** What is the same for every expression of a rule. */
type Around = Pick<Place, 'factIds' | 'groups' | 'report'>

export function checkExpressions(
  rule: Partial<RuleFile>,
  factIds: readonly string[] | undefined,
  report: Reporter,
): void {
  const around: Around = { factIds, groups: groupNames(rule.logs), report }
  const base = new Set([...variableNames(), ...(rule.logs === undefined ? [] : ['match'])])
  const each = checkEach(rule.each, { ...around, path: ['each'], offset: 0, names: base })
  const names = each === undefined ? base : new Set([...base, each])
  for (const name of ['when', 'key'] as const) {
    const source = rule[name]
    if (typeof source === 'string') check(source, { ...around, path: [name], offset: 0, names })
  }
  if (rule.key !== undefined && rule.each === undefined) report.at(['key'], 'key is for rules with "each"')
  if (typeof rule.message === 'string') checkTemplate(rule.message, names, around)
  checkLinks(rule, report)
}

/** Gives the name of the item. */
function checkEach(each: unknown, place: Place): string | undefined {
  if (typeof each !== 'string') return undefined
  const parts = splitEach(each)
  if (parts === undefined) {
    place.report.at(place.path, `each: ${eachForm}`)
    return undefined
  }
  if (place.names.has(parts.name))
    place.report.at(place.path, `each: "${parts.name}" is the name of a variable already`)
  check(parts.list, place)
  return parts.name
}

function checkTemplate(template: string, names: ReadonlySet<string>, around: Around): void {
  const parsed = parseTemplate(template)
  if (parsed.kind === 'mistake') {
    around.report.inside(['message'], parsed.mistake.offset, `message: ${parsed.mistake.message}`)
    return
  }
  for (const part of parsed.parts) {
    if (part.kind === 'expression')
      check(part.source, { ...around, path: ['message'], offset: part.start, names })
  }
}

const linkNames: ReadonlySet<string> = new Set(['cause', 'symptom'])
const linkAround = { factIds: undefined, groups: undefined }

function checkLinks(rule: Partial<RuleFile>, report: Reporter): void {
  for (const name of ['explains', 'correlates'] as const) {
    const links: unknown = rule[name]
    if (!Array.isArray(links)) continue
    for (const [index, link] of (links as Explained[]).entries()) {
      const when: unknown = typeof link === 'object' && link !== null ? link.when : undefined
      if (typeof when !== 'string') continue
      check(when, { ...linkAround, report, path: [name, index, 'when'], offset: 0, names: linkNames })
    }
  }
}

function check(source: string, place: Place): void {
  const mistake = checkExpression(source)
  if (mistake !== undefined) {
    place.report.inside(place.path, place.offset + mistake.start, `${label(place)}: ${mistake.message}`)
  }
  const ast = parsedOrNothing(source)
  if (ast !== undefined) checkNode(ast, place, place.names)
}

function parsedOrNothing(source: string): ASTNode | undefined {
  try {
    return compileExpression(source).ast
  } catch {
    return undefined
  }
}

const label = ({ path }: Place): string => String(path[0])

/** Walks down with the names in sight: macros bring their own. */
function checkNode(node: ASTNode, place: Place, names: ReadonlySet<string>): void {
  if (node.op === 'id') {
    checkName(node, node.args, place, names)
    return
  }
  const chain = chainOf(node)
  if (chain !== undefined) {
    checkName(chain.root, chain.root.args, place, names)
    checkChain(node, chain, place)
    return
  }
  if (node.op === 'rcall') {
    checkCall(node, place, names)
    return
  }
  for (const child of childrenOf(node)) checkNode(child, place, names)
}

function checkName(node: ASTNode, name: string, place: Place, names: ReadonlySet<string>): void {
  if (names.has(name) || typeNames.has(name)) return
  const hint = name === 'match' ? ' (only rules with "logs" have it)' : didYouMean(name, names)
  place.report.inside(
    place.path,
    place.offset + node.start,
    `${label(place)}: unknown variable "${name}"${hint}`,
  )
}

/** Names that CEL itself knows. */
const typeNames: ReadonlySet<string> = new Set([
  ...['string', 'bool', 'int', 'uint', 'double', 'map', 'list', 'bytes', 'null_type', 'type'],
  ...['cel', 'google', 'optional'],
])

const macros: ReadonlySet<string> = new Set(['exists', 'exists_one', 'all', 'map', 'filter'])

function checkCall(node: Extract<ASTNode, { op: 'rcall' }>, place: Place, names: ReadonlySet<string>): void {
  const [method, receiver, args] = node.args
  checkNode(receiver, place, names)
  const [first, ...others] = args
  if (first?.op === 'id' && macros.has(method)) {
    const inner = new Set([...names, first.args])
    for (const other of others) checkNode(other, place, inner)
    return
  }
  if (first?.op === 'id' && method === 'bind' && receiver.op === 'id' && receiver.args === 'cel') {
    const [value, body] = others
    if (value !== undefined) checkNode(value, place, names)
    if (body !== undefined) checkNode(body, place, new Set([...names, first.args]))
    return
  }
  if (method === 'MATCHES' && first?.op === 'value' && typeof first.args === 'string') {
    const mistake = patternMistake(first.args)
    if (mistake !== undefined) {
      place.report.inside(place.path, place.offset + first.start, `${label(place)}: bad pattern: ${mistake}`)
    }
  }
  for (const arg of args) checkNode(arg, place, names)
}

function childrenOf(node: ASTNode): readonly ASTNode[] {
  const found: ASTNode[] = []
  collect(node.args, found)
  return found
}

function collect(args: unknown, found: ASTNode[]): void {
  if (Array.isArray(args)) for (const item of args) collect(item, found)
  else if (typeof args === 'object' && args !== null && 'op' in args) found.push(args as ASTNode)
}

interface Chain {
  readonly root: Extract<ASTNode, { op: 'id' }>
  readonly names: readonly string[]
}

/** `facts.database.pool` → root and names; `undefined` for anything but a plain path. */
function chainOf(node: ASTNode): Chain | undefined {
  const names: string[] = []
  let at = node
  while (at.op === '.') {
    names.unshift(at.args[1])
    at = at.args[0]
  }
  return at.op === 'id' && names.length > 0 ? { root: at, names } : undefined
}

function checkChain(node: ASTNode, { root, names }: Chain, place: Place): void {
  const report = (message: string): void =>
    place.report.inside(place.path, place.offset + node.start, `${label(place)}: ${message}`)
  const id = names.join('.')
  if (root.args === 'facts' && place.factIds !== undefined && !isFactPath(id, place.factIds)) {
    report(`unknown fact "${id}"${didYouMean(id, place.factIds)}`)
  }
  if (root.args === 'match' && place.groups !== undefined) checkMatchPath(names, place.groups, report)
}

/** A fact, a part of a fact's value, or a group of facts. */
function isFactPath(path: string, ids: readonly string[]): boolean {
  return ids.some(id => path === id || path.startsWith(`${id}.`) || id.startsWith(`${path}.`))
}
