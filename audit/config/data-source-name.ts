// A target in one line, as a URL: its scheme is the type, its query the options of target and format.
import { optionsOfFormat, optionsOfType } from './known-options.js'
import type { OptionDefinition, OptionTable } from './option-definition.js'
import { allAuditLevels } from '../levels.js'

export type NamedTarget =
  | { readonly kind: 'target'; readonly target: Readonly<Record<string, unknown>> }
  | { readonly kind: 'refused'; readonly message: string }

type Type = keyof typeof optionsOfType

const schemes: Readonly<
  Record<string, { readonly type: Type; readonly options?: Readonly<Record<string, unknown>> }>
> = {
  file: { type: 'file' },
  console: { type: 'console' },
  syslog: { type: 'syslog' },
  'syslog+tcp': { type: 'syslog' },
  'syslog+tls': { type: 'syslog', options: { tls: true } },
  'syslog+udp': { type: 'syslog', options: { protocol: 'udp' } },
  tcp: { type: 'tcp' },
  'tcp+tls': { type: 'tcp', options: { tls: true } },
}

/** `undefined` for what is no URL, such as a path. */
export function targetOfName(text: string): NamedTarget | undefined {
  const [, scheme] = /^([a-z][a-z+]*):\/\//i.exec(text) ?? []
  if (scheme === undefined) return undefined
  const known = Object.hasOwn(schemes, scheme.toLowerCase()) ? schemes[scheme.toLowerCase()] : undefined
  if (known === undefined) return { kind: 'refused', message: unknownScheme(scheme) }
  const url = urlOf(text)
  if (url === undefined) return { kind: 'refused', message: `The text after ${scheme}:// is no address` }
  if (known.type === 'file' && !['', 'localhost'].includes(url.hostname))
    return {
      kind: 'refused',
      message: `file:// is followed by a whole path: file:///${url.hostname}${url.pathname}`,
    }
  return { kind: 'target', target: targetOf(known.type, known.options ?? {}, url) }
}

function unknownScheme(scheme: string): string {
  if (/^(postgres(ql)?|mysql)$/i.test(scheme))
    return 'Servers keep configurations in a database; support-packet takes them from a file, JSON or one of the addresses it knows'
  return `${scheme}:// is no target; known are ${Object.keys(schemes).join(', ')}`
}

function urlOf(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined
}

function targetOf(
  type: Type,
  preset: Readonly<Record<string, unknown>>,
  url: URL,
): Readonly<Record<string, unknown>> {
  const query = new Map(url.searchParams)
  const format = query.get('format') ?? 'json'
  const formatTable: OptionTable = Object.hasOwn(optionsOfFormat, format)
    ? optionsOfFormat[format as keyof typeof optionsOfFormat]
    : {}
  const queueSize = query.get('maxqueuesize')
  for (const used of ['format', 'maxqueuesize']) query.delete(used)
  const ofFormat = [...query].filter(([name]) => Object.hasOwn(formatTable, name))
  const ofTarget = [...query].filter(([name]) => !Object.hasOwn(formatTable, name))
  return {
    type,
    options: { ...placeOf(type, url), ...preset, ...typed(ofTarget, optionsOfType[type]) },
    format,
    format_options: typed(ofFormat, formatTable),
    levels: allAuditLevels,
    ...(queueSize === undefined ? {} : { maxqueuesize: asNumber(queueSize) }),
  }
}

function placeOf(type: Type, url: URL): Readonly<Record<string, unknown>> {
  switch (type) {
    case 'file':
      return { filename: url.pathname === '/' ? '' : decoded(url.pathname) }
    case 'console':
      return { out: url.hostname }
    case 'syslog':
    case 'tcp':
      return {
        host: url.hostname.replace(/^\[|\]$/g, ''),
        // The usual ports of syslog; a tcp target has none.
        ...(url.port === '' ? {} : { port: Number(url.port) }),
      }
  }
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

/** Texts of a query in the types of their options; what does not fit is left as it is, and the check says so. */
function typed(
  query: readonly (readonly [string, string])[],
  table: OptionTable,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    query.map(([name, text]) => [name, asTyped(text, Object.hasOwn(table, name) ? table[name] : undefined)]),
  )
}

function asTyped(text: string, definition: OptionDefinition | undefined): unknown {
  if (definition?.kind === 'number') return asNumber(text)
  if (definition?.kind === 'flag' && (text === 'true' || text === 'false')) return text === 'true'
  return text
}

const asNumber = (text: string): unknown => (/^-?\d{1,15}$/.test(text) ? Number(text) : text)
