// Colour for severity, weight for headings: escape codes for a terminal, or none. Colour never stands without its word.
import type { Severity } from '../../analysis.js'

export interface Style {
  severity(severity: Severity, text: string): string
  strong(text: string): string
}

const codes: Readonly<Record<Severity, string>> = { critical: '1;31', error: '31', warning: '33', info: '36' }

const plainStyle: Style = { severity: (_, text) => text, strong: text => text }

const colourStyle: Style = {
  severity: (severity, text) => `\u001b[${codes[severity]}m${text}\u001b[0m`,
  strong: text => `\u001b[1m${text}\u001b[0m`,
}

export function styleFor(colour: boolean): Style {
  return colour ? colourStyle : plainStyle
}
