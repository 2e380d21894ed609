// Exhaustiveness for unions: a case nobody handled becomes a compile error. Used by every stage.

/** Call in the `default` branch of a switch over a union; throws when untyped data reaches it (a bug). */
export function unreachable(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`)
}
