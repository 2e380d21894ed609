// Where reports go: the formats asked for, each to standard output or to its file.
import { constants } from 'node:fs'
import { access, mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { visibleControls } from '../analyzer/lib/terminal-text.js'
import type { Report, ReportOptions, Unreadable } from '../analyzer/reports/index.js'
import type { Context } from './context.js'
import { failure, systemReason } from './failure.js'
import { didYouMean } from './suggest.js'

export interface OutputRequest {
  readonly formats: readonly string[]
  readonly output: string | undefined
}

interface Output<T> {
  readonly report: Report<T>
  /** `undefined`: standard output. */
  readonly file: string | undefined
}

/** Takes results one by one as they are ready; `finish` writes what needs all of them. */
export interface ReportWriter<T> {
  add(result: T): Promise<void>
  /** A packet that gives no result. Formats that tell of all packets at once say so. */
  refuse(packet: Unreadable): void
  finish(): Promise<void>
}

/**
 * Throws a failure for an unknown format, when two formats would mix in one place, and when a file is left over or could
 * not be written: before the work, which may take a minute.
 */
export async function chooseOutputs<T>(
  request: OutputRequest,
  reports: readonly Report<T>[],
): Promise<readonly Output<T>[]> {
  const outputs = pairOutputs(request, reports)
  for (const { file } of outputs) if (file !== undefined) await checkWritable(file, 'makes folders')
  return outputs
}

/** Throws a failure when the file could not be written. A folder that is not there is one, unless the writer makes it. */
export async function checkWritable(file: string, folders?: 'makes folders'): Promise<void> {
  const reason = await reasonAgainst(file, folders === undefined ? 1 : Infinity)
  if (reason !== undefined) throw failure(`Cannot write ${visibleControls(file)}: ${systemReason(reason)}`)
}

/** What stands against writing: into the file, or into the folder above it that is there, so many steps up. */
async function reasonAgainst(path: string, steps: number): Promise<unknown> {
  try {
    await access(path, constants.W_OK)
    return undefined
  } catch (error) {
    const above = dirname(path)
    return isMissing(error) && steps > 0 && above !== path ? reasonAgainst(above, steps - 1) : error
  }
}

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code

const isMissing = (error: unknown): boolean => hasCode(error, 'ENOENT')

function pairOutputs<T>(request: OutputRequest, reports: readonly Report<T>[]): readonly Output<T>[] {
  const formats = request.formats.length === 0 ? [reports[0]?.name ?? ''] : request.formats
  const outputs = formats.map(text => readFormat(text, request.output, reports))
  if (request.output !== undefined && formats.every(format => format.includes('=')))
    throw failure(`Nothing is left for --output ${request.output}: every --format names its own file.`)
  const files = outputs.map(({ file }) => file ?? 'standard output')
  const twice = files.find((file, index) => files.indexOf(file) !== index)
  if (twice !== undefined)
    throw failure(`Two formats would go to ${twice}; give one of them a file: --format json=report.json.`)
  return outputs
}

function readFormat<T>(text: string, output: string | undefined, reports: readonly Report<T>[]): Output<T> {
  const equals = text.indexOf('=')
  const name = equals < 0 ? text : text.slice(0, equals)
  const file = equals < 0 ? output : text.slice(equals + 1)
  const names = reports.map(report => report.name)
  const report = reports.find(candidate => candidate.name === name)
  if (report === undefined)
    throw failure(`There is no format "${name}".${didYouMean(name, names)} Formats: ${names.join(', ')}.`)
  if (file === '') throw failure(`--format ${name}= needs a file after the equals sign.`)
  return { report, file: file === '-' ? undefined : file }
}

export function createReportWriter<T>(
  outputs: readonly Output<T>[],
  options: ReportOptions,
  context: Context,
): ReportWriter<T> {
  const results: T[] = []
  const unreadable: Unreadable[] = []
  const direct = outputs.find(({ report, file }) => file === undefined && report.joins === 'each')
  const later = outputs.filter(output => output !== direct)
  return {
    async add(result) {
      if (later.length > 0) results.push(result)
      if (direct !== undefined) await context.write(direct.report.format([result], options))
    },
    refuse(packet) {
      unreadable.push(packet)
    },
    async finish() {
      const all = { ...options, unreadable }
      for (const { report, file } of later) {
        if (file === undefined) await context.write(report.format(results, all))
        else await writeReport(file, report.format(results, forFile(all)))
      }
    },
  }
}

/** A file has no colours and no terminal's width. */
const forFile = (options: ReportOptions): ReportOptions => ({ ...options, colour: false, width: 100 })

/** CI jobs name folders that nobody made yet. */
async function writeReport(file: string, text: string): Promise<void> {
  await makeFolder(dirname(file)).catch((error: unknown) => {
    throw failure(`Cannot write ${visibleControls(file)}: ${systemReason(error)}`)
  })
  await writeText(file, text)
}

/** Not with `recursive`: below /proc Node never comes back from that. */
async function makeFolder(path: string): Promise<void> {
  const make = () => mkdir(path)
  await make().catch(async (error: unknown) => {
    if (hasCode(error, 'EEXIST')) return
    if (!isMissing(error) || dirname(path) === path) throw error
    await makeFolder(dirname(path))
    await make()
  })
}

/** `new` refuses to replace a file. */
export async function writeText(
  file: string,
  text: string,
  mode: 'replace' | 'new' = 'replace',
): Promise<void> {
  try {
    await writeFile(file, text, { flag: mode === 'new' ? 'wx' : 'w' })
  } catch (error) {
    throw failure(`Cannot write ${visibleControls(file)}: ${systemReason(error)}`)
  }
}
