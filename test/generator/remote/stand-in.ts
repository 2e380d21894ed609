// A stand-in for a Mattermost server: replays the recorded response headers of real ones and the packets they made, and can
// be slow, busy, cut or broken on purpose. It knows nothing of Mattermost but what a test tells it.
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { join } from 'node:path'

export const fixtures = 'test/fixtures/generator'

export interface Recorded {
  readonly status: number
  readonly headers: readonly (readonly [string, string])[]
}

/** Reads `healthy-10-9.headers.txt`: the status, then the headers as they came. */
export function recordedHeaders(name: string): Recorded {
  const [status = '', ...lines] = readFileSync(join(fixtures, `${name}.headers.txt`), 'utf8').split('\n')
  const headers = lines.flatMap(line => {
    const [, key, value] = /^([^:]+): ?(.*)$/.exec(line) ?? []
    return key === undefined || value === undefined ? [] : [[key, value] as const]
  })
  return { status: Number(status), headers }
}

export interface Asked {
  readonly url: string
  readonly authorization: string | undefined
}

export interface StandIn {
  readonly url: string
  readonly asked: readonly Asked[]
  close(): Promise<void>
}

export type Reply = (response: ServerResponse, request: IncomingMessage) => void

export interface TlsSetting {
  /** Ask for a certificate that this authority signed. */
  readonly wantsClient?: boolean
}

/** Answers one reply after the other; the last one again and again. */
export async function standIn(replies: readonly Reply[], tls?: TlsSetting): Promise<StandIn> {
  const asked: Asked[] = []
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    asked.push({ url: request.url ?? '', authorization: request.headers.authorization })
    const reply = replies[Math.min(asked.length, replies.length) - 1]
    reply?.(response, request)
  }
  const server = tls === undefined ? createServer(answer) : createTlsServer(tlsFiles(tls), answer)
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  return {
    url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    asked,
    close: () =>
      new Promise(done => {
        for (const socket of sockets) socket.destroy()
        server.close(() => {
          done()
        })
      }),
  }
}

function tlsFiles({ wantsClient = false }: TlsSetting): Record<string, unknown> {
  const file = (name: string): Buffer => readFileSync(join(fixtures, 'tls', name))
  return {
    cert: file('server.pem'),
    key: file('server.key'),
    ca: file('ca.pem'),
    requestCert: wantsClient,
    rejectUnauthorized: wantsClient,
  }
}

/** The whole packet with the headers that a real server sent. */
export function packetReply(packet: Buffer, recorded: Recorded): Reply {
  return response => {
    writeHead(response, packet, recorded)
    response.end(packet)
  }
}

/** Sends the first bytes only, then drops the connection. */
export function cutReply(packet: Buffer, recorded: Recorded, sentBytes: number): Reply {
  return response => {
    writeHead(response, packet, recorded)
    response.write(packet.subarray(0, sentBytes), () => {
      response.destroy()
    })
  }
}

/** Chunked answers can end early and properly. */
export function shortReply(packet: Buffer, recorded: Recorded, sentBytes: number): Reply {
  return response => {
    writeHead(response, packet, recorded)
    response.end(packet.subarray(0, sentBytes))
  }
}

/** Sends the first bytes and then nothing. */
export function stuckReply(packet: Buffer, recorded: Recorded, sentBytes: number): Reply {
  return response => {
    writeHead(response, packet, recorded)
    response.write(packet.subarray(0, sentBytes))
  }
}

function writeHead(response: ServerResponse, packet: Buffer, { status, headers }: Recorded): void {
  const sent = headers.flatMap(([key, value]) => {
    if (/^(transfer-encoding|date)$/i.test(key)) return []
    return [key, /^content-length$/i.test(key) ? String(packet.length) : value]
  })
  response.writeHead(status, sent)
}

/** What Mattermost answers when it refuses. */
export function errorReply(
  status: number,
  id: string,
  message: string,
  headers: Record<string, string> = {},
): Reply {
  return response => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(JSON.stringify({ id, message, detailed_error: '', request_id: 'x', status_code: status }))
  }
}

export function textReply(
  status: number,
  type: string,
  text: string,
  headers: Record<string, string> = {},
): Reply {
  return response => {
    response.writeHead(status, { 'content-type': type, ...headers })
    response.end(text)
  }
}

/** A proxy that joins connections as CONNECT asks; keeps which targets were asked for. */
export async function standInProxy(): Promise<{
  readonly url: string
  readonly targets: readonly string[]
  close(): Promise<void>
}> {
  const targets: string[] = []
  const server = createServer((request, response) => {
    targets.push(request.url ?? '')
    response.writeHead(400).end()
  })
  const sockets = new Set<Socket>()
  server.on('connect', (request: IncomingMessage, socket: Socket) => {
    targets.push(request.url ?? '')
    const [host = '', port = ''] = (request.url ?? '').split(':')
    const upstream = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      upstream.pipe(socket).pipe(upstream)
    })
    for (const one of [socket, upstream]) {
      sockets.add(one)
      one.on('error', () => one.destroy())
    }
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    targets,
    close: () =>
      new Promise(done => {
        for (const socket of sockets) socket.destroy()
        server.close(() => {
          done()
        })
      }),
  }
}
