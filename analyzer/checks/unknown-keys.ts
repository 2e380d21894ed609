// Keys in documents that the server's release does not write: what `--strict` looks for. Something else wrote them, or the
// server is newer than this program.
import semver from 'semver'
import type { Problem } from '../analysis.js'
import type { Documents } from '../documents/index.js'
import { maxProblems, problem } from '../documents/problem-codes.js'
import type { Document } from '../documents/types.js'
import type { Layout } from '../packet/layout-types.js'
import type { Asked } from './expectations.js'
import { type KeyTree, type KnownKey, mattermostKeys, newestKnown } from './mattermost-keys.js'

/** A check for each document whose keys are known. Teleport's configuration is judged by its parser, in every mode. */
export function checkKeys(documents: Documents, layout: Layout | undefined): readonly Asked[] {
  if (layout?.product !== 'mattermost') return []
  const version = semver.coerce(layout.serverVersion)
  return documents.all.flatMap(document => {
    const known = document.plugin === undefined ? mattermostKeys[document.kind] : undefined
    return known === undefined ? [] : [checkDocument(document, known, version)]
  })
}

function checkDocument(document: Document, known: KeyTree, version: semver.SemVer | null): Asked {
  const { entry, node } = document
  const draft = {
    id: 'keys-known',
    title: `${entry} has only keys that the server writes`,
    entry,
    ...(node === undefined || node === '' ? {} : { node }),
  } as const
  const skip = whyNotJudged(version)
  if (version === null || skip !== undefined) return { draft: { ...draft, skip: skip ?? '' }, problems: [] }
  const found = unknownKeys(document.value, known, version)
  const problems = found.slice(0, maxProblems).map(path => unknownKey(path, document))
  const beyond = found.length - problems.length
  if (beyond > 0)
    problems.push(problem('KEY_UNKNOWN', `${entry} has ${beyond} more unknown keys.`, placeIn(document)))
  return { draft, problems }
}

function whyNotJudged(version: semver.SemVer | null): string | undefined {
  if (version === null) return 'the packet does not state the server version'
  const newest = semver.coerce(newestKnown)
  if (newest !== null && semver.gt(version, `${newest.major}.${newest.minor}.999`))
    return `keys are known up to version ${newestKnown}, this server is ${version.version}`
  return undefined
}

type KeyPath = readonly (string | number)[]

/** More are only counted; a document has at most as many keys as its limit of bytes allows. */
function unknownKeys(value: unknown, known: KnownKey, version: semver.SemVer): readonly KeyPath[] {
  const found: KeyPath[] = []
  const walk = (inner: unknown, below: KnownKey, path: KeyPath): void => {
    if (typeof below !== 'object' || typeof inner !== 'object' || inner === null) return
    if (Array.isArray(inner)) {
      for (const [index, item] of inner.entries()) walk(item, below, [...path, index])
      return
    }
    for (const [key, item] of Object.entries(inner)) {
      const rule = Object.hasOwn(below, key) && key !== '' ? below[key] : below['*']
      if (rule === undefined || isTooNew(rule, version)) found.push([...path, key])
      else walk(item, rule, [...path, key])
    }
  }
  walk(value, known, [])
  return found
}

/** Servers built between two releases have keys of the later one: one minor release is let pass. */
function isTooNew(rule: KnownKey, version: semver.SemVer): boolean {
  const since = typeof rule === 'object' ? rule[''] : rule
  if (typeof since !== 'string') return false
  const [major = 0, minor = 0] = since.split('.').map(Number)
  return version.major < major || (version.major === major && version.minor + 1 < minor)
}

function unknownKey(path: KeyPath, document: Document): Problem {
  const name = path
    .map(step => (typeof step === 'number' ? `[${step}]` : `.${step}`))
    .join('')
    .slice(1, nameLimit)
  const place = document.locate(path)
  return problem('KEY_UNKNOWN', `The key ${name} is not one that servers of this version write.`, {
    ...placeIn(document),
    found: name,
    ...place,
  })
}

/** A key may be as long as the document. */
const nameLimit = 200

const placeIn = ({ entry, node }: Document): Pick<Problem, 'entry' | 'node'> => ({
  entry,
  ...(node === undefined || node === '' ? {} : { node }),
})
