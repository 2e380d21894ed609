// The test of an S3-compatible file store, against a store that checks signatures as stores do.
import { spawn } from 'node:child_process'
import { afterEach, describe, expect, test } from 'vitest'
import { testFileStore } from '../../../generator/mattermost/installation/file-store.js'
import { startS3Store, storeKeys, type S3Content, type S3Store } from './s3-store.js'

let store: S3Store | undefined
afterEach(async () => {
  await store?.close()
  store = undefined
})

async function start(content: Partial<S3Content> = {}): Promise<S3Store> {
  store = await startS3Store({ bucket: 'files', region: 'us-east-1', ...content })
  return store
}

const settingsOf = ({ endpoint }: S3Store, changes: Readonly<Record<string, string | boolean>> = {}) => ({
  DriverName: 'amazons3',
  AmazonS3Endpoint: endpoint,
  AmazonS3Bucket: 'files',
  AmazonS3AccessKeyId: storeKeys.accessKeyId,
  AmazonS3SecretAccessKey: storeKeys.secretAccessKey,
  AmazonS3SSL: false,
  ...changes,
})

/** The status that curl is given, whose signature is of another make than ours. */
function statusForCurl(url: string, secret: string): Promise<string> {
  const words = [
    ...['--silent', '--head', '--output', '/dev/null', '--write-out', '%{http_code}'],
    ...['--aws-sigv4', 'aws:amz:us-east-1:s3', '--user', `${storeKeys.accessKeyId}:${secret}`, url],
  ]
  const curl = spawn('curl', words, { stdio: ['ignore', 'pipe', 'ignore'] })
  return new Promise((done, failed) => {
    let text = ''
    curl.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()))
    curl.on('error', failed).on('close', () => done(text))
  })
}

test('the store of these tests accepts what curl signs, and nothing that is signed with another secret', async () => {
  const { endpoint } = await start()
  expect(await statusForCurl(`http://${endpoint}/files/`, storeKeys.secretAccessKey)).toBe('200')
  expect(await statusForCurl(`http://${endpoint}/files/`, 'another')).toBe('403')
})

describe('a bucket', () => {
  test('that is there is OK', async () => {
    expect(await testFileStore(settingsOf(await start()), '')).toEqual({
      driver: 'amazons3',
      status: 'OK',
      error: undefined,
    })
  })

  test.each([
    [{ AmazonS3SecretAccessKey: 'another' }, 'unable to check if the S3 bucket exists: access denied (403)'],
    [{ AmazonS3AccessKeyId: 'AKIAOTHER' }, 'unable to check if the S3 bucket exists: access denied (403)'],
    [{ AmazonS3AccessKeyId: '' }, 'unable to check if the S3 bucket exists: access denied (403)'],
    [{ AmazonS3Bucket: 'none' }, 'the S3 bucket none does not exist'],
    [{ AmazonS3Bucket: '' }, 'unable to check if the S3 bucket exists: no bucket is configured'],
  ])('with %j fails, and why is told', async (changes, error) => {
    expect(await testFileStore(settingsOf(await start(), changes), '')).toMatchObject({
      status: 'FAIL',
      error,
    })
  })

  test('of another region is asked for again there, as the server does it', async () => {
    const settings = settingsOf(await start({ region: 'eu-west-1' }))
    expect(await testFileStore(settings, '')).toMatchObject({ status: 'OK' })
    expect(store?.asked).toEqual(['HEAD /files/ us-east-1', 'HEAD /files/ eu-west-1'])
  })

  test('of which only a folder may be listed is asked for that folder', async () => {
    const settings = settingsOf(await start({ onlyBelow: "team's (a)/ä b+" }), {
      AmazonS3PathPrefix: "team's (a)/ä b+",
    })
    expect(await testFileStore(settings, '')).toMatchObject({ status: 'OK' })
    expect(await testFileStore({ ...settings, AmazonS3PathPrefix: 'other' }, '')).toMatchObject({
      status: 'FAIL',
      error: 'unable to list objects in the S3 bucket: access denied (403)',
    })
  })

  test('at a port that speaks no TLS fails in one line', async () => {
    const { error } = await testFileStore(settingsOf(await start(), { AmazonS3SSL: true }), '')
    expect(error).toMatch(/^unable to check if the S3 bucket exists: TLS failed \(ERR_SSL_\w+\)$/)
  })
})
