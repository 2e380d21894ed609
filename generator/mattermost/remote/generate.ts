// A packet from a server's API: asks, receives into a file that appears whole or not at all, checks it. Nothing here prints.
import { access } from 'node:fs/promises'
import { join } from 'node:path'
import type { Dispatcher } from 'undici'
import { createAtomicFile, type AtomicFile } from '../../archive/atomic-file.js'
import { commitFree, type Destination } from '../../archive/free-name.js'
import { checkMade } from '../../check-made.js'
import { dropBody, headerOf, packetUrl, type Response } from './api.js'
import { askPatiently } from './attempts.js'
import { tapBody } from './body-tap.js'
import { openConnections } from './connect.js'
import { nameFromHeader, ownName } from './packet-name.js'
import { endsAsZip, receive, type Received } from './receive.js'
import { notAPacket } from './refusals.js'
import type { Generated, Refusal, ServerGeneration } from './request-types.js'
import { serverWarnings } from './server-warnings.js'

/**
 * Gets a packet from a server. What keeps it from one is a value, not an exception; a cut download is kept as `.part`.
 * Works without a terminal: progress goes to `onEvent`, cancelling comes by `signal`.
 */
export async function generateFromServer(generation: ServerGeneration): Promise<Generated> {
  const url = packetUrl(generation.source.url, generation)
  if (url === undefined) return refused(badUrl(generation.source.url))
  const taken = await destinationTaken(generation.destination)
  if (taken !== undefined) return refused(taken)
  const dispatcher = openConnections(generation.source)
  try {
    return await fetchPacket(url, generation, dispatcher)
  } catch (error) {
    if (generation.signal?.aborted === true) return refused(cancelled)
    throw error
  } finally {
    await dispatcher.destroy()
  }
}

async function fetchPacket(
  url: URL,
  generation: ServerGeneration,
  dispatcher: Dispatcher,
): Promise<Generated> {
  const answer = await askPatiently(url, generation, dispatcher)
  if (answer.kind === 'refused') return answer
  const { response } = answer
  const body = tapBody(response)
  const wanted = wantedPath(generation.destination, response)
  let file: AtomicFile
  try {
    file = await createAtomicFile(wanted)
  } catch (error) {
    dropBody(response)
    return refused(cannotWrite(wanted, error))
  }
  try {
    const received = await receive(response, body, file, generation.onEvent, generation.signal)
    return await keep(received, file, wanted, generation, response.statusCode)
  } finally {
    dropBody(response)
    await file.discard()
  }
}

/** Gives what came its name, by what it is. What is not named is removed by the caller. */
async function keep(
  received: Received,
  file: AtomicFile,
  wanted: string,
  { destination, onEvent }: ServerGeneration,
  status: number,
): Promise<Generated> {
  if (received.kind === 'foreign') return refused(notAPacket(received.start, status))
  if (received.kind === 'cannot-write') return refused(cannotWrite(wanted, received.error))
  const { sizeBytes } = received
  if (sizeBytes === 0) return refused(emptyAnswer(status))
  const reason = received.kind === 'cut' ? received.reason : await missingEnd(file.path)
  onEvent?.({ kind: 'checking' })
  const overwrite = reason === undefined && destination.kind === 'file' && destination.overwrite
  const path = await commitFree(file, wanted, false, overwrite, reason === undefined ? '' : '.part')
  const validation = await checkMade(path)
  return reason === undefined
    ? { kind: 'packet', file: path, sizeBytes, validation, warnings: await serverWarnings(path) }
    : { kind: 'cut', file: path, sizeBytes, reason, validation }
}

async function missingEnd(path: string): Promise<string | undefined> {
  return (await endsAsZip(path)) ? undefined : 'the answer ended before the end of the archive'
}

function wantedPath(destination: Destination, response: Response): string {
  if (destination.kind === 'file') return destination.path
  const name = nameFromHeader(headerOf(response, 'content-disposition')) ?? ownName(new Date())
  return join(destination.path, name)
}

/** Said before anything is asked: making a packet costs the server seconds. */
async function destinationTaken(destination: Destination): Promise<Refusal | undefined> {
  if (destination.kind === 'directory' || destination.overwrite) return undefined
  try {
    await access(destination.path)
    return exists(destination.path)
  } catch {
    return undefined
  }
}

const refused = (refusal: Refusal): Generated => ({ kind: 'refused', refusal })

const badUrl = (url: string): Refusal => ({
  code: 'bad-url',
  message: `"${url.slice(0, 200)}" is not the address of a server.`,
  advice: 'It begins with https:// (or http://), as in https://chat.example.com.',
})

const exists = (path: string): Refusal => ({
  code: 'exists',
  message: `${path} exists.`,
  advice: 'Choose another name, or replace it with --overwrite.',
})

const emptyAnswer = (status: number): Refusal => ({
  code: 'not-a-packet',
  status,
  message: 'The answer is empty.',
})

const cancelled: Refusal = { code: 'cancelled', message: 'Cancelled; nothing was kept.' }

function cannotWrite(path: string, error: unknown): Refusal {
  const reason = isCode(error, 'ENOSPC')
    ? 'the disk is full'
    : isCode(error, 'EACCES')
      ? 'permission denied'
      : error instanceof Error
        ? error.message.replace(/^[A-Z]+: ([^,]+),.*$/, '$1')
        : String(error)
  return { code: 'cannot-write', message: `Cannot write ${path}: ${reason}.` }
}

const isCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code
