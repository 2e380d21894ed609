// The name of a downloaded packet: what the server proposes, made safe, since a header is untrusted text.
const longest = 180

/**
 * The file name in a Content-Disposition header; `undefined` without a usable one. Folders, control characters, leading
 * dots and names that Windows keeps for devices never get through.
 */
export function nameFromHeader(header: string | undefined): string | undefined {
  if (header === undefined) return undefined
  const extended = /filename\*\s*=\s*UTF-8''([^;\s]+)/i.exec(header)?.[1]
  const quoted = /filename\s*=\s*"((?:[^"\\]|\\.)*)"/i.exec(header)?.[1]?.replace(/\\(.)/g, '$1')
  const plain = /filename\s*=\s*([^;"\s]+)/i.exec(header)?.[1]
  return safeName(decoded(extended) ?? quoted ?? plain)
}

function decoded(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

function safeName(proposed: string | undefined): string | undefined {
  const base = proposed?.split(/[\\/]/).at(-1) ?? ''
  const clean = base
    .replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069<>:"|?*]/g, '_')
    .trim()
  const name = clean.replace(/^\.+/, '').replace(/[. ]+$/, '')
  if (name === '' || /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(name)) return undefined
  const zip = /\.zip$/i.test(name) ? name : `${name}.zip`
  return zip.length <= longest ? zip : `${zip.slice(0, longest - 4).replace(/[\ud800-\udbff]$/, '')}.zip`
}

/** What a server that names nothing gets: `mm_support_packet_2026-11-21T08-20.zip`, in UTC. */
export function ownName(now: Date): string {
  return `mm_support_packet_${now.toISOString().slice(0, 16).replace(':', '-')}.zip`
}
