// Message templates: text with `{expression}` in it; `{{` and `}}` stand for braces.
import { compileExpression, failureOf } from './cel.js'
import type { Compiled } from './cel.js'
import { formatValue } from './format-value.js'
import { maskSecrets } from './mask.js'
import { plain } from './watch.js'

export type TemplatePart =
  | { readonly kind: 'text'; readonly text: string }
  /** `start`: offset of the expression in the template. */
  | { readonly kind: 'expression'; readonly source: string; readonly start: number }

export interface TemplateMistake {
  readonly message: string
  readonly offset: number
}

export type ParsedTemplate =
  | { readonly kind: 'ok'; readonly parts: readonly TemplatePart[] }
  | { readonly kind: 'mistake'; readonly mistake: TemplateMistake }

/** Splits a template. Braces inside the expression's strings and maps do not end it. */
export function parseTemplate(template: string): ParsedTemplate {
  const parts: TemplatePart[] = []
  let text = ''
  let at = 0
  while (at < template.length) {
    const two = template.slice(at, at + 2)
    if (two === '{{' || two === '}}') {
      text += two[0] ?? ''
      at += 2
    } else if (template[at] === '{') {
      const end = endOfExpression(template, at + 1)
      if (end === undefined) return mistake('the expression that starts here has no closing brace', at)
      const source = template.slice(at + 1, end)
      if (source.trim() === '') return mistake('an expression is missing between the braces', at)
      if (text !== '') parts.push({ kind: 'text', text })
      parts.push({ kind: 'expression', source, start: at + 1 })
      text = ''
      at = end + 1
    } else if (template[at] === '}') {
      return mistake('a closing brace without an opening one; write }} for a brace', at)
    } else {
      text += template[at] ?? ''
      at++
    }
  }
  if (text !== '') parts.push({ kind: 'text', text })
  return { kind: 'ok', parts }
}

const mistake = (message: string, offset: number): ParsedTemplate => ({
  kind: 'mistake',
  mistake: { message, offset },
})

function endOfExpression(template: string, from: number): number | undefined {
  let depth = 0
  for (let at = from; at < template.length; at++) {
    const character = template[at]
    if (character === '"' || character === "'") {
      const end = endOfString(template, at)
      if (end === undefined) return undefined
      at = end
    } else if (character === '{') {
      depth++
    } else if (character === '}') {
      if (depth === 0) return at
      depth--
    }
  }
  return undefined
}

function endOfString(template: string, from: number): number | undefined {
  const quote = template[from]
  for (let at = from + 1; at < template.length; at++) {
    if (template[at] === '\\') at++
    else if (template[at] === quote) return at
  }
  return undefined
}

/** A template ready to be filled. */
export type Template = readonly (string | Compiled)[]

/** Throws for a template that lint would have refused. */
export function compileTemplate(template: string): Template {
  const parsed = parseTemplate(template)
  if (parsed.kind === 'mistake') throw new Error(`message: ${parsed.mistake.message}`)
  return parsed.parts.map(part => (part.kind === 'text' ? part.text : compileExpression(part.source.trim())))
}

/** Stands where a message names a value that the packet does not have. The finding itself does not rest on it. */
const notInPacket = 'not in this packet'

/** Fills a template, secrets masked. Throws when an expression of it is wrong, and not when the packet merely lacks its value. */
export function fillTemplate(template: Template, variables: object): string {
  return template.map(part => (typeof part === 'string' ? part : fillPart(part, variables))).join('')
}

function fillPart(expression: Compiled, variables: object): string {
  try {
    const value = plain(expression.run(variables))
    // Authors may compute an empty text on purpose; an empty setting should be seen.
    return value === '' && isRead(expression) ? '""' : maskSecrets(formatValue(value))
  } catch (error) {
    if (failureOf(error).kind === 'bug') throw error
    return notInPacket
  }
}

const isRead = (expression: Compiled): boolean => ['.', '[]', 'id'].includes(expression.ast.op)
