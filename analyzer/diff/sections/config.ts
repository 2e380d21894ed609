// Settings: of a Mattermost server as its page of the viewer has them, of Teleport as the files of its hosts do.
import { isMap } from '../../documents/shape.js'
import { configView } from '../../views/config.js'
import type { Row } from '../rows.js'
import { valueOf } from '../values.js'
import { notTold, type SectionDefinition } from './definition.js'

export const mattermostConfig: SectionDefinition = {
  id: 'config',
  title: 'Configuration',
  product: 'mattermost',
  take(source) {
    const view = configView(source, [])
    if (view === undefined) return notTold('it has no sanitized_config.json that could be read')
    return view.settings.flatMap(({ path, standing, values }) =>
      values.flatMap((value, index): readonly Row[] => {
        if (value.kind === 'absent') return []
        const name = path.join('.')
        return [
          {
            key: name,
            name,
            node: view.nodes[index]?.node ?? '',
            values: { '': valueOf(value.value, path.at(-1)) },
            isDefault: standing === 'default',
            saysNothing: standing === 'says-nothing',
          },
        ]
      }),
    )
  },
}

/** Sections inside sections of teleport.yaml are followed so deep, and so many settings are taken of a file. */
const deepest = 8
const mostSettings = 5000

export const teleportConfig: SectionDefinition = {
  id: 'config',
  title: 'Configuration (teleport.yaml)',
  product: 'teleport',
  take({ documents }) {
    const files = documents.of('teleport-config')
    if (files.length === 0) return notTold('it has no teleport.yaml that could be read')
    return files.flatMap(({ value, node }) =>
      leavesOf(value).map(({ path, value: leaf }) => {
        const name = path.join('.')
        return { key: name, name, node: node ?? '', values: { '': valueOf(leaf, path.at(-1)) } }
      }),
    )
  },
}

interface Leaf {
  readonly path: readonly string[]
  readonly value: unknown
}

/** Every value that is no section, in the order of the file. */
export function leavesOf(root: unknown): readonly Leaf[] {
  const found: Leaf[] = []
  const walk = (path: readonly string[], value: unknown): void => {
    if (found.length >= mostSettings) return
    if (isMap(value) && path.length < deepest && Object.keys(value).length > 0)
      for (const [key, inner] of Object.entries(value)) walk([...path, key], inner)
    else if (value !== undefined) found.push({ path, value })
  }
  walk([], root)
  return found
}
