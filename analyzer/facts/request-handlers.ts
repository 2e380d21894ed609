// Functions of the server that answer requests, found in stacks of goroutines and of profiles, and what they are in words.

/** `github.com/mattermost/mattermost/server/v8/channels/api4.searchPostsInTeam` → `searchPostsInTeam` */
export function handlerOf(name: string): string | undefined {
  const [, handler] = /\/channels\/(?:api4|web)\.([a-z][A-Za-z0-9]*)$/.exec(name) ?? []
  return handler === undefined || aroundHandlers.has(handler) ? undefined : handler
}

/** They stand in the stack of every request, or last as long as their client. */
const aroundHandlers: ReadonlySet<string> = new Set([
  'newWrappedWriter',
  'generateDevCSP',
  'connectWebSocket',
])

/** The first pattern that fits counts. */
const words: readonly (readonly [RegExp, string])[] = [
  [/^searchPosts/, 'searches for messages'],
  [/^search\w*Files/, 'searches for files'],
  [/^(?:search|autocomplete)/, 'searches for people and channels'],
  [/^getUserStatus/, 'questions for who is online'],
  [/^incomingWebhook$/, 'incoming webhooks'],
  [/^(?:createPost|createEphemeralPost)$/, 'new messages'],
  [/^(?:upload|createUpload)/, 'uploads'],
  [/^get(?:File|Public)/, 'downloads'],
  [/^(?:login|loginCWS|loginWith)/, 'logins'],
  [/^executeCommand$/, 'slash commands'],
  [/^(?:getPosts|getPostThread|getPost)/, 'reading of messages'],
  [/^(?:saveReaction|deleteReaction|getReactions)/, 'reactions'],
  [/^(?:viewChannel|readMultipleChannels)$/, 'marks that a channel was read'],
  [/^getUser|^getProfile/, 'questions for people'],
  [/^get(?:Channel|AllChannels|PublicChannels)/, 'questions for channels'],
  [/^getThread|^getUserThread/, 'reading of threads'],
  [/^(?:generateSupportPacket)$/, 'support packets'],
]

/** `incomingWebhook` → `incoming webhooks`; the name itself where it is none of the common ones. */
export function handlerWords(handler: string): string {
  return words.find(([pattern]) => pattern.test(handler))?.[1] ?? handler
}
