// http.tsv: how each request to the diagnostic endpoint ended.
//
//   path	http_code	curl_exit	bytes
//   /readyz	503	0	68
//   /metrics	0	7	0
import { lineParser } from './lines.js'

/** A code of 0 is no answer at all: nothing listens there. */
export interface HttpAnswer {
  readonly code: number
  readonly curl_exit?: number
  readonly bytes?: number
}

export type TeleportHttp = Record<string, HttpAnswer>

export const parseTeleportHttp = lineParser<TeleportHttp>(
  'a table of requests and their answers',
  () => ({}),
  ({ value, at }, line, number) => {
    const [path = '', code, exit, bytes] = line.split('\t')
    if (path === 'path') return true
    if (!path.startsWith('/') || path.length > 200 || !/^\d{1,3}$/.test(code ?? '')) return false
    value[path] = { code: Number(code), ...counted('curl_exit', exit), ...counted('bytes', bytes) }
    at([path], number)
    return true
  },
)

function counted<Name extends string>(
  name: Name,
  text: string | undefined,
): { readonly [N in Name]?: number } {
  return (/^\d+$/.test(text ?? '') ? { [name]: Number(text) } : {}) as { readonly [N in Name]?: number }
}
