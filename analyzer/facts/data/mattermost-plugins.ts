// Plugins that Mattermost itself publishes: the version each server release brings, and what is known against some.
// Sources, as of `pluginsAsOf`: PLUGIN_PACKAGES in server/Makefile of 11.6; docs.mattermost.com, "Important upgrade notes" and
// "Deprecated features". A plugin that is not listed is unknown, neither old nor sound.
import type { Release } from '../version.js'

/** ISO date of the sources. */
export const pluginsAsOf = '2026-11-21'

export interface BundledPlugin {
  readonly id: string
  readonly name: string
  /** Version that comes with the server from release `since` on, or a newer one. */
  readonly version: string
  readonly since: Release
}

const since: Release = { major: 11, minor: 6 }

export const bundledPlugins: readonly BundledPlugin[] = [
  { id: 'mattermost-ai', name: 'Agents', version: '1.7.2', since },
  { id: 'focalboard', name: 'Boards', version: '9.2.2', since },
  { id: 'com.mattermost.calls', name: 'Calls', version: '1.11.4', since },
  { id: 'com.mattermost.plugin-channel-export', name: 'Channel Export', version: '1.3.0', since },
  { id: 'github', name: 'GitHub', version: '2.6.0', since },
  { id: 'com.github.manland.mattermost-plugin-gitlab', name: 'GitLab', version: '1.12.1', since },
  { id: 'jira', name: 'Jira', version: '4.6.0', since },
  { id: 'com.mattermost.mattermost-plugin-metrics', name: 'Metrics', version: '0.7.0', since },
  { id: 'com.mattermost.mscalendar', name: 'Microsoft Calendar', version: '1.6.0', since },
  { id: 'com.mattermost.msteamsmeetings', name: 'MS Teams Meetings', version: '2.4.1', since },
  { id: 'playbooks', name: 'Playbooks', version: '2.8.0', since },
  { id: 'mattermost-plugin-servicenow', name: 'ServiceNow', version: '2.4.0', since },
  { id: 'com.mattermost.user-survey', name: 'User Survey', version: '1.1.1', since },
  { id: 'zoom', name: 'Zoom', version: '1.12.0', since },
]

export interface KnownTrouble {
  readonly id: string
  /** Plugin versions it holds for; every one when absent. */
  readonly from?: string
  readonly below?: string
  /** First server release it matters with; any when absent. */
  readonly server?: Release
  /** What is wrong, a clause that follows the plugin's name. */
  readonly trouble: string
  readonly remedy: string
}

export const knownTroubles: readonly KnownTrouble[] = [
  {
    id: 'jira',
    from: '4.2.0',
    below: '4.2.1',
    trouble: 'can lose its settings',
    remedy: 'install 4.2.1 or newer',
  },
  {
    id: 'com.mattermost.apps',
    server: { major: 10, minor: 0 },
    trouble: 'is the Apps framework, which gets no more fixes',
    remedy: 'replace its apps by plugins, webhooks or slash commands',
  },
  {
    id: 'com.mattermost.nps',
    server: { major: 11, minor: 0 },
    trouble: 'reports nothing any more since server 11.0',
    remedy: 'switch it off, or use the User Survey plugin',
  },
  {
    id: 'com.mattermost.plugin-incident-management',
    trouble: 'was replaced by Playbooks',
    remedy: 'remove it; Playbooks takes its data over',
  },
  {
    id: 'com.mattermost.plugin-incident-response',
    trouble: 'was replaced by Playbooks',
    remedy: 'remove it; Playbooks takes its data over',
  },
]

/** Plugins that do the same under two ids: both at a time disturb each other. */
export const samePlugins: readonly (readonly [id: string, other: string])[] = [
  ['focalboard', 'boards'],
  ['playbooks', 'com.mattermost.plugin-incident-management'],
  ['playbooks', 'com.mattermost.plugin-incident-response'],
]
