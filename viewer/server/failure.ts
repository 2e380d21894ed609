// Failures of a request: a status, a stable code and a sentence. Thrown anywhere below /api/, written in one place.
import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { ApiFailure } from '../shared/wire.js'

type FailureStatus = 400 | 401 | 403 | 404 | 409 | 413 | 415 | 500 | 507

/** Makes the exception that `writeFailure` turns into JSON. */
export function failure(status: FailureStatus, code: string, message: string): HTTPException {
  return new HTTPException(status, { message, cause: code })
}

export function writeFailure(error: Error, context: Context): Response {
  if (error instanceof HTTPException && typeof error.cause === 'string')
    return context.json(body(error.cause, error.message), error.status)
  const noSpace = (error as NodeJS.ErrnoException).code === 'ENOSPC'
  if (noSpace)
    return context.json(
      body('DISK_FULL', 'The folder for temporary files is full: free some space, or set TMPDIR elsewhere.'),
      507,
    )
  return context.json(body('INTERNAL', `The viewer failed on this request: ${error.message}`), 500)
}

function body(code: string, message: string): ApiFailure {
  return { error: { code, message } }
}
