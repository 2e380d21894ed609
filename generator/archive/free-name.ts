// Gives a finished file a name that is free, so that nothing is ever lost to a name.
import { basename, dirname, join } from 'node:path'
import type { AtomicFile } from './atomic-file.js'

/** Where a packet goes. */
export type Destination =
  /** Named as the server says, made free by a number. */
  | { readonly kind: 'directory'; readonly path: string }
  | { readonly kind: 'file'; readonly path: string; readonly overwrite: boolean }

/**
 * The wanted name, or the first free one of `packet-2.zip`, `packet-3.zip`, …; `exact` allows no other. Gives the path.
 * Throws EEXIST when there is none.
 */
export async function commitFree(
  file: AtomicFile,
  wanted: string,
  exact: boolean,
  overwrite: boolean,
  ending = '',
): Promise<string> {
  let last: unknown
  for (const candidate of exact ? [wanted] : candidates(dirname(wanted), basename(wanted))) {
    try {
      await file.commit(candidate + ending, overwrite)
      return candidate + ending
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
      last = error
    }
  }
  throw last
}

/** Names in a folder: the proposed one, then `name-2.zip`, `name-3.zip`, … */
function* candidates(folder: string, name: string): Generator<string> {
  const stem = name.replace(/\.zip$/i, '')
  yield join(folder, name)
  for (let number = 2; number < 1000; number++) yield join(folder, `${stem}-${number}.zip`)
}
