// A configured address of listening, as this machine reaches it.

/** `:8067`, `0.0.0.0:8067`, `[::]:8067` → `127.0.0.1:8067`: all addresses of a machine are reached through its own. */
export function localAddress(address: string): string {
  const [, host = '', port = ''] = /^(.*):(\d+)$/.exec(address.trim()) ?? []
  return `${['', '0.0.0.0', '[::]', '*'].includes(host) ? '127.0.0.1' : host}:${port}`
}
