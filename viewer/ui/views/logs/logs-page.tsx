// The logs of all nodes and files as one list in order of time.
export function Page() {
  return (
    <header class="page-head">
      <h1>Logs</h1>
    </header>
  )
}
