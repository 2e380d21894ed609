// Faults of licenses, rights, teams and jobs.
import { config, diagnostics, jobs, metadata, text } from '../edit-sample.js'
import type { Faults } from '../fault.js'

export const peopleFaults: Faults = {
  'jobs do not run': {
    edits: [config({ 'JobSettings.RunJobs': false, 'JobSettings.RunScheduler': false })],
    first: 'jobs-not-run',
  },
  'the license is over': {
    edits: [text('mattermost.log', log => log.replace('2027-02-19', '2026-10-01'))],
    first: 'license-expired',
  },
  'more users than seats': { edits: [diagnostics({ 'license.users': 30 })], first: 'license-seats-exceeded' },
  'no license at all': {
    edits: [
      diagnostics({ license: {} }),
      metadata({ license_id: '' }),
      config({ 'LdapSettings.Enable': true }),
    ],
    first: 'licensed-features-without-license',
  },
  'the teams are full': {
    edits: [config({ 'TeamSettings.MaxUsersPerTeam': 10 })],
    first: 'team-nearly-full',
  },
  'members may not post': {
    edits: [
      text('permissions.yaml', t => t.replace(/(name: channel_user\n[\s\S]*?)( {2}- create_post\n)/, '$1')),
    ],
    first: 'writing-not-permitted',
  },
  'everybody is administrator': {
    edits: [
      text('permissions.yaml', t =>
        t.replace(/(name: system_user\n[\s\S]*?permissions:\n)/, '$1  - manage_system\n'),
      ),
    ],
    first: 'ordinary-users-privileged',
  },
  'a migration job failed': {
    edits: [
      jobs({
        migration_jobs: [
          {
            id: 'a',
            type: 'migrations',
            priority: 0,
            create_at: '2026-11-21T08:26:21.54Z',
            start_at: '2026-11-21T08:26:22.32Z',
            last_activity_at: '2026-11-21T08:26:22.872Z',
            status: 'error',
            progress: 0,
            data: { error: 'pq: deadlock' },
          },
        ],
      }),
    ],
    first: 'migration-jobs-failing',
  },
  'members may not read channels': {
    edits: [
      text('permissions.yaml', roles =>
        roles.replace(/(name: channel_user\n[\s\S]*?)( {2}- read_channel\n)/, '$1'),
      ),
    ],
    first: 'member-rights-missing',
  },
  'members may not open direct messages': {
    edits: [
      text('permissions.yaml', roles =>
        roles.replace(/(name: system_user\n[\s\S]*?)( {2}- create_direct_channel\n)/, '$1'),
      ),
    ],
    first: 'member-rights-missing',
  },
  'a job waits for hours': {
    edits: [
      jobs({
        ldap_sync_jobs: [
          {
            id: 'a',
            type: 'ldap_sync',
            priority: 0,
            create_at: '2026-11-21T02:26:21.54Z',
            start_at: '1970-01-01T00:00:00Z',
            last_activity_at: '1970-01-01T00:00:00Z',
            status: 'pending',
            progress: 0,
          },
        ],
      }),
    ],
    first: 'jobs-waiting',
  },
  'a retention job failed': {
    edits: [
      jobs({
        data_retention_jobs: [
          {
            id: 'a',
            type: 'data_retention',
            priority: 0,
            create_at: '2026-11-21T02:26:21.54Z',
            start_at: '2026-11-21T02:26:22Z',
            last_activity_at: '2026-11-21T02:26:29Z',
            status: 'error',
            progress: 0,
            data: { error: 'pq: canceling statement due to statement timeout' },
          },
        ],
      }),
    ],
    first: 'data-retention-jobs-failing',
  },

  'an export does not go on': {
    edits: [
      jobs({
        message_export_jobs: [
          {
            id: 'a',
            type: 'message_export',
            priority: 0,
            create_at: '2026-11-19T02:26:21.54Z',
            start_at: '2026-11-19T02:26:22Z',
            last_activity_at: '2026-11-19T02:26:29Z',
            status: 'in_progress',
            progress: 10,
            data: {},
          },
        ],
      }),
    ],
    first: 'jobs-stuck',
  },
}
