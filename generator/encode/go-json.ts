// JSON byte for byte as Go's MarshalIndent writes it: four spaces, `<`, `>` and `&` escaped, no newline at the end.

const escaped: Readonly<Record<string, string>> = {
  '<': '\\u003c',
  '>': '\\u003e',
  '&': '\\u0026',
  '\u2028': '\\u2028',
  '\u2029': '\\u2029',
}

/** `null` for `undefined`. */
export function encodeGoJson(value: unknown): string {
  // The signs occur inside texts only, so that replacing them in the whole is safe. Go keeps \b and \f as \u0008 and \u000c
  // until 1.21 and writes the short forms since; JSON.stringify writes those.
  return (JSON.stringify(value, null, 4) ?? 'null').replace(
    /[<>&\u2028\u2029]/g,
    sign => escaped[sign] ?? sign,
  )
}
