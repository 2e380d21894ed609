// Which keys and values of Teleport's files are secret. Lists, one place: configuration, unit files and arguments ask here.

/** Keys whose value is a secret wherever they stand. */
const secretKey =
  /(?:^|_|-)(?:token|tokens|password|passwd|passphrase|secret|secrets|pin|credential|credentials|license)$|private[_-]?key|api[_-]?key|access[_-]?key|secret[_-]?key|account[_-]key|otp[_-]?key|api[_-]?token|[_-]token$|[_-]secret$|auth_token|token_name|sas_?token|bearer|client_secret|session_secret|shared_secret|master_?key|encryption_?key|authorization/i

/** Keys that look alike and say where something is or how it works. */
const harmless =
  /(?:_|-)(?:file|path|dir|ttl|type|method|mode|url|uri|name|names|enabled|required|timeout|interval|algorithm|alg|pattern|count|limit|claim)$|^(?:ca_pins?|public_key|second_factors?)$/i

export function isSecretKey(key: string): boolean {
  return key === 'token_name' || (secretKey.test(key) && !harmless.test(key))
}

/** A value that is no secret though its key is: a path to it, a flag, nothing, or a reference that is filled in later. */
export function isHarmlessValue(value: string): boolean {
  return (
    /^(?:|~|null|true|false|yes|no|on|off|\*+|""|'')$/i.test(value) ||
    /^(?:file:\/\/)?\/[\w./+@-]*$/.test(value) ||
    /^\$\{?[A-Z_][A-Z0-9_]*\}?$/.test(value)
  )
}

/** `proxy,node:secret` → `secret` */
export const afterColon = (value: string): string | undefined => /^[^:]*:\s*(\S.*)$/s.exec(value)?.[1]?.trim()

/** `Authorization: Bearer fake` → `Bearer fake`; nothing where Teleport fills the value in. */
export function headerValue(value: string): string | undefined {
  const part = afterColon(value)
  return part === undefined || /^(?:Bearer\s+)?\{\{[^}]*\}\}$/.test(part) ? undefined : part
}

/** `scheme://user:password@host`, also in the middle of a text: the password. */
const userInfo = /([a-z][a-z0-9+.-]{0,30}:\/\/[^\s/:@'"]{0,200}:)([^\s/@'"]{1,500})(?=@)/gi

/** `password=…` of a connection string, `sig=…` and `token=…` of an address. */
const parameter =
  /([?&;\s"'](?:password|passwd|pwd|secret|token|access_token|sig|api_?key|secret_?key|access_?key|accountkey)=)([^\s&;"']{1,500})/gi

/** `"Authorization: Basic …"` */
const header =
  /(["'](?:Authorization|Cookie|[\w-]{0,60}(?:Key|Token|Secret|Password))\s*:\s+)([^"'\n]{1,2000})(?=["'])/gi

/** Credentials inside a longer value. */
export function maskInside(text: string, hide: (value: string) => string): string {
  const replace = (match: string, before: string, value: string): string =>
    isHarmlessValue(value) ? match : before + hide(value)
  const ofHeader = (match: string, before: string, value: string): string =>
    headerValue(match.slice(1)) === undefined ? match : replace(match, before, value)
  return text.replace(userInfo, replace).replace(parameter, replace).replace(header, ofHeader)
}
