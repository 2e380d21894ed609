// What each migration after 100 changes in the PostgreSQL schema of Mattermost. Migrations that change no table, column
// or index are left out. Source: the migrations of Mattermost 11.6, applied one by one to PostgreSQL 15.
// A new level is one more block at the end, and a higher `lastLevel`. How to read a line: `schema/expected.ts`.

/** The newest migration this knows; what later ones make is unknown here. */
export const lastLevel = 159

export const schemaChanges = `
@101 create_true_up_review_history
trueupreviewhistory: duedate big!, completed bool
  pk (duedate)
@102 posts_originalid_index
posts
  + idx_posts_original_id (originalid)
@103 add_sentat_to_notifyadmin
notifyadmin
  + sentat big
@104 upgrade_notifyadmin
notifyadmin
  ~ requiredplan v100!
  ~ requiredfeature v255!
@106 fileinfo_channelid
fileinfo
  + channelid v26
  + idx_fileinfo_channel_id_create_at (channelid, createat)
@109 create_persistent_notifications
persistentnotifications: postid v26!, createat big, lastsentat big, deleteat big, sentcount small
  pk (postid)
@111 update_vacuuming
fileinfo
  + autovacuum_analyze_scale_factor=0.05
  + autovacuum_vacuum_scale_factor=0.1
posts
  + autovacuum_analyze_scale_factor=0.05
  + autovacuum_vacuum_scale_factor=0.1
preferences
  + autovacuum_analyze_scale_factor=0.05
  + autovacuum_vacuum_scale_factor=0.1
threadmemberships
  + autovacuum_analyze_scale_factor=0.05
  + autovacuum_vacuum_scale_factor=0.1
@112 rework_desktop_tokens
desktoptokens: token v64!, createat big!, userid v26!
  pk (token)
  idx_desktoptokens_token_createat (token, createat)
@113 create_retentionidsfordeletion_table
retentionidsfordeletion: id v26!, tablename v64, ids array
  idx_retentionidsfordeletion_tablename (tablename)
  pk (id)
@115 user_reporting_changes
users
  + lastlogin big!
@116 create_outgoing_oauth_connections
outgoingoauthconnections: id v26!, name v64, creatorid v26, createat big, updateat big, clientid v255, clientsecret v255, credentialsusername v255, credentialspassword v255, oauthtokenurl text, granttype enum, audiences v1024
  idx_outgoingoauthconnections_name (name)
  pk (id)
@117 msteams_shared_channels
remoteclusters
  + pluginid v190!
sharedchannelremotes
  + lastpostcreateat big!
  + lastpostcreateid v26
@119 msteams_shared_channels_opts
remoteclusters
  + options small!
@120 create_channelbookmarks_table
channelbookmarks: id v26!, ownerid v26!, channelid v26!, fileinfoid v26, createat big, updateat big, deleteat big, displayname text, sortorder int, linkurl text, imageurl text, emoji v64, type enum, originalid v26, parentid v26
  pk (id)
  idx_channelbookmarks_channelid (channelid)
  idx_channelbookmarks_delete_at (deleteat)
  idx_channelbookmarks_update_at (updateat)
@121 remove_true_up_review_history
-trueupreviewhistory
@122 preferences_value_length
preferences
  ~ value text
@125 remoteclusters_add_default_team_id
remoteclusters
  + defaultteamid v26
@126 sharedchannels_remotes_add_deleteat
remoteclusters
  + deleteat big
  - remote_clusters_site_url_unique
sharedchannelremotes
  + deleteat big
@127 add_mfa_used_ts_to_users
users
  + mfausedtimestamps jsonb
@128 create_scheduled_posts
scheduledposts: id v26!, createat big, updateat big, userid v26!, channelid v26!, rootid v26, message v65535, props v8000, fileids v300, priority text, scheduledat big!, processedat big, errorcode v200
  idx_scheduledposts_userid_channel_id_scheduled_at (userid, channelid, scheduledat)
  pk (id)
@129 add_property_system_architecture
propertyfields: id v26!, groupid v26!, name v255!, type enum, attrs jsonb, targetid v255, targettype v255, createat big!, updateat big!, deleteat big!
  idx_propertyfields_unique unique (groupid, targetid, name) WHERE (deleteat = 0)
  pk (id)
propertygroups: id v26!, name v64!
  propertygroups_name_key unique (name)
  pk (id)
propertyvalues: id v26!, targetid v255!, targettype v255!, groupid v26!, fieldid v26!, value jsonb!, createat big!, updateat big!, deleteat big!
  idx_propertyvalues_targetid_groupid (targetid, groupid)
  idx_propertyvalues_unique unique (groupid, targetid, fieldid) WHERE (deleteat = 0)
  pk (id)
@131 create_index_pagination_on_property_values
propertyvalues
  + idx_propertyvalues_create_at_id (createat, id)
@132 create_index_pagination_on_property_fields
propertyfields
  + idx_propertyfields_create_at_id (createat, id)
@133 add_channel_banner_fields
channels
  + bannerinfo jsonb
@134 create_access_control_policies
accesscontrolpolicies: id v26!, name v128!, type v128!, active bool!, createat big!, revision int!, version v8!, data jsonb, props jsonb
  pk (id)
accesscontrolpolicyhistory: id v26!, name v128!, type v128!, createat big!, revision int!, version v8!, data jsonb, props jsonb
  pk (id, revision)
@135 sidebarchannels_categoryid
sidebarchannels
  + idx_sidebarchannels_categoryid (categoryid)
@138 add_default_category_name_to_channel
channels
  + defaultcategoryname v64!
@139 remoteclusters_add_last_global_user_sync_at
remoteclusters
  + lastglobalusersyncat big
@140 add_lastmemberssyncat_to_sharedchannelremotes
sharedchannelremotes
  + lastmemberssyncat big
sharedchannelusers
  + lastmembershipsyncat big
@141 add_remoteid_channelid_to_post_acknowledgements
postacknowledgements
  + remoteid v26
  + channelid v26
@142 create_content_flagging_tables
contentflaggingcommonreviewers: userid v26!
  pk (userid)
contentflaggingteamreviewers: teamid v26!, userid v26!
  pk (teamid, userid)
contentflaggingteamsettings: teamid v26!, enabled bool
  pk (teamid)
@143 content_flagging_table_index
contentflaggingteamreviewers
  + idx_contentflaggingteamreviewers_userid (userid)
@144 add_dcr_fields_to_oauth_apps
oauthapps
  + isdynamicallyregistered bool
@145 add_pkce_to_oauthauthdata
oauthauthdata
  + codechallenge v128
  + codechallengemethod v10
@146 add_audience_and_resource_to_oauth
oauthaccessdata
  + audience v512
oauthauthdata
  + resource v512
@147 create_autotranslation_tables
channelmembers
  + autotranslation bool!
  + idx_channelmembers_autotranslation_enabled (channelid) WHERE (autotranslation = true)
channels
  + autotranslation bool!
  + idx_channels_autotranslation_enabled (id) WHERE (autotranslation = true)
translations: objectid v26!, dstlang v!, objecttype v, providerid v!, normhash c64!, text text!, confidence real, meta jsonb, updateat big!
  idx_translations_updateat (updateat DESC)
  pk (objectid, dstlang)
users
  + idx_users_id_locale (id, locale)
@148 add_burn_on_read_messages
drafts
  + type text
readreceipts: postid v26!, userid v26!, expireat big!
  idx_read_receipts_post_id (postid)
  idx_read_receipts_user_id_post_id_expire_at (userid, postid, expireat)
  pk (postid, userid)
scheduledposts
  + type text
temporaryposts: postid v26!, type v26!, expireat big!, message v65535, fileids v300
  idx_temporary_posts_expire_at (expireat)
  pk (postid)
@149 create_recaps
recapchannels: id v26!, recapid v26!, channelid v26!, channelname v64!, highlights text, actionitems text, sourcepostids text, createat big!
  idx_recap_channels_channel_id (channelid)
  idx_recap_channels_recap_id (recapid)
  pk (id)
recaps: id v26!, userid v26!, title v255!, createat big!, updateat big!, deleteat big!, totalmessagecount int!, status v32!, readat big!, botid v26!
  idx_recaps_bot_id (botid)
  idx_recaps_create_at (createat)
  idx_recaps_user_id (userid)
  idx_recaps_user_id_delete_at (userid, deleteat)
  idx_recaps_user_id_read_at (userid, readat)
  pk (id)
@150 add_translation_state
translations
  + state v20!
  + idx_translations_state (state) WHERE ((state)::text = 'processing'::text)
@151 add_autotranslationdisabled_to_channelmembers
channelmembers
  + autotranslationdisabled bool!
@152 translations_primary_key_change
translations
  ~ objecttype v!
  - pk
  + pk (objectid, objecttype, dstlang)
@153 add_translation_channel_id
translations
  + channelid v26
@154 drop_translation_updateat_index
translations
  - idx_translations_updateat
@155 create_translation_channel_updateat_index
translations
  + idx_translations_channel_updateat (channelid, objecttype, updateat DESC, dstlang)
@156 add_schemeid_to_roles
roles
  + schemeid v26
@158 add_roles_schemeid_index
roles
  + idx_roles_scheme_id (schemeid)
@159 deduplicate_policy_names
accesscontrolpolicies
  + idx_accesscontrolpolicies_name_type unique (name, type) WHERE ((type)::text = 'parent'::text)
`
