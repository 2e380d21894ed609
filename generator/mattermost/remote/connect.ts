// Opens connections to a server: own certificate authority, client certificate, proxy, time-outs.
import { rootCertificates } from 'node:tls'
import { Agent, EnvHttpProxyAgent, type Dispatcher } from 'undici'
import type { Connection } from './request-types.js'

/** Nobody waits longer than this for a connection; the packet itself may take longer. */
const connectTimeoutMs = 15_000

/** Close it when the work is done. */
export function openConnections(connection: Connection): Dispatcher {
  const tls = tlsOptions(connection)
  const timeouts = { headersTimeout: connection.timeoutMs, bodyTimeout: connection.timeoutMs }
  const connect = { ...tls, timeout: Math.min(connectTimeoutMs, connection.timeoutMs) }
  if (connection.proxy === undefined) return new Agent({ ...timeouts, connect })
  return new EnvHttpProxyAgent({
    ...timeouts,
    connect,
    requestTls: tls,
    proxyTls: { ...(tls.ca === undefined ? {} : { ca: tls.ca }) },
    httpProxy: connection.proxy,
    httpsProxy: connection.proxy,
    noProxy: connection.noProxy ?? '',
  })
}

interface TlsOptions {
  readonly ca?: string[]
  readonly cert?: string
  readonly key?: string
  readonly passphrase?: string
}

/** Node replaces its list of authorities by `ca`, so the known ones are named as well. */
function tlsOptions({ ca, clientCertificate, clientKey, clientKeyPassphrase }: Connection): TlsOptions {
  return {
    ...(ca === undefined ? {} : { ca: [...rootCertificates, ca] }),
    ...(clientCertificate === undefined ? {} : { cert: clientCertificate }),
    ...(clientKey === undefined ? {} : { key: clientKey }),
    ...(clientKeyPassphrase === undefined ? {} : { passphrase: clientKeyPassphrase }),
  }
}

/** The proxy that the environment names for this URL, as other programs read it. */
export function proxyOfEnvironment(
  url: string,
  env: Readonly<Record<string, string | undefined>>,
): Pick<Connection, 'proxy' | 'noProxy'> {
  const named = (name: string): string | undefined => nonEmpty(env[name.toLowerCase()]) ?? nonEmpty(env[name])
  const proxy = (url.startsWith('https:') ? named('HTTPS_PROXY') : named('HTTP_PROXY')) ?? named('ALL_PROXY')
  const noProxy = named('NO_PROXY')
  return { ...(proxy === undefined ? {} : { proxy }), ...(noProxy === undefined ? {} : { noProxy }) }
}

const nonEmpty = (text: string | undefined): string | undefined => (text === '' ? undefined : text)
