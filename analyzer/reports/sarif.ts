// Results as SARIF 2.1.0, for code scanning and its viewers: one run a packet.
import type { Analysis, PacketInfo, Problem, Validation } from '../analysis.js'
import { createArtifacts, uriBases, type Artifacts } from './sarif/artifacts.js'
import {
  createDescriptors,
  describeKind,
  describeRule,
  levelOf,
  type Descriptors,
} from './sarif/descriptors.js'
import type { Driver, Notification, Properties, Result, Run, SarifLog } from './sarif/format.js'
import { packetLocation, problemLocation } from './sarif/locations.js'
import { messageOf, messageText } from './sarif/message.js'
import { kinds, notificationsOf } from './sarif/notifications.js'
import { problemText } from './problem-text.js'
import { fingerprintsOf, mostResults, resultOf } from './sarif/results.js'
import { failingProblems } from './failed-checks.js'
import type { Report, ReportOptions, RuleText, Unreadable } from './types.js'
import { boundedLine } from './bounded-text.js'
import { toolVersion } from '../version.js'

export const sarifReport: Report<Analysis> = {
  name: 'sarif',
  title: 'SARIF 2.1.0 for code scanning: a run a packet',
  joins: 'all',
  format: (analyses, options) =>
    logText([
      ...analyses.map(analysis => analysisRun(analysis, options)),
      ...refusedRuns('analyze', options),
    ]),
}

export const sarifValidation: Report<Validation> = {
  name: 'sarif',
  title: 'SARIF 2.1.0: each problem a result, a run a packet',
  joins: 'all',
  format: (validations, options) =>
    logText([
      ...validations.map(validation => validationRun(validation, options)),
      ...refusedRuns('validate', options),
    ]),
}

const schema = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json'

/** Every text in it was made visible before: nothing steers a terminal. */
function logText(runs: readonly Run[]): string {
  const log: SarifLog = { $schema: schema, version: '2.1.0', runs }
  return `${JSON.stringify(log, undefined, 2)}\n`
}

function analysisRun(analysis: Analysis, options: ReportOptions): Run {
  const { packet, findings, errors } = analysis
  const artifacts = createArtifacts(packet)
  const rules = createDescriptors(describeRule)
  const known = knownTexts(options)
  const results = findings.slice(0, mostResults).map(finding =>
    resultOf(finding, {
      artifacts,
      rules,
      // A finding knows its rule's texts; only the area is the library's alone. Severity is the rule's own where it is known.
      ruleOf: ({ ruleId, ...texts }) => ({ ...texts, id: ruleId, ...known.get(ruleId) }),
      hasBaseline: analysis.baseline !== undefined,
    }),
  )
  const beyond = findings.length - results.length
  const notifications = notificationsOf({
    analysis,
    artifacts,
    rules,
    textOf: (id, title) => known.get(id) ?? { id, title, severity: 'error' },
    leftOut: beyond > 0 ? [`${beyond} more findings are not in this report.`] : [],
  })
  return runOf({
    command: 'analyze',
    source: packet.source,
    driver: { ...driver, rules: rules.all(), notifications: notifications.descriptors },
    successful: errors.length === 0 && packet.product !== undefined,
    notifications: notifications.list,
    artifacts,
    results,
    properties: { ...passportOf(packet), verdict: messageText(analysis.summary.verdict) },
  })
}

function validationRun(validation: Validation, options: ReportOptions): Run {
  const { packet, problems } = validation
  const artifacts = createArtifacts(packet)
  const rules = createDescriptors(describeRule)
  const known = knownTexts(options)
  const failing = failingProblems(validation)
  const results = problems
    .slice(0, mostResults)
    .map((problem, index) => problemResult(problem, failing.has(index), { artifacts, rules, known }))
  const beyond = problems.length - results.length
  return runOf({
    command: 'validate',
    source: packet.source,
    driver: { ...driver, rules: rules.all(), notifications: beyond > 0 ? [shortened] : [] },
    successful: true,
    notifications: beyond > 0 ? [shortenedBy(`${beyond} more problems are not in this report.`)] : [],
    artifacts,
    results,
    properties: { ...passportOf(packet), valid: validation.valid },
  })
}

