// The command that looks closer at a packet, as it can be pasted into a shell.

/** `undefined` for standard input, which cannot be read again. */
export function viewCommandFor(source: string): string | undefined {
  const outer = source.split('!')[0] ?? source
  return outer === '-' ? undefined : `support-packet view ${quotedForShell(outer)}`
}

const quotedForShell = (text: string): string =>
  /^[\w@%+=:,./\\-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
