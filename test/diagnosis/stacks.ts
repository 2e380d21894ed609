// Stacks of goroutines as Go names their functions, innermost first.

/** A request that waits for the answer of PostgreSQL. */
export const pqWait = [
  'internal/poll.runtime_pollWait',
  'internal/poll.(*pollDesc).wait',
  'internal/poll.(*FD).Read',
  'net.(*netFD).Read',
  'net.(*conn).Read',
  'bufio.(*Reader).Read',
  'io.ReadFull',
  'github.com/lib/pq.(*conn).recvMessage',
  'github.com/lib/pq.(*conn).recv1Buf',
  'github.com/lib/pq.(*conn).simpleQuery',
  'github.com/lib/pq.(*conn).query',
  'database/sql.(*DB).queryDC',
  'database/sql.(*DB).query',
  'github.com/jmoiron/sqlx.(*DB).QueryxContext',
  'github.com/mattermost/mattermost/server/v8/channels/store/sqlstore.(*SqlPostStore).GetPosts',
  'github.com/mattermost/mattermost/server/v8/channels/app.(*App).GetPosts',
  'github.com/mattermost/mattermost/server/v8/channels/api4.getPostsForChannel',
  'github.com/mattermost/mattermost/server/v8/channels/web.Handler.ServeHTTP',
  'net/http.serverHandler.ServeHTTP',
  'net/http.(*conn).serve',
]

/** The same for a request of another kind (`getUser`), in another function of the store (`SqlUserStore).Get`). */
export const pqWaitIn = (call: string, kind: string): readonly string[] =>
  pqWait.map(frame => frame.replace('SqlPostStore).GetPosts', call).replace('getPostsForChannel', kind))

/** A request that waits for a free connection of the pool. */
export const connWait = [
  'database/sql.(*DB).conn',
  'database/sql.(*DB).query',
  'database/sql.(*DB).QueryContext',
  'github.com/jmoiron/sqlx.(*DB).QueryxContext',
  'github.com/mattermost/mattermost/server/v8/channels/store/sqlstore.(*SqlPostStore).GetPosts',
  'github.com/mattermost/mattermost/server/v8/channels/app.(*App).GetPosts',
  'github.com/mattermost/mattermost/server/v8/channels/api4.getPostsForChannel',
  'github.com/mattermost/mattermost/server/v8/channels/web.Handler.ServeHTTP',
  'net/http.serverHandler.ServeHTTP',
  'net/http.(*conn).serve',
]

/** A request that waits for a hook of a plugin. */
export const hookWait = [
  'net/rpc.(*Client).Call',
  'github.com/mattermost/mattermost/server/public/plugin.(*hooksRPCClient).MessageWillBePosted',
  'github.com/mattermost/mattermost/server/public/plugin.(*hooksTimerLayer).MessageWillBePosted',
  'github.com/mattermost/mattermost/server/v8/channels/app.(*App).CreatePost.func2',
  'github.com/mattermost/mattermost/server/public/plugin.(*Environment).RunMultiPluginHook',
  'github.com/mattermost/mattermost/server/v8/channels/app.(*App).CreatePost',
  'github.com/mattermost/mattermost/server/v8/channels/api4.createPost',
  'github.com/mattermost/mattermost/server/v8/channels/web.Handler.ServeHTTP',
  'net/http.serverHandler.ServeHTTP',
  'net/http.(*conn).serve',
]

/** A request that waits for a lock. */
export const lockWait = [
  'sync.runtime_SemacquireMutex',
  'sync.(*Mutex).lockSlow',
  'sync.(*Mutex).Lock',
  'github.com/mattermost/mattermost/server/v8/channels/app/platform.(*PlatformService).UpdateConfig',
  'github.com/mattermost/mattermost/server/v8/channels/web.Handler.ServeHTTP',
  'net/http.serverHandler.ServeHTTP',
  'net/http.(*conn).serve',
]

/** A task that nobody ends. */
export const leak = ['github.com/mattermost/mattermost/server/v8/channels/app.(*App).leaky.func1']

/** A request that waits for the target of a slash command. */
export const httpWait = [
  'net/http.(*persistConn).roundTrip',
  'net/http.(*Transport).roundTrip',
  'net/http.(*Client).do',
  'github.com/mattermost/mattermost/server/v8/channels/app.(*App).DoCommandRequest',
  'github.com/mattermost/mattermost/server/v8/channels/app.(*App).tryExecuteCustomCommand',
  'github.com/mattermost/mattermost/server/v8/channels/app.(*App).ExecuteCommand',
  'github.com/mattermost/mattermost/server/v8/channels/api4.executeCommand',
  'github.com/mattermost/mattermost/server/v8/channels/web.Handler.ServeHTTP',
  'net/http.serverHandler.ServeHTTP',
  'net/http.(*conn).serve',
]
