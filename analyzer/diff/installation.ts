// What tells one installation from another: the id that a Mattermost server gave itself, the name of a Teleport cluster.
import { valueAt } from '../documents/shape.js'
import type { Source } from './taken.js'

/** `undefined` when the packet does not say. */
export function installationOf({ documents, facts }: Source): string | undefined {
  const id = valueAt(documents.get('metadata')?.value, ['server_id'])
  if (isName(id)) return id
  const cluster = facts.get('teleport.settings.name', '')?.value
  return isName(cluster) ? cluster : undefined
}

const isName = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && !/^\*+$/.test(value)
