// The text of a baseline file → its suppressions and findings, or everything that is wrong with it.
import type { ValuePath } from '../documents/types.js'
import { type Checker, type Fields, nameOf, type OwnYaml, readOwnYaml } from './own-yaml.js'
import type { Baseline, KnownFinding, Suppression } from './types.js'

/** The version of the format that is read and written. */
export const baselineVersion = 1

const rootKeys = ['version', 'suppressions', 'findings']
const suppressionKeys = ['rule', 'fingerprint', 'node', 'reason', 'until', 'symptoms']
const findingKeys = ['fingerprint', 'rule', 'severity', 'title', 'about', 'since', 'reason', 'until']

/** Every mistake with its line; a baseline with one of them suppresses nothing. */
export function readBaseline(text: string): OwnYaml<Baseline> {
  return readOwnYaml(text, (value, checker) => {
    const root = checker.fields(value, [], rootKeys)
    checkVersion(root['version'], checker)
    const findings = listOf(root['findings'], 'findings', checker, readFinding)
    return {
      suppressions: listOf(root['suppressions'], 'suppressions', checker, readSuppression),
      findings: withoutDoubles(findings, checker),
    }
  })
}

function checkVersion(version: unknown, checker: Checker): void {
  if (version === undefined) checker.wrong([], `version is missing: version: ${baselineVersion}`)
  else if (version !== baselineVersion)
    checker.wrong(['version'], `version must be ${baselineVersion}, the one this program knows`)
}

function listOf<T>(
  list: unknown,
  name: string,
  checker: Checker,
  read: (item: unknown, path: ValuePath, checker: Checker) => T | undefined,
): readonly T[] {
  return checker.items(list, [name]).flatMap((item, index) => read(item, [name, index], checker) ?? [])
}

function readSuppression(item: unknown, path: ValuePath, checker: Checker): Suppression | undefined {
  const fields = checker.fields(item, path, suppressionKeys)
  const reason = checker.text(fields['reason'], [...path, 'reason'])
  if (fields['reason'] === undefined)
    checker.wrong(path, `${nameOf(path)} has no reason: say why it does not count`)
  const { rule, fingerprint, node } = fields
  if (rule === undefined && fingerprint === undefined && node === undefined)
    checker.wrong(path, `${nameOf(path)} names nothing: rule, fingerprint or node is needed`)
  if (rule === '*') checker.wrong([...path, 'rule'], `${nameOf(path)} would suppress every rule`)
  return {
    ...textField('rule', fields, path, checker),
    ...fingerprintField(fields, path, checker),
    ...textField('node', fields, path, checker),
    reason: reason ?? '',
    ...dateField('until', fields, path, checker),
    ...symptomsField(fields, path, checker),
    line: checker.lineOf(path),
  }
}

function readFinding(item: unknown, path: ValuePath, checker: Checker): KnownFinding | undefined {
  const fields = checker.fields(item, path, findingKeys)
  const { fingerprint } = fingerprintField(fields, path, checker)
  const { rule } = textField('rule', fields, path, checker)
  for (const name of ['fingerprint', 'rule'])
    if (fields[name] === undefined) checker.wrong(path, `${nameOf(path)} has no ${name}`)
  if (fingerprint === undefined || rule === undefined) return undefined
  return {
    fingerprint,
    rule,
    ...textField('severity', fields, path, checker),
    ...textField('title', fields, path, checker),
    ...textField('about', fields, path, checker),
    ...dateField('since', fields, path, checker),
    ...textField('reason', fields, path, checker),
    ...untilWithLine(fields, path, checker),
  }
}

/** Only what may end is ever told with its line; there may be thousands of the others. */
function untilWithLine(
  fields: Fields,
  path: ValuePath,
  checker: Checker,
): { readonly until?: string; readonly line?: number } {
  const until = dateField('until', fields, path, checker)
  return until.until === undefined ? {} : { ...until, line: checker.lineOf(path) }
}

function textField<K extends string>(
  name: K,
  fields: Fields,
  path: ValuePath,
  checker: Checker,
): { readonly [name in K]?: string } {
  const text = checker.text(fields[name], [...path, name])
  return text === undefined ? {} : ({ [name]: text } as { readonly [name in K]?: string })
}

function fingerprintField(fields: Fields, path: ValuePath, checker: Checker): { fingerprint?: string } {
  const fingerprint = checker.text(fields['fingerprint'], [...path, 'fingerprint'])
  if (fingerprint === undefined) return {}
  if (!/^[0-9a-f]{16}$/.test(fingerprint))
    checker.wrong([...path, 'fingerprint'], `"${fingerprint}" is no fingerprint: those have 16 hex digits`)
  return { fingerprint }
}

function dateField<K extends string>(
  name: K,
  fields: Fields,
  path: ValuePath,
  checker: Checker,
): { readonly [name in K]?: string } {
  const { [name]: date } = textField(name, fields, path, checker)
  if (date === undefined) return {}
  if (!isDay(date)) checker.wrong([...path, name], `"${date}" is no day such as 2026-12-31`)
  return { [name]: date } as { readonly [name in K]?: string }
}

/** The 31st of February is no day. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const ms = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text)
}

function symptomsField(fields: Fields, path: ValuePath, checker: Checker): { readonly symptoms?: true } {
  const { symptoms } = fields
  if (symptoms === undefined || symptoms === false) return {}
  if (symptoms !== true)
    checker.wrong([...path, 'symptoms'], `${nameOf(path)}.symptoms must be true or false`)
  return { symptoms: true }
}

/** A merge of two branches leaves doubles; they are harmless, and the first counts unless they say different things. */
function withoutDoubles(findings: readonly KnownFinding[], checker: Checker): readonly KnownFinding[] {
  const seen = new Map<string, KnownFinding>()
  for (const finding of findings) {
    const known = seen.get(finding.fingerprint)
    if (known === undefined) seen.set(finding.fingerprint, finding)
    else if (known.until !== finding.until)
      checker.wrong(['findings'], `${finding.fingerprint} is there twice, with different dates`)
  }
  return [...seen.values()]
}
