// Unpacks a rotated log (`mattermost-2026-….log.gz`) on the way to its reader, who may have to wait: unpacking then waits as well.
// Bounded, and as far as it is sound.
import { createGunzip } from 'node:zlib'
import { logLimits } from '../limits.js'

/** False when no more is wanted. The chunk is valid until the answer. */
export type GunzipSink = (chunk: Buffer) => void | boolean | Promise<void | boolean>

export interface Gunzip {
  /** False when no more is wanted, or can be read. Rejects with what the sink throws. */
  write(chunk: Buffer): Promise<boolean>
  /** After the last chunk. */
  end(): Promise<GunzipEnd>
}

/** How it ended. `reason` is in words; everything that was given is sound. */
export type GunzipEnd = GunzipProgress &
  ({ readonly kind: 'end' } | { readonly kind: 'cut' | 'corrupt' | 'too-large'; readonly reason: string })

export interface GunzipProgress {
  /** Packed bytes that were taken completely; a fault lies behind them. */
  readonly fedBytes: number
  /** Bytes handed on, those that were passed over among them. */
  readonly givenBytes: number
}

export interface GunzipSteps {
  /** So many packed bytes are known to be sound. */
  readonly steadyBytes: number
  /** Behind them it goes on in pieces of this size: what is lost is the output of one piece. */
  readonly stepBytes: number
  /** Bytes that are not handed on. */
  readonly passOverBytes: number
}

/** Pieces that cannot inflate to much: 1032 times at most. */
const steadyPieceBytes = 4_096
const inOneGo: GunzipSteps = { steadyBytes: Infinity, stepBytes: Infinity, passOverBytes: 0 }

/** True for a gzip member's first bytes. */
export function isGzip(bytes: Buffer): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 8
}

export function createGunzipTo(sink: GunzipSink, steps: GunzipSteps = inOneGo): Gunzip {
  const stream = createGunzip({ chunkSize: 1024 * 1024 })
  const output: Buffer[] = []
  let fault: { readonly kind: 'cut' | 'corrupt' | 'too-large'; readonly reason: string } | undefined
  let isWanted = true
  let fedBytes = 0
  let givenBytes = 0
  let wake: (() => void) | undefined
  stream.on('data', (chunk: Buffer) => {
    output.push(chunk)
    // What is here is handed on before more is unpacked.
    stream.pause()
    wake?.()
  })
  stream.on('error', error => {
    fault ??= { kind: isEndOfInput(error) ? 'cut' : 'corrupt', reason: error.message }
    wake?.()
  })
  stream.on('end', () => wake?.())

  /** Until the stream has taken what it was given, everything that comes out is handed on. */
  async function handOnUntil(isDone: () => boolean): Promise<void> {
    for (;;) {
      for (let chunk = output.shift(); chunk !== undefined && isWanted; chunk = output.shift())
        await give(chunk)
      if (isDone() || !isWanted || stream.destroyed) return
      await new Promise<void>(resolve => {
        wake = resolve
        stream.resume()
      })
    }
  }

  async function give(chunk: Buffer): Promise<void> {
    const fresh = chunk.subarray(Math.min(chunk.length, Math.max(0, steps.passOverBytes - givenBytes)))
    givenBytes += chunk.length
    if (givenBytes > logLimits.gunzipBytes) {
      fault = { kind: 'too-large', reason: `more than ${logLimits.gunzipBytes} bytes when unpacked` }
      isWanted = false
    } else if (fresh.length > 0 && (await sink(fresh)) === false) isWanted = false
  }

  async function feed(piece: Buffer): Promise<void> {
    let isTaken = false
    stream.write(piece, error => {
      if (!error) {
        isTaken = true
        fedBytes += piece.length
      }
      wake?.()
    })
    // What is still in the stream would be lost with a fault in the next piece.
    await handOnUntil(() => (isTaken && stream.readableLength === 0) || stream.readableEnded)
  }

  const canGoOn = () => isWanted && fault === undefined && !stream.destroyed && !stream.readableEnded

  return {
    async write(chunk) {
      for (let from = 0; from < chunk.length && canGoOn();) {
        const isSteady = fedBytes < steps.steadyBytes
        const most = isSteady
          ? Math.min(steps.stepBytes === Infinity ? Infinity : steadyPieceBytes, steps.steadyBytes - fedBytes)
          : steps.stepBytes
        const piece = chunk.subarray(from, Math.min(chunk.length, from + most))
        from += piece.length
        await feed(piece)
      }
      return isWanted && fault === undefined
    },
    async end() {
      if (canGoOn()) {
        stream.end()
        await handOnUntil(() => stream.readableEnded || stream.errored !== null)
      }
      stream.destroy()
      return { ...(fault ?? { kind: 'end' }), fedBytes, givenBytes }
    },
  }
}

function isEndOfInput(error: Error): boolean {
  return 'code' in error && error.code === 'Z_BUF_ERROR'
}
