// What only this machine can tell of a configuration: whether its files can be written, its certificates read, its hosts reached.
import { X509Certificate } from 'node:crypto'
import { constants } from 'node:fs'
import { lookup } from 'node:dns/promises'
import { access, stat } from 'node:fs/promises'
import { dirname, isAbsolute, resolve } from 'node:path'
import type { ConfigMessage } from './check/message.js'
import type { FileConfig, SyslogConfig, TargetConfig, TcpConfig } from './config/target-config.js'
import { reasonOf } from './delivery/reason.js'
import { trustedCertificate } from './targets/certificate.js'
import { openConnection } from './targets/stream-connection.js'

export interface ReachOptions {
  readonly timeoutMs: number
  /** Folder that relative paths start from. */
  readonly folder: string
  readonly nowMs: number
}

/** Tries a target without writing to it. Paths are those inside the target. */
export function checkReach(target: TargetConfig, options: ReachOptions): Promise<readonly ConfigMessage[]> {
  switch (target.type) {
    case 'console':
      return Promise.resolve([])
    case 'file':
      return reachFile(target, options)
    case 'syslog':
    case 'tcp':
      return reachHost(target, options)
  }
}

async function reachFile(
  { options }: FileConfig,
  { folder }: ReachOptions,
): Promise<readonly ConfigMessage[]> {
  const path = isAbsolute(options.filename) ? options.filename : resolve(folder, options.filename)
  const why = await whyNotWritable(path)
  return why === undefined ? [] : [unreachable(['options', 'filename'], `${path} cannot be written: ${why}`)]
}

/** Looks only: a file that is not there yet is judged by the nearest folder that is. */
async function whyNotWritable(path: string): Promise<string | undefined> {
  const there = await stat(path).catch(() => undefined)
  if (there?.isDirectory()) return 'it is a directory'
  if (there !== undefined) return whyNoAccess(path)
  let folder = dirname(path)
  while ((await stat(folder).catch(() => undefined)) === undefined && folder !== dirname(folder))
    folder = dirname(folder)
  if (!(await stat(folder)).isDirectory()) return `${folder} is no directory`
  return whyNoAccess(folder)
}

function whyNoAccess(path: string): Promise<string | undefined> {
  return access(path, constants.W_OK).then(
    () => undefined,
    (error: unknown) =>
      error instanceof Error && 'code' in error ? `${path}: ${codeText(String(error.code))}` : String(error),
  )
}

const codes: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EROFS: 'the file system is read-only',
  EPERM: 'not permitted',
}

const codeText = (code: string): string => codes[code] ?? code

async function reachHost(
  { options, type }: SyslogConfig | TcpConfig,
  { timeoutMs, nowMs }: ReachOptions,
): Promise<readonly ConfigMessage[]> {
  const certificate = await whyNoCertificate(options, nowMs)
  if (certificate !== undefined) return [unreachable(['options', 'cert'], certificate)]
  try {
    // Over UDP nobody answers; that the host has an address is all that can be told.
    if (type === 'syslog' && options.protocol === 'udp') await lookup(options.host)
    else (await openConnection(options, timeoutMs)).on('error', () => undefined).destroy()
    return []
  } catch (error) {
    const place = `${options.host}:${options.port}`
    const why = reasonOf(error)
    return [
      unreachable(['options', 'host'], `${place} cannot be reached${options.tls ? ' with TLS' : ''}: ${why}`),
    ]
  }
}

async function whyNoCertificate(
  { tls, cert }: TcpConfig['options'],
  nowMs: number,
): Promise<string | undefined> {
  if (!tls || cert === '') return undefined
  try {
    const { validTo } = new X509Certificate(await trustedCertificate(cert))
    return Date.parse(validTo) < nowMs ? `the certificate was valid until ${validTo}` : undefined
  } catch (error) {
    return reasonOf(error)
  }
}

function unreachable(path: readonly string[], message: string): ConfigMessage {
  return {
    severity: 'error',
    code: 'UNREACHABLE',
    path,
    message,
    effect: 'as far as this machine can tell, no records arrive there',
  }
}