interface ProblemParts {
  readonly artifacts: Artifacts
  readonly rules: Descriptors
  readonly known: ReadonlyMap<string, RuleText>
}

function problemResult(problem: Problem, fails: boolean, { artifacts, rules, known }: ProblemParts): Result {
  const { code, severity } = problem
  const reference = rules.refer(known.get(code) ?? { id: code, title: code, severity })
  return {
    ruleId: reference.id,
    ruleIndex: reference.index,
    level: fails ? 'error' : levelOf(severity),
    message: messageOf(problemText(problem)),
    locations: [problemLocation(problem, artifacts)],
    // Lines move from packet to packet, entries do not.
    partialFingerprints: fingerprintsOf(`${code}:${problem.entry ?? ''}`),
    properties: { severity },
  }
}

/** Packets that could not be opened: a run that says so, or the report would look like a success. */
function refusedRuns(command: Command, options: ReportOptions): readonly Run[] {
  const { unreadable = [] } = options
  const known = knownTexts(options)
  return unreadable.map(packet => refusedRun(command, packet, known))
}

function refusedRun(command: Command, packet: Unreadable, known: ReadonlyMap<string, RuleText>): Run {
  const artifacts = createArtifacts(packet)
  const { code, source, message } = packet
  const text = known.get(code) ?? { id: code, title: code, severity: 'error' }
  return runOf({
    command,
    source,
    driver: { ...driver, rules: [], notifications: [describeKind(text)] },
    successful: false,
    notifications: [
      {
        level: 'error',
        message: messageOf(message),
        descriptor: { id: code, index: 0 },
        locations: [packetLocation(artifacts)],
      },
    ],
    artifacts,
    results: [],
    properties: {},
  })
}

type Command = 'analyze' | 'validate'

interface RunParts {
  readonly command: Command
  readonly source: string
  readonly driver: Driver
  readonly successful: boolean
  readonly notifications: readonly Notification[]
  readonly artifacts: Artifacts
  readonly results: readonly Result[]
  readonly properties: Properties
}

function runOf(parts: RunParts): Run {
  return {
    tool: { driver: parts.driver },
    automationDetails: { id: `support-packet/${parts.command}/${runName(parts.source)}/` },
    invocations: [{ executionSuccessful: parts.successful, toolExecutionNotifications: parts.notifications }],
    originalUriBaseIds: uriBases(parts.source),
    artifacts: parts.artifacts.all(),
    results: parts.results,
    columnKind: 'utf16CodeUnits',
    properties: parts.properties,
  }
}

/** Runs of one file need names of their own; the folder a job ran in is no part of them. */
function runName(source: string): string {
  const name = source === '-' ? 'stdin' : (source.split(/[\\/]/).findLast(part => part !== '') ?? '')
  return encodeURIComponent(name.slice(0, 200).toWellFormed())
}

const driver: Driver = {
  name: 'support-packet',
  version: toolVersion,
  semanticVersion: toolVersion,
  shortDescription: { text: 'Says what is wrong with a server, from the support packet it made.' },
  rules: [],
  notifications: [],
}

const shortened = describeKind(kinds.leftOut)

const shortenedBy = (text: string): Notification => ({
  level: 'warning',
  message: messageOf(text),
  descriptor: { id: shortened.id, index: 0 },
})

function knownTexts({ rules = [] }: Pick<ReportOptions, 'rules'>): ReadonlyMap<string, RuleText> {
  return new Map(rules.map(rule => [rule.id, rule]))
}

function passportOf({ product, serverVersion, generatedAt, layout }: PacketInfo): Properties {
  return {
    ...(product === undefined ? {} : { product }),
    ...(serverVersion === undefined ? {} : { serverVersion: boundedLine(serverVersion, 200) }),
    ...(layout === undefined ? {} : { layout }),
    ...(generatedAt === undefined ? {} : { generatedAt: boundedLine(generatedAt, 200) }),
  }
}
