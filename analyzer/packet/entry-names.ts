// Makes entry names safe and comparable, and says what was wrong with them. No name is trusted, none is dropped.
import type { Limits } from './limits.js'
import type { Problem } from './problem.js'
import { packetProblem, type PacketProblemCode } from './problem-codes.js'

export interface CleanName {
  /** Relative, `/` separated, without `.` and `..` segments, NUL or drive letters; never empty. */
  readonly name: string
  /** Set when the name could have led out of the packet: `damage` of the entry, which stays readable. */
  readonly unsafe: Problem | undefined
  readonly notes: readonly Problem[]
}

/** What stands in for a part of a name that must not be used. */
const replacement = '__'

/** At the start of a name, also behind `/` or `./`, and several of them. */
const driveLetters = /^(?:[A-Za-z]:\/*)+/

/** Cleans one raw name. */
export function cleanName(rawName: string, limits: Limits): CleanName {
  const slashed = rawName.replaceAll('\\', '/')
  const segments = slashed.split('/').filter(segment => segment !== '' && segment !== '.')
  const safe = segments.map(segment => (segment === '..' ? replacement : segment)).join('/')
  const relative = safe.replace(driveLetters, '')
  const unsafe = unsafeReason(rawName, slashed, segments, limits)
  const short = relative.length > limits.nameLength ? `${relative.slice(0, limits.nameLength)}…` : relative
  return { name: short.replaceAll('\0', replacement) || replacement, unsafe, notes: noteworthy(rawName) }
}

function unsafeReason(
  raw: string,
  slashed: string,
  segments: readonly string[],
  limits: Limits,
): Problem | undefined {
  if (raw.length > limits.nameLength) return nameTooLong(raw, limits)
  if (raw.includes('\0')) return unsafeName('ENTRY_NAME_NUL', 'contains a NUL byte', raw)
  if (segments.includes('..')) return unsafeName('ENTRY_NAME_TRAVERSAL', 'climbs out of the packet', raw)
  if (driveLetters.test(segments.join('/')))
    return unsafeName('ENTRY_NAME_DRIVE', 'starts with a drive letter', raw)
  if (slashed.startsWith('//')) return unsafeName('ENTRY_NAME_NETWORK', 'is a network path', raw)
  if (slashed.startsWith('/')) return unsafeName('ENTRY_NAME_ABSOLUTE', 'is an absolute path', raw)
  if (segments.length === 0) return unsafeName('ENTRY_NAME_EMPTY', 'is empty', raw)
  return undefined
}

function unsafeName(code: PacketProblemCode, what: string, found: string): Problem {
  const message = `The name of the entry ${what}; it is read, but never used as a path.`
  return packetProblem(code, message, { expected: 'a relative path inside the packet', found })
}

function nameTooLong(raw: string, limits: Limits): Problem {
  return packetProblem('ENTRY_NAME_TOO_LONG', 'The name of the entry is too long and was cut.', {
    expected: `at most ${limits.nameLength} characters`,
    found: `${raw.length} characters`,
  })
}

function noteworthy(raw: string): readonly Problem[] {
  const notes: Problem[] = []
  if (raw.includes('\\')) {
    notes.push(
      packetProblem('ENTRY_NAME_BACKSLASH', 'The name has backslashes, read as folder separators.', {
        found: raw,
      }),
    )
  }
  if (/[\u0001-\u001f\u007f-\u009f]/.test(raw)) {
    notes.push(packetProblem('ENTRY_NAME_CONTROL', 'The name contains control characters.', { found: raw }))
  }
  if (raw.includes('\ufffd')) {
    notes.push(
      packetProblem('ENTRY_NAME_UNDECODABLE', 'The name has bytes that its encoding does not know.', {
        found: raw,
      }),
    )
  }
  return notes
}

/** Problems between names, found over all of them; each names the later entry. */
export function nameClashes(names: readonly string[]): readonly Problem[] {
  const seen = new Set<string>()
  const folded = new Map<string, string>()
  const folders = new Set(names.flatMap(foldersOf))
  const problems: Problem[] = []
  for (const name of names) {
    const other = folded.get(name.toLowerCase())
    if (seen.has(name)) problems.push(duplicate(name))
    else if (other !== undefined) problems.push(caseClash(name, other))
    if (folders.has(name) && !seen.has(name)) problems.push(fileAndFolder(name))
    seen.add(name)
    if (other === undefined) folded.set(name.toLowerCase(), name)
  }
  return problems
}

function foldersOf(name: string): readonly string[] {
  const folders: string[] = []
  for (let end = name.indexOf('/'); end !== -1; end = name.indexOf('/', end + 1))
    folders.push(name.slice(0, end))
  return folders
}

function duplicate(entry: string): Problem {
  const message = 'Several entries have this name; each is read.'
  return packetProblem('ENTRY_NAME_DUPLICATE', message, { entry })
}

function caseClash(entry: string, found: string): Problem {
  const message = 'Another entry differs only in letter case; Windows and macOS cannot hold both.'
  return packetProblem('ENTRY_NAME_CASE_CLASH', message, { entry, found })
}

function fileAndFolder(entry: string): Problem {
  const message = 'The name is a file, and other entries use it as their folder.'
  return packetProblem('ENTRY_NAME_FILE_AND_FOLDER', message, { entry })
}
