// An analysis without what legitimately differs between two runs: tool version, and where the packet lay.
import type { Analysis } from '../analyzer/analysis.js'

/** Plain JSON to compare with a stored one: `tool.version` and the folder in `packet.source` are left out. */
export function comparable(analysis: Analysis): unknown {
  const plain = JSON.parse(JSON.stringify(analysis)) as {
    tool: { version?: string }
    packet: { source: string }
  }
  delete plain.tool.version
  plain.packet.source = plain.packet.source.split(/[\\/]/).at(-1) ?? ''
  return plain
}

/** For comparing containers of the same content: also without what the container decides. */
export function comparableContent(analysis: Analysis): unknown {
  const plain = comparable(analysis) as { packet: Record<string, unknown> }
  delete plain.packet.source
  delete plain.packet.sha256
  delete plain.packet.sizeBytes
  return plain
}
