// A page that is being written.
export function Page() {
  return null
}
