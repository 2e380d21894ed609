// The analyzer as the viewer needs it: three functions. Tests put their own in their place.
import { viewsOf } from './packet-views.js'
import type { AnalyzeOptions, Analysis, Opened, OpenOptions, Packet } from '../../analyzer/index.js'

export interface Analyzer {
  openPackets(source: string): Promise<readonly Opened[]>
  analyzePacket(packet: Packet, onProgress: AnalyzeOptions['onProgress']): Promise<Analysis>
  /** What can be said before the logs are read; asked for when they are large. */
  analyzeEarly?(packet: Packet): Promise<Analysis>
}

/** The real one. Loaded when asked for: the page is served before the rules are read. */
export function realAnalyzer(options: AnalyzeOptions & OpenOptions = {}): Analyzer {
  const loaded = import('../../analyzer/index.js')
  return {
    openPackets: async source => (await loaded).openPackets(source, options),
    analyzePacket: async (packet, onProgress) =>
      (await loaded).analyzePacket(packet, onProgress === undefined ? options : { ...options, onProgress }),
    analyzeEarly: async packet => (await viewsOf(packet)).early(options),
  }
}
