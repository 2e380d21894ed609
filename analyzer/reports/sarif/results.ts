// Findings as SARIF results: the first place as location, the others as related ones, suppressions as such.
import type { Finding } from '../../analysis.js'
import { boundedLine } from '../bounded-text.js'
import type { RuleText } from '../types.js'
import type { Artifacts } from './artifacts.js'
import { levelOf, type Descriptors } from './descriptors.js'
import type { Properties, Result, Suppression } from './format.js'
import { evidenceLocation, packetLocation } from './locations.js'
import { messageOf, messageText } from './message.js'

/** Code scanning refuses a run with more than 25,000 results and shows 5,000. */
export const mostResults = 5000
/** A line proves a finding; some more show that it is no accident. */
const mostRelated = 20

/** From 0 to 100: `level` has no word for critical. */
const ranks = { critical: 100, error: 75, warning: 50, info: 25 } as const

interface ResultParts {
  readonly artifacts: Artifacts
  readonly rules: Descriptors
  readonly ruleOf: (finding: Finding) => RuleText
  /** A baseline was used: then every result says whether it is suppressed. */
  readonly hasBaseline: boolean
}

export function resultOf(finding: Finding, { artifacts, rules, ruleOf, hasBaseline }: ResultParts): Result {
  const { id: ruleId, index: ruleIndex } = rules.refer(ruleOf(finding))
  const [first, ...others] = finding.evidence.map(place => evidenceLocation(place, artifacts))
  const related = others.slice(0, mostRelated).map((location, index) => ({ id: index + 1, ...location }))
  return {
    ruleId,
    ruleIndex,
    level: levelOf(finding.severity),
    rank: ranks[finding.severity],
    message: messageOf(finding.message),
    locations: [first ?? packetLocation(artifacts)],
    ...(related.length === 0 ? {} : { relatedLocations: related }),
    ...(finding.count > 1 ? { occurrenceCount: finding.count } : {}),
    partialFingerprints: fingerprintsOf(finding.fingerprint),
    ...(finding.suppressed === undefined && !hasBaseline ? {} : { suppressions: suppressionsOf(finding) }),
    properties: propertiesOf(finding),
  }
}

/** The second name is the one that GitHub matches alerts by. */
export function fingerprintsOf(fingerprint: string): Result['partialFingerprints'] {
  const text = boundedLine(fingerprint, 500)
  return { 'supportPacket/v1': text, primaryLocationLineHash: text }
}

function suppressionsOf({ suppressed }: Finding): readonly Suppression[] {
  if (suppressed === undefined) return []
  const { kind, reason, until } = suppressed
  return [
    {
      kind: 'external',
      status: 'accepted',
      justification: messageText(reason),
      properties: { kind, ...textOf('until', until) },
    },
  ]
}

function propertiesOf(finding: Finding): Properties {
  const { severity, observed, firstSeen, lastSeen, nodes, symptomOf, countIsLeast } = finding
  const named = (nodes ?? []).filter(node => node !== '').map(node => boundedLine(node, 200))
  return {
    severity,
    observed,
    ...(countIsLeast === undefined ? {} : { countIsLeast }),
    ...textOf('firstSeen', firstSeen),
    ...textOf('lastSeen', lastSeen),
    ...(named.length === 0 ? {} : { nodes: named }),
    ...textOf('symptomOf', symptomOf),
  }
}

const textOf = (name: string, text: string | undefined): Properties =>
  text === undefined ? {} : { [name]: boundedLine(text, 500) }
