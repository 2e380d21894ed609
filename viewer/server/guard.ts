// Who may talk to the server: requests for this machine's own page, with the start token. Runs before every route.
import type { Context, MiddlewareHandler } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { failure } from './failure.js'
import { isToken } from './token.js'

export interface Guard {
  readonly token: string
  /** The port the server listens on; known only once it does. */
  readonly port: () => number
}

/** Nothing inline, nothing from elsewhere: a packet's text can never become script, style or a request. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "font-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

export const securityHeaders: MiddlewareHandler = async (context, next) => {
  await next()
  const { headers } = context.res
  headers.set('Content-Security-Policy', contentSecurityPolicy)
  headers.set('X-Content-Type-Options', 'nosniff')
  headers.set('Referrer-Policy', 'no-referrer')
  headers.set('Cross-Origin-Opener-Policy', 'same-origin')
  headers.set('Cross-Origin-Resource-Policy', 'same-origin')
  headers.set('X-Frame-Options', 'DENY')
  if (!headers.has('Cache-Control')) headers.set('Cache-Control', 'no-store')
}

/** Refuses other Host names: a page whose name was rebound to 127.0.0.1 could otherwise read answers. */
export function ownHostOnly(guard: Guard): MiddlewareHandler {
  return async (context, next) => {
    if (!ownHosts(guard).includes(context.req.header('host') ?? ''))
      throw failure(403, 'WRONG_HOST', 'This server answers only to its own address on this machine.')
    await next()
  }
}

/**
 * Refuses requests that another page makes. An Origin, where there is one, must be ours; a request that changes something
 * needs one, unless the token itself came with it: a page that knows the token need not be guarded against.
 */
export function ownPageOnly(guard: Guard): MiddlewareHandler {
  return async (context, next) => {
    const origin = context.req.header('origin')
    const site = context.req.header('sec-fetch-site')
    const ownOrigins = ownHosts(guard).map(host => `http://${host}`)
    const foreign = origin !== undefined && !ownOrigins.includes(origin)
    const nameless = origin === undefined && changesSomething(context) && !carriesToken(context, guard)
    if (foreign || nameless || site === 'cross-site' || site === 'same-site')
      throw failure(403, 'WRONG_ORIGIN', 'Only the page of this server may ask for that.')
    await next()
  }
}

/** Refuses requests without the start token. */
export function tokenOnly(guard: Guard): MiddlewareHandler {
  return async (context, next) => {
    const cookie = getCookie(context, cookieName(guard))
    if (!carriesToken(context, guard) && !isToken(cookie, guard.token))
      throw failure(
        401,
        'NO_TOKEN',
        'Open the address that `support-packet view` printed: it holds the token for this run.',
      )
    await next()
  }
}

/** Turns the token of the start address into a cookie that scripts cannot read. */
export function tokenToCookie(guard: Guard): MiddlewareHandler {
  return async (context, next) => {
    if (isToken(context.req.query('token'), guard.token))
      setCookie(context, cookieName(guard), guard.token, { httpOnly: true, sameSite: 'Strict', path: '/' })
    await next()
  }
}

function carriesToken(context: Context, guard: Guard): boolean {
  const bearer = /^Bearer ([^\s]+)$/i.exec(context.req.header('authorization') ?? '')?.[1]
  return isToken(bearer, guard.token) || isToken(context.req.query('token'), guard.token)
}

function changesSomething(context: Context): boolean {
  return context.req.method !== 'GET' && context.req.method !== 'HEAD'
}

/** Cookies of 127.0.0.1 are shared by all ports: the port keeps two viewers apart. */
function cookieName(guard: Guard): string {
  return `support-packet-${guard.port()}`
}

function ownHosts(guard: Guard): readonly string[] {
  return ['127.0.0.1', 'localhost', '[::1]'].map(name => `${name}:${guard.port()}`)
}
