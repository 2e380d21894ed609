// Sockets as procfs lists them, in the columns of `ss -tan`, for hosts that have no ss, which is most containers.
//
//   sl  local_address rem_address   st tx_queue:rx_queue …
//   0: 0100007F:0BB8 00000000:0000 0A 00000000:00000000 …

const states: Readonly<Record<string, string>> = {
  '01': 'ESTAB',
  '02': 'SYN-SENT',
  '03': 'SYN-RECV',
  '04': 'FIN-WAIT-1',
  '05': 'FIN-WAIT-2',
  '06': 'TIME-WAIT',
  '07': 'UNCONN',
  '08': 'CLOSE-WAIT',
  '09': 'LAST-ACK',
  '0A': 'LISTEN',
  '0B': 'CLOSING',
}

const row =
  /^\s*\d+: ([0-9A-F]+):([0-9A-F]{4}) ([0-9A-F]+):([0-9A-F]{4}) ([0-9A-F]{2}) ([0-9A-F]{8}):([0-9A-F]{8})/

/** Lines that are no sockets are left out. */
export function socketsOfProcfs(text: string): string {
  const lines = text.split('\n').flatMap(line => {
    const [, local = '', localPort = '', peer = '', peerPort = '', state = '', sent = '', received = ''] =
      row.exec(line) ?? []
    const name = states[state]
    if (name === undefined) return []
    const ends = [addressOf(local, localPort), addressOf(peer, peerPort)]
    return [[name.padEnd(9), parseInt(received, 16), parseInt(sent, 16), ...ends].join(' ')]
  })
  return [`State     Recv-Q Send-Q Local Address:Port Peer Address:Port`, ...lines, ''].join('\n')
}

function addressOf(hex: string, port: string): string {
  const number = parseInt(port, 16)
  const shown = number === 0 ? '*' : String(number)
  // Words of 32 bits in the order of the processor, which is little-endian wherever Teleport runs.
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap(word => (word.match(/../g) ?? []).reverse())
  const numbers = bytes.map(byte => parseInt(byte, 16))
  if (numbers.length === 4) return `${numbers.join('.')}:${shown}`
  return `[${groupsOf(numbers)}]:${shown}`
}

function groupsOf(bytes: readonly number[]): string {
  if (bytes.every(byte => byte === 0)) return '::'
  if (bytes.slice(0, 12).every((byte, index) => byte === (index < 10 ? 0 : 255)))
    return `::ffff:${bytes.slice(12).join('.')}`
  const groups = Array.from({ length: 8 }, (_, index) =>
    (((bytes[2 * index] ?? 0) << 8) | (bytes[2 * index + 1] ?? 0)).toString(16),
  )
  return groups.join(':').replace(/(?:^|:)(?:0(?::|$)){2,}/, '::')
}
