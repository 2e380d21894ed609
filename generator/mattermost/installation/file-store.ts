// The test of the file store that servers do: write a file and take it away again, or ask whether the bucket is there.
import { randomBytes } from 'node:crypto'
import { rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { plainReason, systemWords } from '../connection-words.js'
import type { JsonMap } from '../json-map.js'
import { bucketProblem, type Bucket } from './s3.js'

export interface FileStoreState {
  readonly driver: string
  /** `undefined`: it could not be tested; `reason` tells why. */
  readonly status: 'OK' | 'FAIL' | undefined
  readonly error: string | undefined
  readonly reason?: string
}

/** `directory` is where FileSettings.Directory is on this machine. */
export async function testFileStore(settings: JsonMap, directory: string): Promise<FileStoreState> {
  const driver = textOf(settings, 'DriverName', 'local')
  switch (driver) {
    case 'local':
      return testLocal(directory.replace(/(.)\/+$/, '$1'))
    case 'amazons3':
      return stateOf(driver, await bucketProblem(bucketOf(settings)))
    default:
      return { ...untested(driver), reason: `no test for ${driver}` }
  }
}

const untested = (driver: string): FileStoreState => ({ driver, status: undefined, error: undefined })

const stateOf = (driver: string, error: string | undefined): FileStoreState => ({
  driver,
  status: error === undefined ? 'OK' : 'FAIL',
  error,
})

/** In the words of the server, whose test makes missing folders; this one changes nothing and so cannot tell. */
async function testLocal(directory: string): Promise<FileStoreState> {
  const path = join(directory, `.support-packet-test-${randomBytes(4).toString('hex')}`)
  try {
    await writeFile(path, 'testingwrite', { flag: 'wx', mode: 0o600 })
    return stateOf('local', undefined)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return { ...untested('local'), reason: `${directory} does not exist` }
    return stateOf(
      'local',
      `unable to write to the local filesystem storage: ${await writeProblem(directory, error)}`,
    )
  } finally {
    await rm(path, { force: true }).catch(() => undefined)
  }
}

async function writeProblem(directory: string, error: unknown): Promise<string> {
  const file = join(directory, 'testfile')
  const code = codeOf(error)
  const words = systemWords(code) ?? plainReason(error)
  if (code === 'ENOTDIR')
    return `unable to create the directory ${directory} for the file ${file}: mkdir ${await firstFile(directory)}: ${words}`
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return `unable write the data in the file ${file}: write ${file}: ${words}`
  return `unable to open the file ${file} to write the data: open ${file}: ${words}`
}

/** The part of a path that is no folder, though it should be one. */
async function firstFile(directory: string): Promise<string> {
  for (let part = directory; part !== dirname(part); part = dirname(part))
    if (
      await stat(part).then(
        found => !found.isDirectory(),
        () => false,
      )
    )
      return part
  return directory
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''

function bucketOf(settings: JsonMap): Bucket {
  return {
    endpoint: textOf(settings, 'AmazonS3Endpoint', 's3.amazonaws.com'),
    name: textOf(settings, 'AmazonS3Bucket', ''),
    region: textOf(settings, 'AmazonS3Region', '') || 'us-east-1',
    prefix: textOf(settings, 'AmazonS3PathPrefix', ''),
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
