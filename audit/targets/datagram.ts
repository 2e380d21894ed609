// Syslog over UDP: a message a datagram. Nothing confirms them; that nobody listens on the port shows only one message later.
import { createSocket, type Socket } from 'node:dgram'
import { lookup } from 'node:dns/promises'
import type { Sink, Taken } from '../delivery/sink.js'

/** What fits into one datagram of IPv4. */
const LONGEST_BYTES = 65_507

export function datagramSink(address: { readonly host: string; readonly port: number }): Sink {
  let socket: Socket | undefined

  async function connected(): Promise<Socket> {
    if (socket !== undefined) return socket
    const { address: ip, family } = await lookup(address.host)
    const fresh = createSocket(family === 6 ? 'udp6' : 'udp4')
    fresh.unref()
    await connect(fresh, ip, address.port)
    // Refusals come as events between two messages, too.
    fresh.on('error', drop)
    socket = fresh
    return fresh
  }

  function drop(): void {
    socket?.close()
    socket = undefined
  }

  async function write(batch: readonly string[]): Promise<Taken> {
    let [taken, refused] = [0, 0]
    try {
      for (const text of batch) {
        const bytes = Buffer.from(text)
        if (bytes.length > LONGEST_BYTES) refused++
        else await send(await connected(), bytes)
        taken++
      }
    } catch (error) {
      drop()
      if (taken === 0) throw error
    }
    return { taken, refused }
  }

  return {
    open: async () => {
      await connected()
      return undefined
    },
    write,
    close: () => {
      drop()
      return Promise.resolve()
    },
  }
}

/** A connected socket learns that its messages are refused. */
function connect(socket: Socket, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('error', reject)
    socket.connect(port, host, () => {
      socket.off('error', reject)
      resolve()
    })
  })
}

function send(socket: Socket, bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.send(bytes, error => {
      if (error) reject(error)
      else resolve()
    })
  })
}
