// permissions.yaml (Mattermost 10.5 and later): roles with their permissions, and permission schemes. Names of schemes are masked.
//
//   roles:
//   - id: 4hy37epgujrrzpgqceubcaf9to
//     name: system_guest
//     display_name: "********************************"
//     delete_at: "1970-01-01T00:00:00Z"
//     permissions:
//     - create_direct_channel
//   schemes: []
import { yamlParser } from './parser.js'
import type { FromShape } from './shape.js'

const shape = {
  /** Neither the roles nor the permissions in a role are sorted. */
  roles: [
    {
      id: 'string',
      name: 'string',
      /** Always masked. */
      display_name: 'string',
      description: 'string',
      /** RFC 3339 in the server's zone; `delete_at` is the epoch while the role lives. */
      create_at: 'string',
      update_at: 'string',
      delete_at: 'string',
      permissions: ['string'],
      scheme_managed: 'boolean',
      built_in: 'boolean',
      /** After 11.1. */
      scheme_id: 'string',
    },
  ],
  schemes: [
    {
      id: 'string',
      name: 'string',
      display_name: 'string',
      description: 'string',
      create_at: 'string',
      update_at: 'string',
      delete_at: 'string',
      /** team, channel, playbook or run. */
      scope: 'string',
      default_team_admin_role: 'string',
      default_team_user_role: 'string',
      default_team_guest_role: 'string',
      default_channel_admin_role: 'string',
      default_channel_user_role: 'string',
      default_channel_guest_role: 'string',
      default_playbook_admin_role: 'string',
      default_playbook_member_role: 'string',
      default_run_admin_role: 'string',
      default_run_member_role: 'string',
    },
  ],
} as const

export type Permissions = FromShape<typeof shape>

export const parsePermissions = yamlParser(shape)
