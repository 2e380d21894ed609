// A store that speaks enough of the S3 protocol to check signatures as stores do: over whatever headers a client signed. Its check
// is itself checked with a client of another make, curl.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface S3Store {
  /** `127.0.0.1:41234`. */
  readonly endpoint: string
  /** `HEAD /files/ eu-west-1` of each request. */
  readonly asked: readonly string[]
  close(): Promise<void>
}

export interface S3Content {
  readonly bucket: string
  readonly region: string
  /** The key may list what is below, and nothing else. */
  readonly onlyBelow?: string
}

const keyId = 'AKIAIOSFODNN7EXAMPLE'
const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'

export const storeKeys = { accessKeyId: keyId, secretAccessKey: secret }

export async function startS3Store(content: S3Content): Promise<S3Store> {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url} ${scopeOf(request)?.region}`)
    const { status, region } = answer(request, content)
    response.writeHead(status, region === undefined ? {} : { 'x-amz-bucket-region': region }).end()
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  return {
    endpoint: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: () => new Promise(done => server.close(() => done())),
  }
}

interface Answer {
  readonly status: number
  readonly region?: string
}

function answer(request: IncomingMessage, { bucket, region, onlyBelow }: S3Content): Answer {
  const url = new URL(request.url ?? '/', 'http://store')
  const scope = scopeOf(request)
  if (scope === undefined || scope.keyId !== keyId || !isSigned(request, url, scope)) return { status: 403 }
  if (url.pathname !== `/${bucket}/`) return { status: 404 }
  if (scope.region !== region) return { status: 400, region }
  const lists = request.method === 'GET' && url.searchParams.get('prefix') === onlyBelow
  return { status: onlyBelow === undefined || lists ? 200 : 403 }
}

interface Scope {
  readonly keyId: string
  readonly date: string
  readonly region: string
  readonly signed: string
  readonly signature: string
}

function scopeOf({ headers }: IncomingMessage): Scope | undefined {
  const found =
    /^AWS4-HMAC-SHA256 Credential=(\w+)\/(\d{8})\/([\w-]+)\/s3\/aws4_request, ?SignedHeaders=([\w;-]+), ?Signature=(\w{64})$/.exec(
      headers.authorization ?? '',
    )
  if (found === null) return undefined
  const [, id = '', date = '', region = '', signed = '', signature = ''] = found
  return { keyId: id, date, region, signed, signature }
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest()

function isSigned({ method = '', headers }: IncomingMessage, url: URL, scope: Scope): boolean {
  const named = scope.signed.split(';')
  if (!named.includes('host') || !named.includes('x-amz-date')) return false
  const query = url.search.slice(1).split('&').sort().join('&')
  const lines = named.map(name => `${name}:${String(headers[name]).trim()}\n`).join('')
  const payload = headers['x-amz-content-sha256'] ?? sha256('')
  const canonical = [method, url.pathname, query, lines, scope.signed, payload].join('\n')
  const place = `${scope.date}/${scope.region}/s3/aws4_request`
  const toSign = ['AWS4-HMAC-SHA256', headers['x-amz-date'], place, sha256(canonical)].join('\n')
  const steps = [scope.date, scope.region, 's3', 'aws4_request']
  const key = steps.reduce<string | Buffer>((inner, step) => hmac(inner, step), `AWS4${secret}`)
  return timingSafeEqual(Buffer.from(scope.signature, 'hex'), hmac(key, toSign))
}
