// Masks secrets in excerpts: a report is pasted into tickets, and a log line may carry a token.

const mask = '****'

/** `(before)(secret)`: the secret is replaced, what is before it is kept. */
const inText: readonly RegExp[] = [
  // https://user:secret@host, postgres://user:secret@host
  /(\b[a-z][a-z0-9+.-]{0,30}:\/\/[^\s/:@"']{0,200}:)([^\s@"']{1,500})(?=@)/gi,
  // user:secret@tcp(host:3306), the MySQL form
  /(\b[\w.-]{1,100}:)([^\s:@"']{1,500})(?=@tcp\()/gi,
  // Authorization: Bearer …, "authorization":"Basic …"
  /(\bauthorization["']?\s{0,5}[:=]\s{0,5}["']?(?:bearer|basic|token)?\s{0,5})([^\s"',]{4,2000})/gi,
  /(\b(?:bearer|basic)\s{1,5})([\w.~+/=-]{8,2000})/gi,
  // Tokens that are known by their beginning: of Slack, GitHub, GitLab
  /(\b(?:xox[abeprs]-|gh[oprsu]_|glpat-))([\w-]{6,500})/g,
  // token=…, session_token: …, "password":"…", access_key=…
  /(\b[\w-]{0,40}(?:token(?:_name)?|password|passwd|secret|(?:api|access|private|secret)[_-]?key)["']?\s{0,5}[:=]\s{0,5}["']?)([^\s"'&,;}]{4,2000})/gi,
]

/** The same text with what looks like a secret replaced. What is masked already stays as it is. */
export function maskSecrets(text: string): string {
  return inText.reduce(
    (masked, pattern) =>
      masked.replace(pattern, (whole: string, before: string, secret: string) =>
        /^\*+$/.test(secret) || isPlainWord(secret) ? whole : before + mask,
      ),
    text,
  )
}

/** `token: true`, `password=null` say something, and are no secrets. */
function isPlainWord(text: string): boolean {
  return /^(?:true|false|null|none|undefined|expired|invalid|missing)\b/i.test(text)
}

const secretKey =
  /(?:password|passwd|secret|token|token_name|salt|apikey|api_key|accesskey|privatekey|encryptkey|splitkey)$/i

/** A setting that holds a secret by its name, and not merely the path or the age of one. */
export function maskValue(key: string, value: string): string {
  if (secretKey.test(key) && value !== '' && !/^[*:]+$/.test(value)) return mask
  return maskSecrets(value)
}
