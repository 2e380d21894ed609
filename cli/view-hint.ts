// The command that looks closer at a packet, as it can be pasted into a shell.

/** `undefined` for standard input, which cannot be read again. */
export function viewCommandFor(
  source: string,
  platform: NodeJS.Platform = process.platform,
): string | undefined {
  const outer = source.split('!')[0] ?? source
  return outer === '-' ? undefined : `support-packet view ${quotedForShell(outer, platform)}`
}

function quotedForShell(text: string, platform: NodeJS.Platform): string {
  if (platform === 'win32') return /^[\w@%+=:,./\\-]+$/.test(text) ? text : `"${text}"`
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}
