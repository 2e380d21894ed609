// JSON text with keys in a fixed order, safe to show on a terminal. Used by every report that a program reads.

/** The order of keys, over all objects of the contract; others follow in alphabetical order. */
const keyOrder =
  `type source tool name version packet sha256 sizeBytes product layout layoutTitle serverVersion generatedAt
  nodes entries valid verdict code ruleId id title outcome kind node plugin expectation status reason severity message why fix docs
  fingerprint suppressed observed count firstSeen lastSeen symptomOf expected found entry line column pointer excerpt missing evidence topic notable text
  problems checks findings skipped errors passed overview summary bySeverity critical error warning info symptoms rules evaluated logLines`
    .split(/\s+/)
    .map((key, index): readonly [string, number] => [key, index])

const rank = new Map(keyOrder)

/** Control characters that JSON allows as they are, and that could still steer a terminal, are escaped. */
export function stableJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, sortKeys, indent).replace(hiddenCharacters, escapeCharacter)
}

function sortKeys(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => compareKeys(a, b)))
}

function compareKeys(a: string, b: string): number {
  const first = rank.get(a) ?? rank.size
  const second = rank.get(b) ?? rank.size
  return first - second || (a < b ? -1 : 1)
}

const hiddenCharacters = /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g

const escapeCharacter = (found: string): string => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`
