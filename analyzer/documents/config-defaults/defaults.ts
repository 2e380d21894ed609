// All defaults in one table: section → setting → value of a new server of version 11.6.
import { accountsDefaults } from './accounts.js'
import { featuresDefaults } from './features.js'
import type { Sections } from './sections.js'
import { serverDefaults } from './server.js'

export const defaults: Sections = { ...serverDefaults, ...accountsDefaults, ...featuresDefaults }

/** The defaults of a section; empty for one that is not known. */
export function defaultsIn(section: string): Readonly<Record<string, unknown>> {
  return Object.hasOwn(defaults, section) ? (defaults[section] ?? {}) : {}
}
