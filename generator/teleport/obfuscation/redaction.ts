// The hook that everything passes on its way into a dump: secrets are taken out before anything is on a disk. Always on.
import type { NewEntry, Transform } from '../dump/index.js'
import type { Keyed } from './keyed.js'
import { changeLines, changeText, asBytes } from './lines.js'
import { objectSecrets } from './resource-secrets.js'
import { createSecretLines } from './secret-lines.js'
import { changeTable } from './tables.js'

export interface Redaction extends Transform {
  /** Values that are secret wherever they stand from now on, such as names of join tokens. */
  learn(values: readonly string[]): void
  /** How many values were taken out so far. */
  readonly removed: number
  /** The stand-in of one secret, the same as in all entries. */
  secret(value: string): string
}

export function createRedaction(keyed: Keyed): Redaction {
  // Known by all entries, whichever was first.
  const shared = createSecretLines(keyed)
  const known: string[] = []
  let removed = 0
  const learn = (values: readonly string[]): void => {
    const more = values.map(asBytes)
    known.push(...more)
    shared.learn(more)
  }
  async function* redacted(entry: NewEntry, source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    const lines = createSecretLines(keyed)
    let knownBefore = -1
    const change = (line: string): string | undefined => {
      if (knownBefore !== known.length) lines.learn(known)
      knownBefore = known.length
      return lines.change(line)
    }
    const kind = kindOf(entry)
    if (isTable(entry)) {
      yield* changeTable(source, change)
      removed += lines.removed
      return
    }
    const structured = kind === undefined ? source : byObject(source, kind)
    yield* changeLines(structured, change, () => lines.end())
    removed += lines.removed
  }
  async function* byObject(source: AsyncIterable<Buffer>, kind: string): AsyncGenerator<Buffer> {
    const objects = objectSecrets(kind, keyed, value => {
      learn([Buffer.from(value, 'latin1').toString('utf8')])
      removed++
    })
    const joined = (lines: readonly string[]): string | undefined =>
      lines.length === 0 ? undefined : lines.join('\n')
    yield* changeLines(
      source,
      line => joined(objects.push(line)),
      () => joined(objects.end()),
    )
  }
  return {
    bytes: (entry, source) => (entry.content === 'profile' ? source : redacted(entry, source)),
    text: text => changeText(text, line => shared.change(line)),
    learn,
    secret: value => keyed.secret(asBytes(value)),
    get removed() {
      return removed + shared.removed
    },
  }
}

/** Columns of what tctl prints for people lie under a ruler: a stand-in may not shift them. */
const isTable = ({ name, content }: NewEntry): boolean =>
  content === 'table' && /(?:^|\/)tctl_[^/]*\.txt$/.test(name)

/** The kind of objects in an entry, by its name; `undefined` for what is no list of objects. */
function kindOf({ name, content }: NewEntry): string | undefined {
  if (content === 'resources') return /tctl_get_([a-z0-9_]+)\./.exec(name)?.[1] ?? 'unknown'
  if (content === 'kubernetes') return `kube:${/kubectl_get_([^/]+)\.yaml$/.exec(name)?.[1] ?? 'unknown'}`
  return undefined
}
