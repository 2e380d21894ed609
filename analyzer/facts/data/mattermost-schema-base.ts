// The PostgreSQL schema of Mattermost at migration 100, as the migrations make it; `mattermost-schema-changes.ts` goes on from it.
// Source: the migrations of Mattermost 11.6, applied one by one to PostgreSQL 15. How to read a line: `schema/expected.ts`.

export const baseLevel = 100

export const baseSchema = `
audits: id v26!, createat big, userid v26, action v512, extrainfo v1024, ipaddress v64, sessionid v26
  pk (id)
  idx_audits_user_id (userid)
bots: userid v26!, description v1024, ownerid v190, createat big, updateat big, deleteat big, lasticonupdate big
  pk (userid)
channelmemberhistory: channelid v26!, userid v26!, jointime big!, leavetime big
  pk (channelid, userid, jointime)
channelmembers: channelid v26!, userid v26!, roles v256, lastviewedat big, msgcount big, mentioncount big, notifyprops jsonb, lastupdateat big, schemeuser bool, schemeadmin bool, schemeguest bool, mentioncountroot big, msgcountroot big, urgentmentioncount big
  pk (channelid, userid)
  idx_channelmembers_channel_id_scheme_guest_user_id (channelid, schemeguest, userid)
  idx_channelmembers_user_id_channel_id_last_viewed_at (userid, channelid, lastviewedat)
channels: id v26!, createat big, updateat big, deleteat big, teamid v26, type enum, displayname v64, name v64, header v1024, purpose v250, lastpostat big, totalmsgcount big, extraupdateat big, creatorid v26, schemeid v26, groupconstrained bool, shared bool, totalmsgcountroot big, lastrootpostat big
  channels_name_teamid_key unique (name, teamid)
  pk (id)
  idx_channel_search_txt gin (to_tsvector('english'::regconfig, (((((name)::text || ' '::text) || (displayname)::text) || ' '::text) || (purpose)::text)))
  idx_channels_create_at (createat)
  idx_channels_delete_at (deleteat)
  idx_channels_displayname_lower (lower((displayname)::text))
  idx_channels_name_lower (lower((name)::text))
  idx_channels_scheme_id (schemeid)
  idx_channels_team_id_display_name (teamid, displayname)
  idx_channels_team_id_type (teamid, type)
  idx_channels_update_at (updateat)
clusterdiscovery: id v26!, type v64, clustername v64, hostname v512, gossipport int, port int, createat big, lastpingat big
  pk (id)
commands: id v26!, token v26, createat big, updateat big, deleteat big, creatorid v26, teamid v26, trigger v128, method v1, username v64, iconurl v1024, autocomplete bool, autocompletedesc v1024, autocompletehint v1024, displayname v64, description v128, url v1024, pluginid v190
  pk (id)
  idx_command_create_at (createat)
  idx_command_delete_at (deleteat)
  idx_command_team_id (teamid)
  idx_command_update_at (updateat)
commandwebhooks: id v26!, createat big, commandid v26, userid v26, channelid v26, rootid v26, usecount int
  pk (id)
  idx_command_webhook_create_at (createat)
compliances: id v26!, createat big, userid v26, status v64, count int, desc v512, type v64, startat big, endat big, keywords v512, emails v1024
  pk (id)
drafts: createat big, updateat big, deleteat big, userid v26!, channelid v26!, rootid v26!, message v65535, props v8000, fileids v300, priority text
  pk (userid, channelid, rootid)
emoji: id v26!, createat big, updateat big, deleteat big, creatorid v26, name v64
  emoji_name_deleteat_key unique (name, deleteat)
  pk (id)
  idx_emoji_create_at (createat)
  idx_emoji_delete_at (deleteat)
  idx_emoji_update_at (updateat)
fileinfo: id v26!, creatorid v26, postid v26, createat big, updateat big, deleteat big, path v512, thumbnailpath v512, previewpath v512, name v256, extension v64, size big, mimetype v256, width int, height int, haspreviewimage bool, minipreview bytea, content text, remoteid v26, archived bool!
  pk (id)
  idx_fileinfo_content_txt gin (to_tsvector('english'::regconfig, content))
  idx_fileinfo_create_at (createat)
  idx_fileinfo_delete_at (deleteat)
  idx_fileinfo_extension_at (extension)
  idx_fileinfo_name_splitted gin (to_tsvector('english'::regconfig, translate((name)::text, '.,-'::text, '   '::text)))
  idx_fileinfo_name_txt gin (to_tsvector('english'::regconfig, (name)::text))
  idx_fileinfo_postid_at (postid)
  idx_fileinfo_update_at (updateat)
groupchannels: groupid v26!, autoadd bool, schemeadmin bool, createat big, deleteat big, updateat big, channelid v26!
  pk (groupid, channelid)
  idx_groupchannels_channelid (channelid)
  idx_groupchannels_schemeadmin (schemeadmin)
groupmembers: groupid v26!, userid v26!, createat big, deleteat big
  pk (groupid, userid)
  idx_groupmembers_create_at (createat)
groupteams: groupid v26!, autoadd bool, schemeadmin bool, createat big, deleteat big, updateat big, teamid v26!
  pk (groupid, teamid)
  idx_groupteams_schemeadmin (schemeadmin)
  idx_groupteams_teamid (teamid)
incomingwebhooks: id v26!, createat big, updateat big, deleteat big, userid v26, channelid v26, teamid v26, displayname v64, description v500, username v255, iconurl v1024, channellocked bool
  idx_incoming_webhook_create_at (createat)
  idx_incoming_webhook_delete_at (deleteat)
  idx_incoming_webhook_team_id (teamid)
  idx_incoming_webhook_update_at (updateat)
  idx_incoming_webhook_user_id (userid)
  pk (id)
jobs: id v26!, type v32, priority big, createat big, startat big, lastactivityat big, status v32, progress big, data jsonb
  idx_jobs_status_type (status, type)
  idx_jobs_type (type)
  pk (id)
licenses: id v26!, createat big, bytes v10000
  pk (id)
linkmetadata: hash big!, url v2048, timestamp big, type v16, data jsonb
  idx_link_metadata_url_timestamp (url, "timestamp")
  pk (hash)
notifyadmin: userid v26!, createat big, requiredplan v26!, requiredfeature v100!, trial bool!
  pk (userid, requiredfeature, requiredplan)
oauthaccessdata: token v26!, refreshtoken v26, redirecturi v256, clientid v26, userid v26, expiresat big, scope v128
  idx_oauthaccessdata_refresh_token (refreshtoken)
  idx_oauthaccessdata_user_id (userid)
  oauthaccessdata_clientid_userid_key unique (clientid, userid)
  pk (token)
oauthapps: id v26!, creatorid v26, createat big, updateat big, clientsecret v128, name v64, description v512, callbackurls v1024, homepage v256, istrusted bool, iconurl v512, mattermostappid v32!
  idx_oauthapps_creator_id (creatorid)
  pk (id)
oauthauthdata: clientid v26, userid v26, code v128!, expiresin int, createat big, redirecturi v256, state v1024, scope v128
  pk (code)
outgoingwebhooks: id v26!, token v26, createat big, updateat big, deleteat big, creatorid v26, channelid v26, teamid v26, triggerwords v1024, callbackurls v1024, displayname v64, contenttype v128, triggerwhen int, username v64, iconurl v1024, description v500
  idx_outgoing_webhook_create_at (createat)
  idx_outgoing_webhook_delete_at (deleteat)
  idx_outgoing_webhook_team_id (teamid)
  idx_outgoing_webhook_update_at (updateat)
  pk (id)
pluginkeyvaluestore: pluginid v190!, pkey v150!, pvalue bytea, expireat big
  pk (pluginid, pkey)
postacknowledgements: postid v26!, userid v26!, acknowledgedat big
  pk (postid, userid)
postreminders: postid v26!, userid v26!, targettime big
  idx_postreminders_targettime (targettime)
  pk (postid, userid)
posts: id v26!, createat big, updateat big, deleteat big, userid v26, channelid v26, rootid v26, originalid v26, message v65535, type v26, props jsonb, hashtags v1000, filenames v4000, fileids v300, hasreactions bool, editat big, ispinned bool, remoteid v26
  idx_posts_channel_id_delete_at_create_at (channelid, deleteat, createat)
  idx_posts_channel_id_update_at (channelid, updateat)
  idx_posts_create_at (createat)
  idx_posts_create_at_id (createat, id)
  idx_posts_delete_at (deleteat)
  idx_posts_hashtags_txt gin (to_tsvector('english'::regconfig, (hashtags)::text))
  idx_posts_is_pinned (ispinned)
  idx_posts_message_txt gin (to_tsvector('english'::regconfig, (message)::text))
  idx_posts_root_id_delete_at (rootid, deleteat)
  idx_posts_update_at (updateat)
  idx_posts_user_id (userid)
  pk (id)
postspriority: postid v26!, channelid v26!, priority v32!, requestedack bool, persistentnotifications bool
  pk (postid)
preferences: userid v26!, category v32!, name v32!, value v2000
  idx_preferences_category (category)
  idx_preferences_name (name)
  pk (userid, category, name)
productnoticeviewstate: userid v26!, noticeid v26!, viewed int, timestamp big
  idx_notice_views_notice_id (noticeid)
  idx_notice_views_timestamp ("timestamp")
  pk (userid, noticeid)
publicchannels: id v26!, deleteat big, teamid v26, displayname v64, name v64, header v1024, purpose v250
  idx_publicchannels_delete_at (deleteat)
  idx_publicchannels_displayname_lower (lower((displayname)::text))
  idx_publicchannels_name_lower (lower((name)::text))
  idx_publicchannels_search_txt gin (to_tsvector('english'::regconfig, (((((name)::text || ' '::text) || (displayname)::text) || ' '::text) || (purpose)::text)))
  idx_publicchannels_team_id (teamid)
  publicchannels_name_teamid_key unique (name, teamid)
  pk (id)
reactions: userid v26!, postid v26!, emojiname v64!, createat big, updateat big, deleteat big, remoteid v26, channelid v26!
  idx_reactions_channel_id (channelid)
  pk (postid, userid, emojiname)
recentsearches: userid c26!, searchpointer int!, query jsonb, createat big!
  pk (userid, searchpointer)
remoteclusters: remoteid v26!, remoteteamid v26, name v64!, displayname v64, siteurl v512, createat big, lastpingat big, token v26, remotetoken v26, topics v512, creatorid v26
  remote_clusters_site_url_unique unique (siteurl, remoteteamid)
  pk (remoteid, name)
retentionpolicies: id v26!, displayname v64, postduration big
  idx_retentionpolicies_displayname (displayname)
  pk (id)
retentionpolicieschannels: policyid v26, channelid v26!
  idx_retentionpolicieschannels_policyid (policyid)
  pk (channelid)
retentionpoliciesteams: policyid v26, teamid v26!
  idx_retentionpoliciesteams_policyid (policyid)
  pk (teamid)
roles: id v26!, name v64, displayname v128, description v1024, createat big, updateat big, deleteat big, permissions text, schememanaged bool, builtin bool
  roles_name_key unique (name)
  pk (id)
schemes: id v26!, name v64, displayname v128, description v1024, createat big, updateat big, deleteat big, scope v32, defaultteamadminrole v64, defaultteamuserrole v64, defaultchanneladminrole v64, defaultchanneluserrole v64, defaultteamguestrole v64, defaultchannelguestrole v64, defaultplaybookadminrole v64, defaultplaybookmemberrole v64, defaultrunadminrole v64, defaultrunmemberrole v64
  idx_schemes_channel_admin_role (defaultchanneladminrole)
  idx_schemes_channel_guest_role (defaultchannelguestrole)
  idx_schemes_channel_user_role (defaultchanneluserrole)
  schemes_name_key unique (name)
  pk (id)
sessions: id v26!, token v26, createat big, expiresat big, lastactivityat big, userid v26, deviceid v512, roles v256, isoauth bool, props jsonb, expirednotify bool
  idx_sessions_create_at (createat)
  idx_sessions_expires_at (expiresat)
  idx_sessions_last_activity_at (lastactivityat)
  idx_sessions_token (token)
  idx_sessions_user_id (userid)
  pk (id)
sharedchannelattachments: id v26!, fileid v26, remoteid v26, createat big, lastsyncat big
  sharedchannelattachments_fileid_remoteid_key unique (fileid, remoteid)
  pk (id)
sharedchannelremotes: id v26!, channelid v26!, creatorid v26, createat big, updateat big, isinviteaccepted bool, isinviteconfirmed bool, remoteid v26, lastpostupdateat big, lastpostid v26
  sharedchannelremotes_channelid_remoteid_key unique (channelid, remoteid)
  pk (id, channelid)
sharedchannels: channelid v26!, teamid v26, home bool, readonly bool, sharename v64, sharedisplayname v64, sharepurpose v250, shareheader v1024, creatorid v26, createat big, updateat big, remoteid v26
  pk (channelid)
  sharedchannels_sharename_teamid_key unique (sharename, teamid)
sharedchannelusers: id v26!, userid v26, remoteid v26, createat big, lastsyncat big, channelid v26
  idx_sharedchannelusers_remote_id (remoteid)
  pk (id)
  sharedchannelusers_userid_channelid_remoteid_key unique (userid, channelid, remoteid)
sidebarcategories: id v128!, userid v26, teamid v26, sortorder big, sorting v64, type v64, displayname v64, muted bool, collapsed bool
  idx_sidebarcategories_userid_teamid (userid, teamid)
  pk (id)
sidebarchannels: channelid v26!, userid v26!, categoryid v128!, sortorder big
  pk (channelid, userid, categoryid)
status: userid v26!, status v32, manual bool, lastactivityat big, dndendtime big, prevstatus v32
  idx_status_status_dndendtime (status, dndendtime)
  pk (userid)
systems: name v64!, value v1024
  pk (name)
teammembers: teamid v26!, userid v26!, roles v256, deleteat big, schemeuser bool, schemeadmin bool, schemeguest bool, createat big
  idx_teammembers_createat (createat)
  idx_teammembers_delete_at (deleteat)
  idx_teammembers_user_id (userid)
  pk (teamid, userid)
teams: id v26!, createat big, updateat big, deleteat big, displayname v64, name v64, description v255, email v128, type enum, companyname v64, alloweddomains v1000, inviteid v32, schemeid v26, allowopeninvite bool, lastteamiconupdate big, groupconstrained bool, cloudlimitsarchived bool!
  idx_teams_create_at (createat)
  idx_teams_delete_at (deleteat)
  idx_teams_invite_id (inviteid)
  idx_teams_scheme_id (schemeid)
  idx_teams_update_at (updateat)
  teams_name_key unique (name)
  pk (id)
termsofservice: id v26!, createat big, userid v26, text v65535
  pk (id)
threadmemberships: postid v26!, userid v26!, following bool, lastviewed big, lastupdated big, unreadmentions big
  idx_thread_memberships_last_update_at (lastupdated)
  idx_thread_memberships_last_view_at (lastviewed)
  idx_thread_memberships_user_id (userid)
  pk (postid, userid)
threads: postid v26!, replycount big, lastreplyat big, participants jsonb, channelid v26, threaddeleteat big, threadteamid v26
  idx_threads_channel_id_last_reply_at (channelid, lastreplyat)
  pk (postid)
tokens: token v64!, createat big, type v64, extra v2048
  pk (token)
uploadsessions: id v26!, type enum, createat big, userid v26, channelid v26, filename v256, path v512, filesize big, fileoffset big, remoteid v26, reqfileid v26
  idx_uploadsessions_create_at (createat)
  idx_uploadsessions_type (type)
  idx_uploadsessions_user_id (userid)
  pk (id)
useraccesstokens: id v26!, token v26, userid v26, description v512, isactive bool
  idx_user_access_tokens_user_id (userid)
  pk (id)
  useraccesstokens_token_key unique (token)
usergroups: id v26!, name v64, displayname v128, description v1024, source v64, remoteid v48, createat big, updateat big, deleteat big, allowreference bool
  idx_usergroups_delete_at (deleteat)
  idx_usergroups_displayname (displayname)
  idx_usergroups_remote_id (remoteid)
  usergroups_name_key unique (name)
  pk (id)
  usergroups_source_remoteid_key unique (source, remoteid)
users: id v26!, createat big, updateat big, deleteat big, username v64, password v128, authdata v128, authservice v32, email v128, emailverified bool, nickname v64, firstname v64, lastname v64, roles v256, allowmarketing bool, props jsonb, notifyprops jsonb, lastpasswordupdate big, lastpictureupdate big, failedattempts int, locale v5, mfaactive bool, mfasecret v128, position v128, timezone jsonb, remoteid v26
  idx_users_all_no_full_name_txt gin (to_tsvector('english'::regconfig, (((((username)::text || ' '::text) || (nickname)::text) || ' '::text) || (email)::text)))
  idx_users_all_txt gin (to_tsvector('english'::regconfig, (((((((((username)::text || ' '::text) || (firstname)::text) || ' '::text) || (lastname)::text) || ' '::text) || (nickname)::text) || ' '::text) || (email)::text)))
  idx_users_create_at (createat)
  idx_users_delete_at (deleteat)
  idx_users_email_lower_textpattern (lower((email)::text) text_pattern_ops)
  idx_users_firstname_lower_textpattern (lower((firstname)::text) text_pattern_ops)
  idx_users_lastname_lower_textpattern (lower((lastname)::text) text_pattern_ops)
  idx_users_names_no_full_name_txt gin (to_tsvector('english'::regconfig, (((username)::text || ' '::text) || (nickname)::text)))
  idx_users_names_txt gin (to_tsvector('english'::regconfig, (((((((username)::text || ' '::text) || (firstname)::text) || ' '::text) || (lastname)::text) || ' '::text) || (nickname)::text)))
  idx_users_nickname_lower_textpattern (lower((nickname)::text) text_pattern_ops)
  idx_users_update_at (updateat)
  idx_users_username_lower_textpattern (lower((username)::text) text_pattern_ops)
  users_authdata_key unique (authdata)
  users_email_key unique (email)
  pk (id)
  users_username_key unique (username)
usertermsofservice: userid v26!, termsofserviceid v26, createat big
  pk (userid)
`
