// Asks an S3-compatible store whether a bucket is there and may be used: one signed request (AWS Signature Version 4).
import { createHash, createHmac } from 'node:crypto'
import { request } from 'undici'
import { plainReason } from '../connection-words.js'

export interface Bucket {
  /** Host, with port when it is not the usual one. */
  readonly endpoint: string
  readonly name: string
  readonly region: string
  /** Folder in the bucket; empty: all of it. */
  readonly prefix: string
  readonly encrypted: boolean
  /** Empty: not signed, as with roles of machines. */
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly timeoutMs: number
}

/** `undefined` when the bucket answers. */
export async function bucketProblem(bucket: Bucket, now = new Date()): Promise<string | undefined> {
  const failed =
    bucket.prefix === ''
      ? 'unable to check if the S3 bucket exists'
      : 'unable to list objects in the S3 bucket'
  if (bucket.name === '') return `${failed}: no bucket is configured`
  const url = addressOf(bucket)
  if (url === undefined) return `${failed}: "${bucket.endpoint}" is no address`
  try {
    const answer = await ask(bucket, url, now)
    const elsewhere = otherRegion(answer, bucket)
    const { status } =
      elsewhere === undefined ? answer : await ask({ ...bucket, region: elsewhere }, url, now)
    return problemOf(status, bucket.name, failed)
  } catch (error) {
    return `${failed}: ${reasonOf(error)}`
  }
}

/** The bucket, or a list of what is in it: with a prefix, rights may reach no further than that. */
function addressOf({ endpoint, name, prefix, encrypted }: Bucket): URL | undefined {
  const text = `${encrypted ? 'https' : 'http'}://${endpoint}/${encodeURIComponent(name)}/`
  if (!URL.canParse(text)) return undefined
  const url = new URL(text)
  // The signature wants names in order, and values encoded as here.
  if (prefix !== '') url.search = `list-type=2&max-keys=1&prefix=${encoded(prefix)}`
  return url
}

/** As the protocol wants it: everything but letters, digits and `-_.~`. */
const encoded = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, sign => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)

interface Answer {
  readonly status: number
  /** Where the bucket is, when the store says so. */
  readonly region: string | undefined
}

async function ask(bucket: Bucket, url: URL, now: Date): Promise<Answer> {
  const method = bucket.prefix === '' ? 'HEAD' : 'GET'
  const { statusCode, headers, body } = await request(url, {
    method,
    headers: signedHeaders(method, bucket, url, now),
    headersTimeout: bucket.timeoutMs,
    bodyTimeout: bucket.timeoutMs,
  })
  await body.dump()
  const region = headers['x-amz-bucket-region']
  return { status: statusCode, region: typeof region === 'string' ? region : undefined }
}

/** Servers find the region of a bucket by themselves: a store that names another one is asked again. */
function otherRegion({ status, region }: Answer, bucket: Bucket): string | undefined {
  return status >= 300 && region !== undefined && region !== bucket.region && /^[\w-]{1,40}$/.test(region)
    ? region
    : undefined
}

function problemOf(status: number, name: string, failed: string): string | undefined {
  // 301: the bucket is there, in another region, which the server finds by itself.
  if (status < 300 || status === 301) return undefined
  if (status === 404) return `the S3 bucket ${name} does not exist`
  if (status === 403) return `${failed}: access denied (403)`
  return `${failed}: the store answered ${status}`
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  // What TLS says holds lines of its source code.
  return code.startsWith('ERR_SSL') ? `TLS failed (${code})` : plainReason(error)
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
