// What a check says: which value is wrong, what is known instead, and what the reader of the configuration makes of it.

/** Who reads the configuration: a Mattermost server, or support-packet for its own records. */
export type Reader = 'server' | 'tool'

/** `error`: records are lost or nothing is set up. `warning`: not what was meant, or unsafe. `info`: worth a look. */
export type MessageSeverity = 'error' | 'warning' | 'info'

export type MessagePath = readonly (string | number)[]

export type MessageCode =
  | 'NOT_JSON'
  | 'TOO_LARGE'
  | 'TEXT_NOT_OBJECT'
  | 'ELSEWHERE'
  | 'NO_TARGETS'
  | 'TOO_MANY'
  | 'KEY_TWICE'
  | 'WRONG_TYPE'
  | 'UNKNOWN_TYPE'
  | 'UNKNOWN_FORMAT'
  | 'UNKNOWN_KEY'
  | 'UNKNOWN_VALUE'
  | 'OUT_OF_BOUNDS'
  | 'MISSING'
  | 'OLD_NAME'
  | 'NO_LEVELS'
  | 'UNKNOWN_LEVEL'
  | 'LEVEL_MISMATCH'
  | 'LEVEL_TWICE'
  | 'LEVEL_OF_OTHER_LOG'
  | 'NO_ERROR_LEVELS'
  | 'UNENCRYPTED'
  | 'UNVERIFIED'
  | 'NO_CERTIFICATE'
  | 'UNUSED'
  | 'HOST_IGNORED'
  | 'COLOUR_IN_FILE'
  | 'TIMESTAMP_LAYOUT'
  | 'NUL_IN_FILE'
  | 'NEVER_ROTATED'
  | 'NEVER_REMOVED'
  | 'SMALL_QUEUE'
  | 'LARGE_QUEUE'
  | 'SAME_FILE'
  | 'UNREACHABLE'

export interface ConfigMessage {
  readonly severity: MessageSeverity
  readonly code: MessageCode
  readonly path: MessagePath
  /** What is wrong, with the value that was found. */
  readonly message: string
  /** What the reader does with it. */
  readonly effect: string
  /** Values that would be right. */
  readonly known?: readonly string[]
  /** The word that was probably meant. */
  readonly meant?: string
}

/** What `say` is told besides the words: an effect for both readers, or one each. */
export interface Remark extends Omit<ConfigMessage, 'effect'> {
  readonly effect: string | Readonly<Record<Reader, string>>
}

export interface Judge {
  readonly reader: Reader
  say(remark: Remark): void
}

/** A configuration is written by hand; one with more mistakes than this is another file. */
const MOST_MESSAGES = 200

export function createJudge(reader: Reader): Judge & { readonly messages: readonly ConfigMessage[] } {
  const messages: ConfigMessage[] = []
  function say(remark: Remark): void {
    const { effect } = remark
    if (messages.length > MOST_MESSAGES) return
    if (messages.length === MOST_MESSAGES) messages.push(tooMany)
    else messages.push({ ...remark, effect: typeof effect === 'string' ? effect : effect[reader] })
  }
  return { reader, say, messages }
}

const tooMany: ConfigMessage = {
  severity: 'warning',
  code: 'TOO_MANY',
  path: [],
  message: `More than ${MOST_MESSAGES} things are wrong`,
  effect: 'the rest is not listed',
}

/** Servers set targets up one after the other and stop at the first that is wrong. */
export const serverRefuses =
  'the server refuses the configuration, and other targets may not be set up either'
export const targetLeftOut = 'this target is left out, the others are not affected'
export const refuses = { server: serverRefuses, tool: targetLeftOut } as const
