// Lists of names as a clause of a message.

const most = 5

/** `a, b, c, d, e and 7 more`. */
export function fewOf(names: readonly string[]): string {
  const shown = names.slice(0, most).join(', ')
  return names.length > most ? `${shown} and ${names.length - most} more` : shown
}
