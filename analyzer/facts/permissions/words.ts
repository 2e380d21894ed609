// Roles in the words of the System Console, so that a person need not know their names in the database.

const people: Readonly<Record<string, string>> = {
  channel_admin: 'channel administrators',
  channel_guest: 'guests in channels',
  channel_user: 'members of channels',
  custom_group_user: 'members of custom groups',
  playbook_admin: 'administrators of playbooks',
  playbook_member: 'members of playbooks',
  run_admin: 'administrators of playbook runs',
  run_member: 'members of playbook runs',
  secure_connection_manager: 'managers of secure connections',
  shared_channel_manager: 'managers of shared channels',
  system_admin: 'system administrators',
  system_custom_group_admin: 'administrators of custom groups',
  system_guest: 'guests',
  system_manager: 'system managers',
  system_post_all: 'accounts that may post everywhere',
  system_post_all_public: 'accounts that may post in all public channels',
  system_read_only_admin: 'viewers of the System Console',
  system_user: 'all users',
  system_user_access_token: 'users with access tokens',
  system_user_manager: 'user managers',
  team_admin: 'team administrators',
  team_guest: 'guests in teams',
  team_post_all: 'accounts that may post in a whole team',
  team_post_all_public: 'accounts that may post in all public channels of a team',
  team_user: 'members of teams',
}

/** Who has a role; the role's own name where it is none of Mattermost's. */
export function peopleOf(role: string): string {
  return Object.hasOwn(people, role) ? (people[role] ?? role) : role
}
