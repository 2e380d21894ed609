// What codes of problems mean, for reports that describe what they judge by: a code is to a packet what a rule is to a server.
import { problemCodes } from '../analyzer/documents/problem-codes.js'
import { packetProblemCodes } from '../analyzer/packet/problem-codes.js'
import type { RuleText } from '../analyzer/reports/index.js'

export const problemTexts: readonly RuleText[] = Object.entries({
  ...packetProblemCodes,
  ...problemCodes,
}).map(([id, { severity, title }]) => ({ id, title: title.replace(/\.$/, ''), severity }))
