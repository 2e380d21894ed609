// Runs something again whenever files change: for those who write rules and look at the outcome beside.
import { watch } from 'node:fs'
import { stat } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Editors write a file in several steps; what comes within this time is one change. */
const settleMs = 150

/** Calls `again` once, and after each change below the paths, one call at a time, until the signal is aborted. */
export async function onEachChange(
  paths: readonly string[],
  again: () => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  // A change that comes while `again` runs is kept for the next round; the first round waits for none.
  let isChanged = true
  let wake: () => void = () => undefined
  for (const path of paths) {
    const isFolder = (await stat(path)).isDirectory()
    // Of a single file the folder is watched: editors replace the file, and nothing would be told of the new one.
    const watcher = watch(isFolder ? path : dirname(path), { recursive: isFolder, signal })
    watcher.on('change', () => {
      isChanged = true
      wake()
    })
    // A folder that is removed is no reason to stop looking at the others.
    watcher.on('error', () => undefined)
  }
  signal.addEventListener('abort', () => wake())
  while (!signal.aborted) {
    if (!isChanged) {
      await new Promise<void>(resolve => (wake = resolve))
      await new Promise<void>(resolve => setTimeout(resolve, settleMs))
    }
    isChanged = false
    if (!signal.aborted) await again()
  }
}
