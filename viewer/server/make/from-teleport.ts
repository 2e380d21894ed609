// A support dump of a Teleport cluster or of this machine, with the tctl, tsh and ssh that are in the path. The page names no program
// and no argument: nothing but these runs.
import { generateTeleport, type TeleportProgress } from '../../../generator/teleport/index.js'
import { counted, type Made, type MakeContext, type RequestFrom } from './made.js'

/** Kinds of trouble that are told; report.txt in the dump has all. */
const mostTroubles = 8

export async function makeFromTeleport(
  { reach, mode, obfuscate }: RequestFrom<'teleport'>,
  { folder, signal, onStep }: MakeContext,
): Promise<Made> {
  const { file, sizeBytes, report, cancelled } = await generateTeleport(
    {
      destination: { kind: 'directory', path: folder },
      mode,
      scope: reach === 'here' ? 'node' : 'cluster',
      way: reach === 'here' ? 'local' : reach,
      obfuscate,
    },
    event => onStep(stepWords(event)),
    signal,
  )
  if (cancelled) return { kind: 'cancelled' }
  const troubles = report.troubles
    .slice(0, mostTroubles)
    .map(
      ({ count, reason, advice }) =>
        `${count} × ${reason.slice(0, 200)}${advice === undefined ? '' : ` ${advice.text}`}`,
    )
  if (report.verdict === 'nothing')
    return { kind: 'refused', reason: `No Teleport server answered. ${troubles.join(' ')}`.trim() }
  const rest = report.troubles.length - mostTroubles
  return {
    kind: 'made',
    file,
    sizeBytes,
    remarks: [
      ...(report.verdict === 'partial'
        ? ['Not complete; readme.html in it says what is missing and what helps.']
        : []),
      ...troubles,
      ...(rest > 0 ? [`And ${counted(rest, 'more kind')} of trouble.`] : []),
    ],
  }
}

function stepWords(event: TeleportProgress): string {
  switch (event.stage) {
    case 'objects':
    case 'kubernetes':
      return `Reading ${event.stage === 'objects' ? 'objects of the cluster' : 'Kubernetes objects'}, ${event.done} of ${event.of}`
    case 'instances':
      return `Reading hosts, ${event.done} of ${event.of}${event.failed > 0 ? `, ${event.failed} failed` : ''}`
    case 'this machine':
      return `Reading this machine: ${event.what}`
    case 'obfuscating':
      return `Replacing ${event.what}`
    case 'reports':
      return 'Writing the reports'
    case 'checking':
      return 'Checking the dump'
  }
}
