// Checks what the page asks for when it has a packet made: nothing beyond the known members is read, and nothing runs for less.
import {
  teleportModes,
  teleportReaches,
  type MakeRequest,
  type TeleportMode,
  type TeleportReach,
} from '../../shared/make.js'
import { failure } from '../failure.js'

/** Bytes of a request: a certificate authority has some thousand. */
export const requestBytesMost = 128 * 1024
/** Tokens have 26 characters; whatever is far longer is the wrong text. */
const tokenLengthMost = 4096
const textLengthMost = 4096
const hoursMost = 24 * 365

export function readMakeRequest(body: string): MakeRequest {
  const given = parsed(body)
  switch (given['from']) {
    case 'server': {
      const ca = optionalText(given, 'ca', requestBytesMost)
      return {
        from: 'server',
        url: addressOf(text(given, 'url')),
        token: tokenOf(given),
        includeLogs: given['includeLogs'] !== false,
        includePlugins: given['includePlugins'] === true,
        ...(ca === undefined ? {} : { ca: pemOf(ca) }),
      }
    }
    case 'installation': {
      const { hours } = given
      return {
        from: 'installation',
        folder: folderOf(text(given, 'folder')),
        includeLogs: given['includeLogs'] !== false,
        ...(hours === undefined ? {} : { hours: hoursOf(hours) }),
      }
    }
    case 'teleport':
      return {
        from: 'teleport',
        reach: oneOf<TeleportReach>(given, 'reach', teleportReaches),
        mode: oneOf<TeleportMode>(given, 'mode', teleportModes),
        obfuscate: given['obfuscate'] === true,
      }
    case 'packet':
      return { from: 'packet', packet: text(given, 'packet') }
    default:
      throw refused(
        'Say what to make a packet from: a server, an installation, a Teleport cluster or a packet.',
      )
  }
}

type Given = Readonly<Record<string, unknown>>

function parsed(body: string): Given {
  try {
    const value = JSON.parse(body) as unknown
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Given
  } catch {
    // Said below: what is no JSON is no request.
  }
  throw refused('The request is no JSON object.')
}

function text(given: Given, name: string): string {
  const value = optionalText(given, name, textLengthMost)
  if (value === undefined) throw refused(`${name} is missing.`)
  return value
}

function optionalText(given: Given, name: string, most: number): string | undefined {
  const value = given[name]
  if (value === undefined || value === '') return undefined
  if (typeof value !== 'string' || value.length > most)
    throw refused(`${name} must be a text, and not so long.`)
  return value.trim() === '' ? undefined : value.trim()
}

function oneOf<T extends string>(given: Given, name: string, allowed: readonly T[]): T {
  const found = allowed.find(one => one === given[name])
  if (found === undefined) throw refused(`${name} must be one of ${allowed.join(', ')}.`)
  return found
}

function addressOf(url: string): string {
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url))
    throw refused('The address of the server must be one such as https://chat.example.com.')
  const { username, password } = new URL(url)
  if (username !== '' || password !== '')
    throw refused('The address of the server must not hold a name or a password.')
  return url
}

/** The token itself is not part of what is said of it. */
function tokenOf(given: Given): string {
  const { token } = given
  if (typeof token !== 'string' || token.trim() === '') throw refused('The token is missing.')
  if (token.length > tokenLengthMost || /[^\u0021-\u007e]/.test(token.trim()))
    throw refused('That is no token: a token is one word of letters and digits.')
  return token.trim()
}

function pemOf(ca: string): string {
  if (!ca.includes('-----BEGIN '))
    throw refused('The certificate authority is not in PEM form: it has no -----BEGIN line.')
  return ca
}

function folderOf(folder: string): string {
  if (folder.includes('\0')) throw refused('There is no such folder.')
  return folder
}

function hoursOf(hours: unknown): number {
  if (typeof hours !== 'number' || !(hours > 0) || hours > hoursMost)
    throw refused('The hours of log must be a number, up to a year.')
  return hours
}

const refused = (message: string) => failure(400, 'BAD_MAKE_REQUEST', message)
