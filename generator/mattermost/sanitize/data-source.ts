// Data sources as the server shows them since 10.10: host, database and parameters stay, user and password go.
import { mask, maskingOf } from '../../../analyzer/documents/masks.js'

/** As Go's redaction does it, with its gap: the passwords of `host=… password=…` stay; what looks like one is masked later. */
export function redactDataSource(source: string): string {
  if (source === '' || maskingOf(source) !== 'none') return source
  if (!source.includes('://')) return `//****:****@${source}`
  const parts = /^([a-z][a-z0-9+.-]*):\/\/(?:[^/?#@]*@)?([^/?#@]*)([^?#]*)(?:\?([^#]*))?$/i.exec(source)
  if (parts === null) return mask
  const [, scheme = '', host = '', path = '', query] = parts
  const kept = sortedParameters(query ?? '')
  return unescaped(`${scheme.toLowerCase()}://****:****@${host}${path}${kept === '' ? '' : `?${kept}`}`)
}

/** Go's `Encode` sorts by key; user and password may stand here as well. */
function sortedParameters(query: string): string {
  const pairs = query.split('&').filter(pair => pair !== '' && !/^(user|password)=/i.test(pair))
  const key = (pair: string): string => pair.split('=')[0] ?? ''
  return pairs.sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0)).join('&')
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** The password in a data source, as it stands there and as it is meant; none when there is none. */
export function passwordsIn(source: string): readonly string[] {
  const inUrl = /^[a-z][a-z0-9+.-]*:\/\/[^/?#@]*?:([^/?#]*)@/i.exec(source)?.[1]
  const asWord = /(?:^|[\s?&])(?:password|sslpassword)\s*=\s*('(?:[^'\\]|\\.)*'|[^\s&]+)/i.exec(source)?.[1]
  const found = [inUrl, asWord?.replace(/^'|'$/g, '')].filter(text => text !== undefined && text !== '')
  return [...new Set(found.flatMap(text => [text ?? '', unescaped(text ?? '')]))]
}
