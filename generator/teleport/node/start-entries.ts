// Entries of what the first session brought: configuration, arguments, marks of services, units. All without secrets.
import { parseTeleportConfig } from '../../../analyzer/documents/teleport/config.js'
import { decodeText, sourceText } from '../../../analyzer/documents/text.js'
import type { Spool, Transform } from '../dump/index.js'
import type { Attempts } from './attempts.js'
import { redactConfig } from './redact/config.js'
import { redactArguments, redactUnit } from './redact/texts.js'
import { entryPart } from './script/steps.js'
import { placeOf, type Place } from './survey/place.js'
import type { Launch } from './survey/launch.js'
import type { ConfigSurvey, ProcessSurvey, UnitSurvey } from './survey/read.js'

export interface Start {
  readonly process: ProcessSurvey
  readonly units: readonly UnitSurvey[]
  /** Unit whose folder has what belongs to no other. */
  readonly service: string | undefined
  readonly spool: Spool
  readonly attempts: Attempts
  readonly transform: Transform
}

/** Secrets that are found are taken out of everything that comes after. */
export async function writeStart(start: Start): Promise<Place> {
  const { process, units, service, spool, attempts, transform } = start
  transform.learn(process.launch?.tokens.filter(token => !token.startsWith('/')) ?? [])
  const config = await writeConfig(process.config, start)
  await writeCommand(process.launch, start)
  for (const unit of units) await writeUnit(unit, service ?? unit.name, start)
  if (units.length === 0)
    attempts.made('systemd unit', undefined, {
      outcome: 'absent',
      reason: 'systemd has no unit of Teleport here',
    })
  const place = placeOf(config, process.launch)
  for (const role of place.roles) await spool.add({ name: `role.${role}`, content: 'own' }, '')
  return place
}

/** Gives the values of the configuration; `undefined` when it could not be read. */
async function writeConfig(
  config: ConfigSurvey,
  { spool, attempts, transform }: Start,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  if (config.kind !== 'read') {
    attempts.made('configuration', undefined, { outcome: config.kind, reason: config.reason })
    return undefined
  }
  const { text } = decodeText(config.bytes)
  const redacted = redactConfig(text, value => transform.secret(value))
  transform.learn(redacted.secrets)
  const name = 'teleport.yaml'
  attempts.made('configuration', await spool.add({ name, content: 'config' }, redacted.text), done, name)
  const parsed = parseTeleportConfig(sourceText(text))
  return parsed.kind === 'ok' ? parsed.value : undefined
}

const done = { outcome: 'succeeded' } as const

async function writeCommand(
  launch: Launch | undefined,
  { spool, attempts, transform }: Start,
): Promise<void> {
  if (launch === undefined) {
    attempts.made('command line', undefined, { outcome: 'absent', reason: 'no Teleport process runs' })
    return
  }
  // Each argument by itself: what is between them is no space, which a pattern for lines would take it for.
  const shown = redactArguments(launch, value => transform.secret(value)).split('\0')
  const text = shown.map(argument => transform.text(argument)).join('\0')
  attempts.made('command line', await spool.add({ name: 'cmdline', content: 'own' }, text), done, 'cmdline')
}

async function writeUnit(
  { name, text, shown }: UnitSurvey,
  service: string,
  { spool, attempts, transform }: Start,
): Promise<void> {
  // A timer lies beside the service that it starts.
  const folder = entryPart(name.endsWith('.service') ? name : service)
  const write = async (what: string, entry: string, given: string | undefined): Promise<void> => {
    if (given === undefined) return
    const redacted = redactUnit(given, value => transform.secret(value))
    attempts.made(what, await spool.add({ name: entry, content: 'unit' }, redacted), done, entry)
  }
  await write(`unit ${name}`, `${folder}/${entryPart(name)}`, text)
  await write(`state of ${name}`, `${folder}/show.txt`, shown)
}

/** Whether anything of the process keeps a log that can be had: RFD 77 wants it told when nothing does. */
export function tellOfLogs(place: Place, units: readonly string[], attempts: Attempts): void {
  if (units.length > 0 || place.logFiles.length > 0) return
  const reason = place.isGuessed
    ? 'the configuration that names it could not be read, and systemd has no unit of it'
    : 'it goes to the error output of the process, which no unit of systemd keeps: see the log of its container'
  attempts.made('log', undefined, { outcome: 'absent', reason })
}
