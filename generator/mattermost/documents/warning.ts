// warning.txt: what could not be had, worded and laid out as the server does it.

/** `undefined` when there is nothing to say: then there is no such entry. */
export function warningText(errors: readonly string[]): string | undefined {
  if (errors.length === 0) return undefined
  const head = errors.length === 1 ? '1 error occurred:' : `${errors.length} errors occurred:`
  return `${head}\n${errors.map(error => `\t* ${error}\n`).join('')}\n`
}
