// Users whom only a sentence of a log names, in no field of it: somebody who failed to sign in, or who was deleted long ago. Only
// sentences that Teleport, its libraries and PAM write are known, since a word that is wrongly taken for a name is lost everywhere.
//
//   User bob failed to authenticate: invalid username or password.
//   pam_unix(teleport:session): session opened for user bob(uid=1004) by (uid=0)

const name = String.raw`["'\\]{0,4}([\w@+\u00a0-\uffff](?:[\w.@+\u00a0-\uffff-]{0,98}[\w\u00a0-\uffff])?)["'\\]{0,4}`

const sentences: readonly RegExp[] = [
  String.raw`\buser ${name} (?:not found|is not found|failed to authenticate|tried to|has been changed|authenticated via|is not a member|does not exist|cannot submit|can not request|was not found|policy name)`,
  String.raw`\b(?:user not found|no such user|unexpected user|unknown user|lookup username|user: unknown user):? ${name}`,
  String.raw`\buser with identity ${name} not found`,
  String.raw`\b(?:impersonate|(?:setting|set|setup|tearing|tear)(?: up| down)?|session (?:opened|closed)|attempt denied|password|credentials|invalid|key|updating password|certificate subject is|agent server|client|upserting|attempt by|attempt to change|externally managed)(?: for| to)?(?: Teleport)? user ${name}(?=[\s.,:;([]|$)`,
  String.raw`\b(?:user|username)\[${name}\]`,
  String.raw`\block targeting User:${name} is in force`,
  String.raw`\baccess denied to ${name} connecting to\b`,
  String.raw`\b(?:Accepted|Failed) (?:publickey|password|keyboard-interactive(?:/pam)?) for ${name} from\b`,
  String.raw`\bUsername ${name} not found, using fake hash`,
].map(source => new RegExp(source, 'i'))

/** Any of the sentences has one of these. */
const trigger = /user|denied to|publickey for|password for|interactive/i

/** Words of the sentences themselves that may stand where a name is expected. */
const noName =
  /^(?:was|is|has|not|with|and|for|to|the|that|who|does|cannot|can|did|will|found|failed|certificate|certificates|group|groups|session|sessions|password|passwords|profile|token|tokens|role|roles|login|logins|name|names|agent|access|account|accounts|identity|identities|keys?|ca|cas|authority|authorities|database|store|creation|verification|agents|data|info|interface|service|input|home|request|requests|tasks?|mode|type|kind)$/i

/** Names in one line; most lines have none. */
export function spokenUsers(line: string): readonly string[] {
  if (!trigger.test(line)) return []
  return sentences.flatMap(sentence => {
    const found = sentence.exec(line)?.[1]
    return found === undefined || noName.test(found) ? [] : [found]
  })
}
