// Names of Go functions: simplified as `go tool pprof` prints them, and the package a function belongs to.
import type { Profile } from './types.js'

/** The profile with names as people know them from `go tool pprof`. */
export function simplified(profile: Profile): Profile {
  const { names, systemNames } = profile.functions
  const shown = names.map((name, index) => shownName(name, systemNames[index] ?? ''))
  return { ...profile, functions: { ...profile.functions, names: shown } }
}

/** A name that differs from the linker's was made for people already. */
function shownName(name: string, systemName: string): string {
  return name !== '' && name !== systemName ? name : simplifiedName(systemName)
}

/** `pbkdf2.Key[go.shape.interface { Reset(); Size() int }]` loses its parentheses, as the names of C++ functions do. */
function simplifiedName(name: string): string {
  const generic = /[<>[\]]|::/.test(name) && !name.includes('.<') && !name.includes(']).')
  return generic ? withoutPairs(withoutPairs(name, '(', ')'), '<', '>') : name
}

/** Removes what stands between the outermost pairs, with them. A pair that is never opened leaves the name as it is. */
function withoutPairs(name: string, open: string, close: string): string {
  let kept = ''
  let depth = 0
  let from = 0
  for (let at = 0; at < name.length; at++) {
    if (name[at] === open && depth++ === 0) kept += name.slice(from, at)
    if (name[at] !== close) continue
    if (--depth < 0) return kept + name.slice(from)
    if (depth === 0) from = at + 1
  }
  return depth > 0 ? kept + name.slice(lastOpen(name, from, open)) : kept + name.slice(from)
}

/** A pair that is never closed stays. */
function lastOpen(name: string, from: number, open: string): number {
  const at = name.indexOf(open, from)
  return at < 0 ? from : at
}

/**
 * Package of a function: `database/sql` of `database/sql.(*DB).conn`. Generic arguments may hold slashes and dots of their
 * own, so the name ends where they begin.
 */
export function packageOf(name: string): string {
  const bracket = name.search(/[[({]/)
  const plain = bracket < 0 ? name : name.slice(0, bracket)
  const slash = plain.lastIndexOf('/')
  const dot = plain.indexOf('.', slash + 1)
  return dot < 0 ? plain : plain.slice(0, dot)
}
