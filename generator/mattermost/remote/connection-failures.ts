// Says in words why a connection failed: by the codes of the system, of TLS and of the HTTP client.
import type { Refusal } from './request-types.js'

const certificateCodes: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'is signed by itself',
  SELF_SIGNED_CERT_IN_CHAIN: 'comes from an authority that this machine does not know',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'comes from an authority that this machine does not know',
  UNABLE_TO_GET_ISSUER_CERT: 'comes from an authority that this machine does not know',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'comes from an authority that this machine does not know',
  CERT_HAS_EXPIRED: 'has expired',
  CERT_NOT_YET_VALID: 'is not valid yet',
  ERR_TLS_CERT_ALTNAME_INVALID: 'is made for another name',
}

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there (connection refused)',
  ECONNRESET: 'the connection was reset',
  ENOTFOUND: 'its name is not known',
  EAI_AGAIN: 'the name service does not answer',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  ETIMEDOUT: 'it does not answer',
  EPIPE: 'the connection was closed',
  UND_ERR_CONNECT_TIMEOUT: 'it does not answer',
  UND_ERR_SOCKET: 'the connection was closed',
  UND_ERR_ABORTED: 'the proxy refused the connection',
}

/** `retryable` errors happened before the server began to answer. */
export function connectionRefusal(error: unknown, target: string, timeoutMs: number): Refusal {
  const { code, message } = causeOf(error)
  const certificate = certificateCodes[code]
  if (certificate !== undefined)
    return {
      code: 'certificate',
      message: `The certificate of ${target} ${certificate}.`,
      advice: 'For an authority of your own: --ca FILE.',
    }
  if (code.startsWith('ERR_SSL') || code === 'EPROTO' || /\bSSL\b|TLS/.test(message))
    return tlsRefusal(target, code, message)
  if (code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_BODY_TIMEOUT')
    return {
      code: 'timeout',
      message: `${target} said nothing for ${Math.round(timeoutMs / 1000)} s.`,
      advice: 'With big logs it may need longer: --timeout SECONDS, or --no-logs.',
      passing: true,
    }
  const reason = reasons[code] ?? (message === '' ? code : message)
  return {
    code: 'unreachable',
    message: `Cannot reach ${target}: ${reason}.`,
    passing: true,
    ...(closedCodes.has(code) && target.startsWith('https:') ? { advice: clientCertificateAdvice } : {}),
  }
}

/** Servers that miss a client's certificate often just close the connection. */
const closedCodes: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'])

const clientCertificateAdvice = 'It may want a client certificate: --client-cert FILE --client-key FILE.'

function tlsRefusal(target: string, code: string, message: string): Refusal {
  const wantsClient =
    /certificate required|handshake failure|bad certificate|unknown ca/i.test(message) ||
    /CERTIFICATE_REQUIRED|HANDSHAKE_FAILURE/.test(code)
  return {
    code: 'certificate',
    message: `${target} and this machine could not agree on an encrypted connection (${code === '' ? message : code}).`,
    advice: wantsClient
      ? clientCertificateAdvice
      : 'Check whether the URL should begin with http:// or https://.',
  }
}

/** The innermost error: the client wraps what the system said. */
function causeOf(error: unknown): { readonly code: string; readonly message: string } {
  let inner: unknown = error
  for (let depth = 0; depth < 5; depth++) {
    const next = nextCause(inner)
    if (next === undefined) break
    inner = next
  }
  const code = inner instanceof Error && 'code' in inner && typeof inner.code === 'string' ? inner.code : ''
  return { code, message: inner instanceof Error ? inner.message : String(inner) }
}

function nextCause(error: unknown): unknown {
  if (error instanceof AggregateError) return (error.errors as readonly unknown[])[0]
  return error instanceof Error ? error.cause : undefined
}

/** What cut a download, in words. */
export function cutReason(error: unknown): string {
  const { code, message } = causeOf(error)
  if (code === 'UND_ERR_BODY_TIMEOUT') return 'the server stopped sending'
  if (code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH' || code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE')
    return 'the connection ended before the announced size'
  if (code === 'ENOSPC') return 'the disk is full'
  return reasons[code] ?? (message === '' ? 'the connection was closed' : message)
}
