// File names that come from outside (a packet, an upload), made fit to be the name of a file here.

/** The last part of a name without characters that a file system, a header or a terminal would take for something else. */
export function safeFileName(name: string, fallback = 'file'): string {
  const last = name.split(/[/\\]/).at(-1) ?? ''
  const plain = last
    .toWellFormed()
    .replace(unfit, '_')
    .replace(/^[.\s]+/, '')
    .slice(0, 120)
  return plain === '' || windowsDevices.test(plain) ? `${fallback}${plain === '' ? '' : `-${plain}`}` : plain
}

const unfit = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff"*:<>?|\ufffd]/g
const windowsDevices = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i
