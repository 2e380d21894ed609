// Says in words why a server gave no packet: by status and error id, by content, by what the connection said.
import { headerOf, startOfBody, type Response } from './api.js'
import type { Refusal } from './request-types.js'

/** What Mattermost writes into the body of an error. */
interface AppError {
  readonly id: string
  readonly message: string
}

/** `undefined`: the response is a packet, as far as its head can tell. */
export async function refusalOf(response: Response): Promise<Refusal | undefined> {
  const { statusCode } = response
  if (statusCode >= 200 && statusCode < 300) return refusedContent(response)
  if (statusCode >= 300 && statusCode < 400) return redirected(response)
  const body = await startOfBody(response)
  const error = appErrorOf(body)
  const refusal = byStatus(response, error, body)
  return { ...refusal, status: statusCode }
}

async function refusedContent(response: Response): Promise<Refusal | undefined> {
  const type = (headerOf(response, 'content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  if (response.statusCode === 200 && !/^(text\/|application\/(json|xhtml))/.test(type)) return undefined
  return notAPacket(await startOfBody(response), response.statusCode)
}

/** A page of a proxy, a login portal or another program. */
export function notAPacket(body: string, status: number): Refusal {
  const page = pageOf(body)
  return {
    code: 'not-a-packet',
    status,
    message: `The answer is ${page ?? 'something that is not a packet'}.`,
    advice:
      'A proxy or login page probably stands before the server: check the URL, or ask the server from its own network.',
  }
}

function pageOf(body: string): string | undefined {
  const title = /<title[^>]*>([^<]{1,200})/i.exec(body)?.[1]?.replace(/\s+/g, ' ').trim()
  if (title !== undefined && title !== '') return `a web page, "${title}"`
  return /^\s*<(!doctype|html)/i.test(body) ? 'a web page without a title' : undefined
}

function redirected(response: Response): Refusal {
  const target = headerOf(response, 'location')
  return {
    code: 'redirected',
    status: response.statusCode,
    message: `The server sends us elsewhere${target === undefined ? '' : `, to ${target.slice(0, 300)}`}.`,
    advice:
      'Give the URL where Mattermost itself answers (its Site URL): the token is not sent after redirects.',
  }
}

function byStatus(response: Response, error: AppError | undefined, body: string): Refusal {
  switch (response.statusCode) {
    case 401:
      return {
        code: 'unauthorized',
        message: `The server does not accept the token${said(error)}.`,
        advice: 'Tokens expire and can be revoked: make a personal access token of a system administrator.',
      }
    case 403:
      return error === undefined ? foreign(response, body) : forbidden(error)
    case 404:
      return notFound(error)
    case 429:
      return { ...busy(response), message: 'The server asks for fewer requests (429).' }
    case 502:
    case 503:
    case 504:
      return {
        ...busy(response),
        message: `The server, or a proxy before it, cannot answer now (${response.statusCode})${said(error)}.`,
        ...(response.statusCode === 504 ? { advice: proxyTimeoutAdvice } : {}),
      }
    default:
      return error === undefined ? foreign(response, body) : failed(response, error)
  }
}

const proxyTimeoutAdvice =
  'A packet takes more than 5 s, with big logs a minute: raise the time-out of the proxy, or ask the server itself.'

function forbidden(error: AppError): Refusal {
  if (error.id.includes('license'))
    return {
      code: 'no-licence',
      message: `The server makes packets only with a licence${said(error)}.`,
      advice: 'Collect from the machine instead: support-packet generate mattermost --from-installation DIR.',
    }
  if (error.id.includes('unable_to_create_zip'))
    return {
      code: 'server-error',
      message: `The server could not make the packet${said(error)}.`,
      advice: 'Its file store may be broken: collect from the machine with --from-installation DIR.',
    }
  return {
    code: 'no-permission',
    message: `The token's owner may not make packets${said(error)}.`,
    advice: 'It needs a system administrator; RestrictSystemAdmin must be off.',
  }
}

function notFound(error: AppError | undefined): Refusal {
  if (error === undefined)
    return {
      code: 'not-a-packet',
      message: 'Nothing answers at that address as Mattermost does (404).',
      advice: 'Check the URL: it is the Site URL, with its path if Mattermost lives below one.',
    }
  return {
    code: 'too-old',
    message: 'This server cannot make packets: it is older than 5.33 (404).',
    advice: 'Collect from the machine instead: support-packet generate mattermost --from-installation DIR.',
  }
}

function busy(response: Response): Pick<Refusal, 'code' | 'passing' | 'retryAfterMs'> {
  const retryAfterMs = retryAfter(headerOf(response, 'retry-after'), headerOf(response, 'date'))
  return { code: 'busy', passing: true, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) }
}

/** Seconds, or a date that is held against the server's own clock. */
export function retryAfter(value: string | undefined, date: string | undefined): number | undefined {
  if (value === undefined) return undefined
  if (/^\d{1,6}$/.test(value.trim())) return Number(value) * 1000
  const wait = Date.parse(value) - Date.parse(date ?? '')
  return Number.isFinite(wait) ? Math.max(0, wait) : undefined
}

function foreign({ statusCode }: Response, body: string): Refusal {
  return {
    ...notAPacket(body, statusCode),
    message: `${notAPacket(body, statusCode).message.slice(0, -1)} (${statusCode}).`,
  }
}

function failed({ statusCode }: Response, error: AppError): Refusal {
  return {
    code: 'server-error',
    message: `The server failed (${statusCode})${said(error)}.`,
    advice: 'Its log says more; a packet of a broken server: --from-installation DIR on its machine.',
  }
}

const said = (error: AppError | undefined): string =>
  error === undefined || error.message === '' ? '' : `: "${error.message.replace(/\.$/, '').slice(0, 300)}"`

function appErrorOf(body: string): AppError | undefined {
  try {
    const value: unknown = JSON.parse(body)
    if (typeof value !== 'object' || value === null || !('id' in value)) return undefined
    const message = 'message' in value && typeof value.message === 'string' ? value.message : ''
    return { id: String(value.id), message }
  } catch {
    return undefined
  }
}
