// Asks an S3-compatible store whether a bucket is there and may be used: one signed request (AWS Signature Version 4).
import { createHash, createHmac } from 'node:crypto'
import { request } from 'undici'

export interface Bucket {
  /** Host, with port when it is not the usual one. */
  readonly endpoint: string
  readonly name: string
  readonly region: string
  readonly encrypted: boolean
  /** Empty: not signed, as with roles of machines. */
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly timeoutMs: number
}

/** `undefined` when the bucket answers. */
export async function bucketProblem(bucket: Bucket, now = new Date()): Promise<string | undefined> {
  if (bucket.name === '') return 'unable to check if the S3 bucket exists: no bucket is configured'
  const url = `${bucket.encrypted ? 'https' : 'http'}://${bucket.endpoint}/${encodeURIComponent(bucket.name)}/`
  if (!URL.canParse(url)) return `unable to check if the S3 bucket exists: "${bucket.endpoint}" is no address`
  try {
    const { statusCode, body } = await request(url, {
      method: 'HEAD',
      headers: signedHeaders('HEAD', bucket, new URL(url), now),
      headersTimeout: bucket.timeoutMs,
      bodyTimeout: bucket.timeoutMs,
    })
    await body.dump()
    return problemOf(statusCode, bucket.name)
  } catch (error) {
    return `unable to check if the S3 bucket exists: ${reasonOf(error)}`
  }
}

function problemOf(status: number, name: string): string | undefined {
  // 301: the bucket is there, in another region, which the server finds by itself.
  if (status < 300 || status === 301) return undefined
  if (status === 404) return `the S3 bucket ${name} does not exist`
  if (status === 403) return `unable to check if the S3 bucket exists: access denied (403)`
  return `unable to check if the S3 bucket exists: the store answered ${status}`
}

function reasonOf(error: unknown): string {
  const cause = error instanceof AggregateError ? (error.errors as readonly unknown[])[0] : error
  return cause instanceof Error ? cause.message : String(cause)
}

const hash = (text: string): string => createHash('sha256').update(text).digest('hex')
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest()

/** Headers of a request without a body. */
export function signedHeaders(
  method: 'HEAD' | 'GET',
  bucket: Bucket,
  url: URL,
  now: Date,
): Record<string, string> {
  if (bucket.accessKeyId === '') return {}
  const moment = now.toISOString().replace(/[-:]|\.\d+/g, '')
  const scope = `${moment.slice(0, 8)}/${bucket.region}/s3/aws4_request`
  const payload = hash('')
  const headers = { host: url.host, 'x-amz-content-sha256': payload, 'x-amz-date': moment }
  const names = Object.keys(headers).join(';')
  const lines = Object.entries(headers).map(([name, value]) => `${name}:${value}\n`)
  const canonical = [method, url.pathname, url.search.slice(1), lines.join(''), names, payload].join('\n')
  const toSign = ['AWS4-HMAC-SHA256', moment, scope, hash(canonical)].join('\n')
  const key = scope
    .split('/')
    .reduce<string | Buffer>((secret, part) => hmac(secret, part), `AWS4${bucket.secretAccessKey}`)
  const signature = hmac(key, toSign).toString('hex')
  return {
    'x-amz-content-sha256': payload,
    'x-amz-date': moment,
    authorization: `AWS4-HMAC-SHA256 Credential=${bucket.accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`,
  }
}
