// The test of the file store that servers do: write a file and take it away again, or ask whether the bucket is there.
import { randomBytes } from 'node:crypto'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { JsonMap } from '../sanitize/config.js'
import { bucketProblem, type Bucket } from './s3.js'

export interface FileStoreState {
  readonly driver: string
  /** `undefined`: there is no test for this driver. */
  readonly status: 'OK' | 'FAIL' | undefined
  readonly error: string | undefined
}

/** `directory` is where FileSettings.Directory is on this machine. */
export async function testFileStore(settings: JsonMap, directory: string): Promise<FileStoreState> {
  const driver = textOf(settings, 'DriverName', 'local')
  switch (driver) {
    case 'local':
      return stateOf(driver, await localProblem(directory))
    case 'amazons3':
      return stateOf(driver, await bucketProblem(bucketOf(settings)))
    default:
      return { driver, status: undefined, error: undefined }
  }
}

const stateOf = (driver: string, error: string | undefined): FileStoreState => ({
  driver,
  status: error === undefined ? 'OK' : 'FAIL',
  error,
})

async function localProblem(directory: string): Promise<string | undefined> {
  const path = join(directory, `.support-packet-test-${randomBytes(4).toString('hex')}`)
  try {
    await writeFile(path, 'testingwrite', { flag: 'wx', mode: 0o600 })
    return undefined
  } catch (error) {
    const reason =
      error instanceof Error ? error.message.replace(/^[A-Z0-9]+: |, open .*$/g, '') : String(error)
    return `unable to write to the directory ${directory}: ${reason}`
  } finally {
    await rm(path, { force: true }).catch(() => undefined)
  }
}

function bucketOf(settings: JsonMap): Bucket {
  return {
    endpoint: textOf(settings, 'AmazonS3Endpoint', 's3.amazonaws.com'),
    name: textOf(settings, 'AmazonS3Bucket', ''),
    region: textOf(settings, 'AmazonS3Region', '') || 'us-east-1',
    encrypted: settings['AmazonS3SSL'] !== false,
    accessKeyId: textOf(settings, 'AmazonS3AccessKeyId', ''),
    secretAccessKey: textOf(settings, 'AmazonS3SecretAccessKey', ''),
    timeoutMs: Math.min(
      typeof settings['AmazonS3RequestTimeoutMilliseconds'] === 'number'
        ? settings['AmazonS3RequestTimeoutMilliseconds']
        : 30_000,
      30_000,
    ),
  }
}

function textOf(settings: JsonMap, key: string, otherwise: string): string {
  const value = settings[key]
  return typeof value === 'string' && value !== '' ? value : otherwise
}
