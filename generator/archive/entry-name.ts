// Names of entries that come from other packets: what could lead out of a folder, or hides, is not carried on.

/** False for absolute names, `..`, drive letters, backslashes and control characters. */
export function isSafeName(name: string): boolean {
  if (name === '' || name.startsWith('/') || /^[a-z]:/i.test(name)) return false
  if (/[\u0000-\u001f\u007f\\]/.test(name)) return false
  return name.split('/').every(part => part !== '..' && part !== '.' && part !== '')
}
