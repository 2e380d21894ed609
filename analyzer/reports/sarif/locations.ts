// Places in a packet as SARIF locations: the entry, its line with the line's text, or the pointer into a structured entry.
import type { Evidence, Problem } from '../../analysis.js'
import { boundedLine } from '../bounded-text.js'
import type { Artifacts } from './artifacts.js'
import type { Location, Region } from './format.js'
import { messageOf } from './message.js'

/** Enough of a log line to recognise it. */
const longestSnippet = 2000

export function evidenceLocation(evidence: Evidence, artifacts: Artifacts): Location {
  const { entry, line, pointer, excerpt } = evidence
  const region = line === undefined ? undefined : regionOf(line, undefined, excerpt)
  return {
    physicalLocation: {
      artifactLocation: artifacts.entry(entry),
      ...(region === undefined ? {} : { region }),
    },
    ...(pointer === undefined || pointer === ''
      ? {}
      : { logicalLocations: [{ fullyQualifiedName: boundedLine(pointer, longestSnippet), kind: 'value' }] }),
    ...(excerpt === undefined || line !== undefined ? {} : { message: messageOf(excerpt) }),
  }
}

export function problemLocation({ entry, line, column }: Problem, artifacts: Artifacts): Location {
  if (entry === undefined) return packetLocation(artifacts)
  return {
    physicalLocation: {
      artifactLocation: artifacts.entry(entry),
      ...(line === undefined ? {} : { region: regionOf(line, column) }),
    },
  }
}

/** Viewers drop results without a place; this one is true of all. */
export const packetLocation = (artifacts: Artifacts): Location => ({
  physicalLocation: { artifactLocation: artifacts.packet },
})

function regionOf(line: number, column?: number, excerpt?: string): Region {
  return {
    startLine: line,
    ...(column === undefined ? {} : { startColumn: column }),
    ...(excerpt === undefined ? {} : { snippet: { text: boundedLine(excerpt, longestSnippet) } }),
  }
}
