// A packet collected from a Mattermost installation on this machine, also when its server does not start.
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { toolVersion } from '../../../analyzer/index.js'
import { collectInstallation } from '../../../generator/mattermost/installation/collect.js'
import { counted, maskedWords, type Made, type MakeContext, type RequestFrom } from './made.js'

const hourMs = 3_600_000

export async function makeFromInstallation(
  { folder: given, includeLogs, hours }: RequestFrom<'installation'>,
  { folder, now, signal, onStep }: MakeContext,
): Promise<Made> {
  const root = resolve(given)
  if (!existsSync(root))
    return { kind: 'refused', reason: `There is no folder ${root} on the machine the viewer runs on.` }
  const since = hours === undefined ? undefined : now.getTime() - hours * hourMs
  const collected = await collectInstallation({
    root,
    config: undefined,
    dataSource: undefined,
    environment: ownSettings(process.env),
    logs: includeLogs
      ? { since, until: undefined, maxBytes: undefined, rotated: false, journalUnit: undefined }
      : undefined,
    serverVersion: undefined,
    node: undefined,
    raw: false,
    destination: { kind: 'directory', path: folder },
    toolVersion,
    now,
    signal,
    onStep: step => onStep(step === 'check' ? 'Checking what came' : `Reading ${step}`),
  })
  const { file, sizeBytes, warnings, masked, cutLogs } = collected
  return { kind: 'made', file, sizeBytes, remarks: remarksOf(warnings, masked, cutLogs) }
}

/** Settings of the server in the environment of the viewer, as the command takes them. */
function ownSettings(environment: NodeJS.ProcessEnv): Readonly<Record<string, string>> {
  const own = Object.entries(environment).filter(
    (pair): pair is [string, string] =>
      /^MM_/i.test(pair[0]) && pair[0] !== 'MM_TOKEN' && pair[1] !== undefined,
  )
  return Object.fromEntries(own)
}

function remarksOf(
  warnings: readonly string[],
  masked: Readonly<Record<string, number>>,
  cutLogs: readonly string[],
): readonly string[] {
  const ofMasked = maskedWords(masked)
  return [
    ...(ofMasked === undefined ? [] : [ofMasked]),
    ...(cutLogs.length === 0 ? [] : [`Only the newest part: ${cutLogs.join(', ')}.`]),
    ...(warnings.length === 0
      ? []
      : [`${counted(warnings.length, 'thing')} could not be had: ${warnings.join('; ')}`]),
  ]
}
