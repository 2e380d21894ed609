// A configuration as text: JSON with the line of every mistake. Takes an AdvancedLoggingJSON or a whole config.json of a server.
import type { Node, ParseError } from 'jsonc-parser'
import { findNodeAtLocation, getNodeValue, parseTree, printParseErrorCode } from 'jsonc-parser'
import type { TargetConfig } from '../config/target-config.js'
import type { ConfigMessage, MessagePath, MessageSeverity, Reader } from './message.js'
import { serverRefuses } from './message.js'
import { checkConfiguration, isConfiguration } from './sections.js'
import { checkTargets } from './targets.js'

export interface LocatedMessage extends ConfigMessage {
  /** 1-based. */
  readonly line: number
}

export interface CheckedText {
  /** Targets that can be; of a whole config.json those of all its sections. */
  readonly targets: readonly TargetConfig[]
  /** Names of targets with type none. */
  readonly disabled: readonly string[]
  /** In the order of their lines. */
  readonly messages: readonly LocatedMessage[]
  /** Where each target stands. */
  readonly paths: ReadonlyMap<TargetConfig, MessagePath>
  /** Line of a path, or of the nearest part of it that is there. 1-based. */
  readonly lineOf: (path: MessagePath) => number
}

/** A hand-written configuration has some kilobytes; a server's config.json some hundred. */
const MOST_CHARACTERS = 8 * 1024 * 1024
/** Targets are four levels deep, a config.json some ten. */
const DEEPEST = 100

/** Never throws: what is no JSON is a message. */
export function checkAdvancedLogging(text: string, reader: Reader = 'server'): CheckedText {
  if (text.length > MOST_CHARACTERS)
    return refused('TOO_LARGE', `The text has more than ${MOST_CHARACTERS} characters`, 1, reader)
  if (isDeeperThan(text, DEEPEST))
    return refused('NOT_JSON', `The text is nested deeper than ${DEEPEST} levels`, 1, reader)
  const errors: ParseError[] = []
  const tree = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false })
  const lineAt = lineFinder(text)
  const [error] = errors
  if (tree === undefined || error !== undefined) {
    const why = error === undefined ? 'it is empty' : wordsOf(printParseErrorCode(error.error))
    return refused('NOT_JSON', `The text is no JSON: ${why}`, lineAt(error?.offset ?? 0), reader)
  }
  return checkTree(tree, lineAt, reader)
}

function checkTree(tree: Node, lineAt: (offset: number) => number, reader: Reader): CheckedText {
  const value: unknown = getNodeValue(tree)
  const checked = reader === 'server' && isConfiguration(value) ? ofSections(value) : ofTargets(value, reader)
  const lineOf = (path: MessagePath): number => lineAt(nodeNear(tree, path).offset)
  const messages = [...keysTwice(tree), ...emptiness(checked), ...checked.messages].map(message => ({
    ...message,
    line: lineOf(message.path),
  }))
  return {
    ...checked,
    targets: [...checked.paths.keys()],
    messages: messages.sort(
      (a, b) => a.line - b.line || severities.indexOf(a.severity) - severities.indexOf(b.severity),
    ),
    lineOf,
  }
}

const severities: readonly MessageSeverity[] = ['error', 'warning', 'info']

/** What was found, before anything is sorted or has a line. */
interface Found {
  readonly paths: ReadonlyMap<TargetConfig, MessagePath>
  readonly disabled: readonly string[]
  readonly messages: readonly ConfigMessage[]
}

function ofTargets(value: unknown, reader: Reader): Found {
  const { targets, disabled, messages } = checkTargets(value, reader)
  return { paths: new Map(targets.map(target => [target, [target.name]])), disabled, messages }
}

function ofSections(value: unknown): Found {
  const { sections, messages } = checkConfiguration(value)
  return {
    paths: new Map(
      sections.flatMap(({ path, targets }) =>
        targets.map(target => [target, [...path, target.name]] as const),
      ),
    ),
    disabled: sections.flatMap(({ disabled }) => disabled),
    messages,
  }
}

function emptiness({ paths, disabled, messages }: Found): readonly ConfigMessage[] {
  if (paths.size + disabled.length + messages.length > 0) return []
  return [
    {
      severity: 'info',
      code: 'NO_TARGETS',
      path: [],
      message: 'There are no targets',
      effect: 'no records are written',
    },
  ]
}

function refused(code: 'NOT_JSON' | 'TOO_LARGE', message: string, line: number, reader: Reader): CheckedText {
  const effect = reader === 'server' ? serverRefuses : 'there are no targets'
  return withoutTargets({ severity: 'error', code, path: [], message, effect, line })
}

/** What there is to say of a text in which no target could be found. */
export function withoutTargets(message: LocatedMessage): CheckedText {
  return { targets: [], disabled: [], messages: [message], paths: new Map(), lineOf: () => message.line }
}

/** `CommaExpected` as `comma expected`. */
function wordsOf(code: string): string {
  return code.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase()
}

/** The node of a path, or of the nearest part of it that is there. */
function nodeNear(tree: Node, path: MessagePath): Node {
  for (let length = path.length; length > 0; length--) {
    const node = findNodeAtLocation(tree, path.slice(0, length))
    // Of a property, the line of its key: a value may begin further down.
    if (node !== undefined) return node.parent?.type === 'property' ? node.parent : node
  }
  return tree
}

const MOST_KEYS_TWICE = 20

/** Of a key that is given twice the last one counts, and nobody sees it. */
function keysTwice(tree: Node): readonly ConfigMessage[] {
  const messages: ConfigMessage[] = []
  const waiting: { readonly node: Node; readonly path: MessagePath }[] = [{ node: tree, path: [] }]
  for (
    let next = waiting.pop();
    next !== undefined && messages.length < MOST_KEYS_TWICE;
    next = waiting.pop()
  ) {
    const { node, path } = next
    const keys = new Set<string>()
    for (const [index, child] of (node.children ?? []).entries()) {
      const step = node.type === 'object' ? String(child.children?.[0]?.value) : index
      const value = node.type === 'object' ? child.children?.[1] : child
      if (typeof step === 'string' && keys.has(step)) messages.push(keyTwice([...path, step]))
      if (typeof step === 'string') keys.add(step)
      if (value?.children !== undefined) waiting.push({ node: value, path: [...path, step] })
    }
  }
  return messages
}

function keyTwice(path: MessagePath): ConfigMessage {
  return {
    severity: 'warning',
    code: 'KEY_TWICE',
    path,
    message: 'The key is given twice',
    effect: 'the last one counts',
  }
}

/** The parser calls itself for each level; a text of brackets alone would exhaust the stack. */
function isDeeperThan(text: string, most: number): boolean {
  let depth = 0
  let inString = false
  for (let at = 0; at < text.length && depth <= most; at++) {
    const character = text[at]
    if (inString && character === '\\') at++
    else if (character === '"') inString = !inString
    else if (!inString) depth += depthOf(character)
  }
  return depth > most
}

function depthOf(character: string | undefined): number {
  if (character === '{' || character === '[') return 1
  return character === '}' || character === ']' ? -1 : 0
}

/** Line of an offset. Lines end with a line feed. */
function lineFinder(text: string): (offset: number) => number {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return offset => {
    let [low, high] = [0, starts.length]
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle
    }
    return low + 1
  }
}
