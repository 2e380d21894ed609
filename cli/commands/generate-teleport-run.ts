// Runs `generate teleport`: shows how far it is, tells what came of it, keeps a record.
import { basename } from 'node:path'
import { visibleControls } from '../../analyzer/lib/terminal-text.js'
import { counted } from '../../analyzer/reports/text/words.js'
import {
  attemptWords,
  generateTeleport,
  instanceWords,
  type ReportModel,
  type TeleportMade,
  type TeleportProgress,
} from '../../generator/teleport/index.js'
import type { Context } from '../context.js'
import type { ExitCode } from '../exit-code.js'
import { systemReason } from '../failure.js'
import { chooseTarget, tellMade, writeFailure } from './generate-outcome.js'
import { openRecords } from './generate-record.js'
import { teleportOptions, type GenerateTeleportOptions } from './generate-teleport-options.js'

export async function makeTeleportDump(given: GenerateTeleportOptions, context: Context): Promise<ExitCode> {
  const target = await chooseTarget(given)
  const line = progressLine(context, given.quiet)
  try {
    const options = teleportOptions(given, target.destination, new Date())
    const records = await openRecords(given['audit-config'], context)
    const asked = { includeLogs: true, pluginPackets: [] }
    let made: TeleportMade
    try {
      made = await generateTeleport(options, line.show, context.io.interrupted)
    } catch (error) {
      await records.keep({ ...asked, status: 'fail', error: systemReason(error) })
      throw writeFailure(error)
    } finally {
      line.end()
    }
    const { file, sizeBytes, report, cancelled } = made
    const status = cancelled ? 'cancelled' : report.verdict === 'nothing' ? 'fail' : 'success'
    const error = status === 'fail' ? { error: 'no server answered' } : {}
    await records.keep({ ...asked, status, fileName: basename(file), sizeBytes, ...error })
    const told = await tellMade({ ...made, remarks: remarksOf(report) }, target, given.quiet, context)
    return exitOf(report, told)
  } finally {
    await target.finish()
  }
}

function exitOf({ cancelled, verdict }: ReportModel, told: ExitCode): ExitCode {
  if (cancelled) return 130
  if (verdict === 'nothing') return 2
  return verdict === 'partial' && told === 0 ? 1 : told
}

/** Troubles told on the terminal; report.txt has all. */
const mostTroubles = 8

function remarksOf(report: ReportModel): readonly string[] {
  const { verdict, cancelled, troubles, agents, counts } = report
  const words = {
    complete: 'Complete',
    partial: cancelled ? 'Not complete: it was cancelled, what was there is kept' : 'Not complete',
    nothing: cancelled
      ? 'Cancelled before anything was gathered'
      : 'No server answered: there is next to nothing in it',
  }
  return [
    `${words[verdict]}. ${instanceWords(agents)}; attempts: ${attemptWords(counts)}.`,
    ...troubles.slice(0, mostTroubles).flatMap(troubleWords),
    ...(troubles.length > mostTroubles
      ? [`  and ${counted(troubles.length - mostTroubles, 'more kind')} of trouble`]
      : []),
    ...(troubles.length > 0 ? ['readme.html and report.txt in it say what is missing and what helps.'] : []),
  ]
}

function troubleWords({
  outcome,
  reason,
  count,
  what,
  nodes,
  advice,
}: ReportModel['troubles'][number]): readonly string[] {
  const of = nodes.length > 0 ? nodes : what
  const some = `${of.slice(0, 3).join(', ')}${count > 3 ? ', …' : ''}`
  const ends = {
    failed: 'failed',
    denied: 'refused',
    cut: 'cut',
    skipped: 'not tried',
    absent: 'not there',
    succeeded: 'ok',
  }
  return [
    `  - ${count} × ${ends[outcome]}: ${shortened(reason)} (${some})`,
    ...(outcome === 'failed' && advice !== undefined ? [`    ${advice.text}`] : []),
  ]
}

const longestReason = 160

const shortened = (text: string): string =>
  text.length > longestReason ? `${text.slice(0, longestReason - 1).trimEnd()}…` : text

const redrawMs = 150

/** One line on stderr, on a terminal only. */
function progressLine(
  { io: { stderr } }: Context,
  quiet: boolean,
): { readonly show: (event: TeleportProgress) => void; readonly end: () => void } {
  const live = !quiet && stderr.isTTY === true
  const parts = new Map<string, string>()
  let drawnAt = 0
  let drawn = false
  return {
    show(event) {
      if (!live) return
      parts.set(event.stage, textOf(event))
      if (performance.now() - drawnAt < redrawMs) return
      drawnAt = performance.now()
      drawn = true
      const text = visibleControls([...parts.values()].slice(-2).join(' · '))
      stderr.write(`\r${text.slice(0, Math.max(20, (stderr.columns ?? 80) - 1))}\u001b[K`)
    },
    end() {
      if (drawn) stderr.write('\r\u001b[K')
      drawn = false
    },
  }
}

function textOf(event: TeleportProgress): string {
  switch (event.stage) {
    case 'objects':
      return `Objects: ${event.done} of ${event.of}`
    case 'kubernetes':
      return `Kubernetes: ${event.done} of ${event.of}`
    case 'instances':
      return `Instances: ${event.done} of ${event.of}${event.failed > 0 ? ` (${event.failed} failed)` : ''}, ${event.name}`
    case 'this machine':
      return `This machine: ${event.what}`
    case 'obfuscating':
      return `Obfuscating: ${event.what}`
    case 'reports':
      return 'Reports'
    case 'checking':
      return 'Checking the dump'
  }
}
