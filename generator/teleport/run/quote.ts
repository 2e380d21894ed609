// Arguments for a POSIX shell, which is what ssh and tsh hand a command to.

const plain = /^[A-Za-z0-9_@%+=:,./-]+$/

/** One word that the shell reads as exactly this text. NUL cannot be passed and throws. */
export function shellWord(text: string): string {
  if (text.includes('\0')) throw new Error('an argument has a NUL character')
  return plain.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}

export const shellCommand = (argv: readonly string[]): string => argv.map(shellWord).join(' ')
