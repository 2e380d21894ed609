// A folder only this user can read, for uploads and unpacked entries. Gone when the process ends; where it was killed, when the
// next one starts.
import { rmSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeProcessFolder } from '../../generator/archive/process-folder.js'

export interface PrivateDirectory {
  readonly path: string
  /** A name no other caller got. */
  newPath(fileName: string): string
  remove(): Promise<void>
}

export async function makePrivateDirectory(parent = tmpdir()): Promise<PrivateDirectory> {
  const path = await makeProcessFolder(parent, 'support-packet-view')
  const forget = removeWhenProcessEnds(path)
  let files = 0
  return {
    path,
    newPath: fileName => join(path, `${++files}-${fileName}`),
    remove: async () => {
      forget()
      await rm(path, { recursive: true, force: true })
    },
  }
}

/** A signal that nobody else handles still ends the process, after the folder is gone. Returns how to stop watching. */
function removeWhenProcessEnds(path: string): () => void {
  const removeNow = () => rmSync(path, { recursive: true, force: true })
  const onSignal = (signal: NodeJS.Signals) => {
    forget()
    removeNow()
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal)
  }
  const forget = () => {
    process.off('exit', removeNow)
    for (const signal of endingSignals) process.off(signal, onSignal)
  }
  process.once('exit', removeNow)
  for (const signal of endingSignals) process.once(signal, onSignal)
  return forget
}

const endingSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
