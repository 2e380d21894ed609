// Facts of what this tool itself knows of releases: how old that was when the packet was made.
import { pluginsAsOf } from './data/mattermost-plugins.js'
import { releasesAsOf } from './data/mattermost-releases.js'
import { rolesAsOf } from './data/mattermost-role-defaults.js'
import { schemaVersionsAsOf } from './data/mattermost-schema-versions.js'
import { postgresqlReleasesAsOf } from './data/postgresql-releases.js'
import { defineFact } from './types.js'
import type { Derived, FactInput } from './types.js'

const DAY_MS = 86_400_000

/** Table → ISO date of its sources. */
const tables: Readonly<Record<string, string>> = {
  releases: releasesAsOf,
  postgresql: postgresqlReleasesAsOf,
  plugins: pluginsAsOf,
  schema: schemaVersionsAsOf,
  roles: rolesAsOf,
}

const oldest = Object.values(tables).reduce((a, b) => (a < b ? a : b))

/** The dates are the tool's own, so no place in the packet says them; it takes a packet to be asked at all. */
function known<T>(input: FactInput, value: T | undefined): Derived<T> | undefined {
  return value === undefined || input.documents.all.length === 0 ? undefined : { value, from: [] }
}

export const lifecycleFacts = [
  defineFact({
    id: 'lifecycle.as_of',
    title:
      'ISO dates of the tables of releases that this tool brings, by table: releases, postgresql, plugins, schema, roles',
    scope: 'packet',
    derive: input => known(input, tables),
  }),
  defineFact({
    id: 'lifecycle.age_days',
    title: 'Days between the oldest of those tables and the packet; 0 when the packet is older',
    scope: 'packet',
    derive: input => {
      const { generatedAtMs } = input
      return generatedAtMs === undefined
        ? undefined
        : known(input, Math.max(0, Math.floor((generatedAtMs - Date.parse(oldest)) / DAY_MS)))
    },
  }),
]
