// TCP and TLS connections, of tcp and syslog targets alike. Connects when there is something to send, and anew once it is broken. What
// was being written when it broke is sent again as whole records: the other side may see the beginning of one, or one twice.
import { connect as connectTcp, isIP, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { Sink, Taken } from '../delivery/sink.js'
import { trustedCertificate } from './certificate.js'

export interface ConnectionOptions {
  readonly host: string
  readonly port: number
  readonly tls: boolean
  readonly cert: string
  readonly insecure: boolean
}

export interface ConnectionLimits {
  readonly connectMs: number
  /** A listener that reads nothing for so long is given up. */
  readonly writeMs: number
}

/** As the server's logger. */
export const usualLimits: ConnectionLimits = { connectMs: 30_000, writeMs: 30_000 }

export function connectionSink(options: ConnectionOptions, limits: ConnectionLimits = usualLimits): Sink {
  let socket: Socket | undefined

  async function connected(): Promise<Socket> {
    if (socket !== undefined && socket.writable) return socket
    socket?.destroy()
    const fresh = await openConnection(options, limits.connectMs)
    fresh.unref()
    // Nothing is expected from the other side; it is read so that its end is noticed.
    fresh.resume()
    fresh.on('error', () => fresh.destroy())
    fresh.on('close', () => {
      if (socket === fresh) socket = undefined
    })
    socket = fresh
    return fresh
  }

  async function write(batch: readonly string[]): Promise<Taken> {
    const current = await connected()
    const texts = portion(batch)
    try {
      await send(current, texts.join(''), limits.writeMs)
    } catch (error) {
      current.destroy()
      throw error
    }
    return { taken: texts.length, refused: 0 }
  }

  async function close(): Promise<void> {
    const last = socket
    if (last === undefined) return
    await ended(last)
    last.destroy()
  }

  return {
    open: async () => {
      await connected()
      return undefined
    },
    write,
    close,
  }
}

/** What is sent in one go, and again when the connection breaks meanwhile: little. */
const PORTION_CHARACTERS = 64 * 1024

function portion(batch: readonly string[]): readonly string[] {
  let size = 0
  const end = batch.findIndex((text, index) => (size += text.length) > PORTION_CHARACTERS && index > 0)
  return end < 0 ? batch : batch.slice(0, end)
}

/** Resolves with a connection that is ready to be written to; with TLS, once the other side has shown who it is. */
export async function openConnection(options: ConnectionOptions, timeoutMs: number): Promise<Socket> {
  const { host, port, tls, cert, insecure } = options
  const ca = tls && cert !== '' ? await trustedCertificate(cert) : undefined
  const socket = tls
    ? connectTls({
        host,
        port,
        rejectUnauthorized: !insecure,
        ...(isIP(host) === 0 ? { servername: host } : {}),
        ...(ca === undefined ? {} : { ca }),
      })
    : connectTcp({ host, port })
  return ready(socket, tls ? 'secureConnect' : 'connect', timeoutMs)
}

function ready(socket: Socket, event: 'connect' | 'secureConnect', timeoutMs: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => fail(new Error(`no connection after ${timeoutMs} ms`)), timeoutMs)
    function fail(error: Error): void {
      clearTimeout(timer)
      socket.destroy()
      reject(error)
    }
    function closed(): void {
      fail(new Error('the connection was closed before it was ready'))
    }
    socket.on('error', fail)
    socket.on('close', closed)
    socket.once(event, () => {
      clearTimeout(timer)
      socket.off('error', fail)
      socket.off('close', closed)
      resolve(socket)
    })
  })
}

function send(socket: Socket, text: string, timeoutMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => done(new Error(`nothing was read for ${timeoutMs} ms`)), timeoutMs)
    timer.unref()
    function closed(): void {
      done(new Error('the connection was closed'))
    }
    function done(error?: Error | null): void {
      clearTimeout(timer)
      socket.off('close', closed)
      if (error) reject(error)
      else resolve()
    }
    socket.once('close', closed)
    socket.write(text, done)
  })
}

/** Everything written has left, or cannot. */
function ended(socket: Socket): Promise<void> {
  return new Promise(resolve => {
    if (!socket.writable) {
      resolve()
      return
    }
    socket.ref()
    socket.once('close', () => resolve())
    socket.end(() => resolve())
  })
}
