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
    if (kind === undefined) yield* changeLines(source, change, () => lines.end())
    else yield* changeLines(source, ...byObject(kind, change, () => lines.end()))
    removed += lines.removed
  }
  /** Lines wait until their object is whole. */
  const byObject = (
    kind: string,
    change: (line: string) => string | undefined,
    end: () => string | undefined,
  ): readonly [(line: string) => string | undefined, (cut: boolean) => string | undefined] => {
    const objects = objectSecrets(kind, keyed, value => {
      learn([Buffer.from(value, 'latin1').toString('utf8')])
      removed++
    })
    const joined = (parts: readonly (string | undefined)[]): string | undefined => {
      const some = parts.filter(part => part !== undefined)
      return some.length === 0 ? undefined : some.join('\n')
    }
    return [
      line => {
        const ready = objects.push(line)
        return ready.length === 0 ? undefined : joined(ready.map(change))
      },
      cut => joined([...objects.end(cut).map(change), end()]),
    ]
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
