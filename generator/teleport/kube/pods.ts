// Containers of a namespace, by what `kubectl get pods -o json` says.

export interface Container {
  readonly pod: string
  readonly name: string
  /** It ran before: there may be a log of that run. */
  readonly restarted: boolean
}

/** Containers whose logs are asked for; a namespace of Teleport has tens. */
const mostContainers = 2000

const partName = /^[a-z0-9][a-z0-9.-]{0,252}$/

/** Init containers first, as they run. Empty for a text that is no such list. */
export function containersOf(json: string): readonly Container[] {
  const found: Container[] = []
  for (const pod of itemsOf(json)) {
    const name = textAt(pod, 'metadata', 'name')
    const names = [...listAt(pod, 'spec', 'initContainers'), ...listAt(pod, 'spec', 'containers')]
    const statuses = [
      ...listAt(pod, 'status', 'initContainerStatuses'),
      ...listAt(pod, 'status', 'containerStatuses'),
    ]
    for (const container of names.map(item => textAt(item, 'name'))) {
      // Names become arguments and entries: of anything odd nothing is asked.
      if (!partName.test(name) || !partName.test(container)) continue
      const status = statuses.find(item => textAt(item, 'name') === container)
      if (found.length < mostContainers)
        found.push({
          pod: name,
          name: container,
          restarted: Number(valueAt(status, 'restartCount') ?? 0) > 0,
        })
    }
  }
  return found
}

function itemsOf(json: string): readonly unknown[] {
  try {
    return listAt(JSON.parse(json) as unknown, 'items')
  } catch {
    return []
  }
}

function valueAt(value: unknown, ...path: readonly string[]): unknown {
  let found: unknown = value
  for (const key of path)
    found = typeof found === 'object' && found !== null ? (found as Record<string, unknown>)[key] : undefined
  return found
}

const textAt = (value: unknown, ...path: readonly string[]): string => {
  const found = valueAt(value, ...path)
  return typeof found === 'string' ? found : ''
}

const listAt = (value: unknown, ...path: readonly string[]): readonly unknown[] => {
  const found = valueAt(value, ...path)
  return Array.isArray(found) ? (found as readonly unknown[]) : []
}
