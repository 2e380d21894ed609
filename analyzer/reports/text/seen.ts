// How often a finding was seen and when, in words that the reports for people share.
import type { Finding } from '../../analysis.js'
import type { Moments } from './moments.js'
import { counted } from './words.js'

/** `12 times`, `at least 1,000 times`. */
export const timesText = ({ count, countIsLeast }: Pick<Finding, 'count' | 'countIsLeast'>): string =>
  `${countIsLeast === true ? 'at least ' : ''}${counted(count, 'time')}`

/** From the first to the last sight; empty where no time is known. */
export function spanText({ firstSeen, lastSeen }: Finding, moments: Moments): string {
  if (firstSeen !== undefined && lastSeen !== undefined) return moments.span(firstSeen, lastSeen)
  const only = firstSeen ?? lastSeen
  return only === undefined ? '' : moments.at(only)
}

/** `12 times, 2026-11-21 08:20:23 to 08:21:00 UTC`: what is known of it, empty where nothing is. Not yet escaped. */
export function whenText(finding: Finding, moments: Moments): string {
  const often = finding.count > 1 ? timesText(finding) : ''
  return [often, spanText(finding, moments)].filter(part => part !== '').join(', ')
}
