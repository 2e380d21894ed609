// How the data of a zip entry may be compressed: the two methods that are read, and the names of those that are not.

export const stored = 0
export const deflated = 8

const names: Readonly<Record<number, string>> = {
  0: 'stored',
  1: 'shrunk',
  2: 'reduced 1',
  3: 'reduced 2',
  4: 'reduced 3',
  5: 'reduced 4',
  6: 'imploded',
  8: 'deflated',
  9: 'Deflate64',
  10: 'PKWARE DCL imploded',
  12: 'bzip2',
  14: 'LZMA',
  16: 'IBM CMPSC',
  18: 'IBM TERSE',
  19: 'IBM LZ77',
  20: 'Zstandard (old number)',
  93: 'Zstandard',
  94: 'MP3',
  95: 'xz',
  96: 'JPEG',
  97: 'WavPack',
  98: 'PPMd',
  99: 'AES encryption',
}

export function methodName(method: number): string {
  return names[method] ?? `unknown method ${method}`
}

export function isSupported(method: number): boolean {
  return method === stored || method === deflated
}

export function isKnown(method: number): boolean {
  return method in names
}
