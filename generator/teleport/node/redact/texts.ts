// Arguments, unit files and lists of keys without their secrets.
import type { Launch } from '../survey/launch.js'
import { isHarmlessValue, isSecretKey, maskInside } from './values.js'

type Hide = (value: string) => string

/** Flags that take a secret. */
const secretFlag = /^--?(?:token|auth-token|password|secret|[\w-]+-token|[\w-]+-secret|[\w-]+-password)$/

/** Each argument as it was, with its NUL, but for values of secret flags. */
export function redactArguments({ arguments: all }: Pick<Launch, 'arguments'>, hide: Hide): string {
  return all
    .map((argument, index) => {
      const [, flag, value] = /^(--?[\w-]+)=(.*)$/s.exec(argument) ?? []
      if (flag !== undefined && value !== undefined && secretFlag.test(flag))
        return isHarmlessValue(value) ? argument : `${flag}=${hide(value)}`
      const before = all[index - 1] ?? ''
      if (secretFlag.test(before) && !argument.startsWith('-'))
        return isHarmlessValue(argument) ? argument : hide(argument)
      return maskInside(argument, hide)
    })
    .map(argument => `${argument}\0`)
    .join('')
}

/** Variables and flags with a telling name, credentials in addresses. */
export function redactUnit(text: string, hide: Hide): string {
  return text
    .split('\n')
    .map(line =>
      maskInside(line, hide)
        .replace(
          /(["'\s=])([A-Z][A-Z0-9_]{1,80})=("[^"]*"|'[^']*'|[^\s"']+)/g,
          (match, start: string, name: string, value: string) =>
            isSecretKey(name.toLowerCase()) && !isHarmlessValue(value)
              ? `${start}${name}=${hide(value)}`
              : match,
        )
        .replace(
          /(\s--?[\w-]+)([= ])(?!-)("[^"]*"|\S+)/g,
          (match, flag: string, between: string, value: string) =>
            secretFlag.test(flag.trim()) && !isHarmlessValue(value)
              ? `${flag}${between}${hide(value)}`
              : match,
        ),
    )
    .join('\n')
}

/** Folders of a backend whose next part gives access to whoever knows it. */
const secretFolder =
  /(\/(?:tokens|usertokens?|user_tokens?|resetpasswordtokens|sessions|websessions|requests|otp|totp|tokensecrets|recoverytokens|logins|challenges)\/)([^/\s]+)/g

/** `key=/tokens/…`: what names a secret is hidden, the lengths stay. */
export function redactKeys(text: string, hide: Hide): string {
  return text
    .split('\n')
    .map(line =>
      line.startsWith('key=')
        ? line.replace(secretFolder, (_, folder: string, name: string) => folder + hide(name))
        : line,
    )
    .join('\n')
}
