// Marks of findings on disk: a file a packet, named by its hash, that only this user can read. They outlive the run.
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'
import type { Mark, MarkChange, Marks } from '../shared/marks.js'
import { failure } from './failure.js'

export interface MarkStore {
  read(packet: string): Promise<Marks>
  /** Resolves with all marks of the packet when they are on disk. */
  change(packet: string, change: MarkChange): Promise<Marks>
}

/** `$XDG_STATE_HOME/support-packet`, else the folder that the convention names; on Windows the user's own data. */
export function stateFolder(env: NodeJS.ProcessEnv): string {
  const stated = env['XDG_STATE_HOME'] ?? ''
  // The convention has relative paths ignored.
  if (isAbsolute(stated)) return join(stated, 'support-packet')
  const local = env['LOCALAPPDATA'] ?? ''
  return local === '' ? join(homedir(), '.local', 'state', 'support-packet') : join(local, 'support-packet')
}

/** More findings than a packet has; a file beyond is none of ours. */
const mostMarks = 20_000

export function createMarkStore(folder: string): MarkStore {
  const directory = join(folder, 'marks')
  const pathOf = (packet: string) => join(directory, `${packet}.json`)
  /** Changes of a packet wait for one another: each is based on the one before. */
  const waiting = new Map<string, Promise<unknown>>()

  async function change(packet: string, wanted: MarkChange): Promise<Marks> {
    const marks = changed(await readMarks(pathOf(packet)), wanted)
    if (Object.keys(marks).length > mostMarks)
      throw failure(409, 'TOO_MANY_MARKS', `At most ${mostMarks} findings of a packet can be marked.`)
    await mkdir(directory, { recursive: true, mode: 0o700 })
    await writeMarks(pathOf(packet), marks)
    return marks
  }

  return {
    read: packet => readMarks(pathOf(packet)),
    change(packet, wanted) {
      const after = (waiting.get(packet) ?? Promise.resolve())
        .catch(() => undefined)
        .then(() => change(packet, wanted))
      waiting.set(packet, after)
      return after
    },
  }
}

function changed(marks: Marks, { fingerprint, state, note = '' }: MarkChange): Marks {
  const others = Object.entries(marks).filter(([known]) => known !== fingerprint)
  const mark: Mark | undefined = state && { state, note, at: new Date().toISOString() }
  return Object.fromEntries(mark === undefined ? others : [...others, [fingerprint, mark]])
}

/** No file: nothing was marked. A file that is none of ours is left alone and told of. */
async function readMarks(path: string): Promise<Marks> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {}
    throw unreadable(path, (error as Error).message)
  }
  const marks = marksIn(text)
  if (marks === undefined) throw unreadable(path, 'it is no list of marks')
  return marks
}

function unreadable(path: string, reason: string) {
  return failure(
    409,
    'MARKS_UNREADABLE',
    `The marks in ${path} cannot be read: ${reason}. Remove the file to begin anew.`,
  )
}

function marksIn(text: string): Marks | undefined {
  try {
    const value: unknown = JSON.parse(text)
    if (!isRecord(value) || !isRecord(value['marks'])) return undefined
    const marks = Object.entries(value['marks'])
    return marks.every(([, mark]) => isMark(mark)) ? (Object.fromEntries(marks) as Marks) : undefined
  } catch {
    return undefined
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isMark(value: unknown): boolean {
  if (!isRecord(value)) return false
  const { state, note, at } = value
  return (state === 'seen' || state === 'dismissed') && typeof note === 'string' && typeof at === 'string'
}

/** A whole new file takes the place of the old one: a crash leaves one of the two. */
async function writeMarks(path: string, marks: Marks): Promise<void> {
  if (Object.keys(marks).length === 0) return rm(path, { force: true })
  const draft = `${path}.${process.pid}.new`
  await writeFile(draft, `${JSON.stringify({ marks }, null, 2)}\n`, { mode: 0o600 })
  await rename(draft, path)
}
