// All reports by name. To add one: its file, its line here, its test.
import type { Analysis, Validation } from '../analysis.js'
import { codequalityReport, codequalityValidation } from './codequality.js'
import { githubReport, githubValidation } from './github.js'
import { htmlReport, htmlValidation } from './html.js'
import { jsonReport, jsonValidation } from './json.js'
import { sarifReport, sarifValidation } from './sarif.js'
import { junitReport, junitValidation } from './junit.js'
import { markdownReport, markdownValidation } from './markdown.js'
import { ndjsonReport, ndjsonValidation } from './ndjson.js'
import { textReport } from './text.js'
import type { Report } from './types.js'
import { validationText } from './validation-text.js'

export {
  defaultReportOptions,
  type Report,
  type ReportOptions,
  type RuleText,
  type Unreadable,
} from './types.js'

/** What `analyze` can write. The first is the default. */
export const analysisReports: readonly Report<Analysis>[] = [
  textReport,
  jsonReport,
  ndjsonReport,
  sarifReport,
  junitReport,
  markdownReport,
  htmlReport,
  githubReport,
  codequalityReport,
]

/** What `validate` can write. The first is the default. */
export const validationReports: readonly Report<Validation>[] = [
  validationText,
  jsonValidation,
  ndjsonValidation,
  sarifValidation,
  junitValidation,
  markdownValidation,
  htmlValidation,
  githubValidation,
  codequalityValidation,
]
