// A packet that a Mattermost server makes, asked for with a token as its System Console does.
import { proxyOfEnvironment } from '../../../generator/mattermost/remote/connect.js'
import { generateFromServer } from '../../../generator/mattermost/remote/generate.js'
import { listPluginPackets } from '../../../generator/mattermost/remote/plugin-packets.js'
import type {
  GenerationEvent,
  Refusal,
  ServerSource,
} from '../../../generator/mattermost/remote/request-types.js'
import { counted, type Made, type MakeContext, type RequestFrom } from './made.js'

/** The server profiles itself and reads whole logs before it answers. */
const timeoutMs = 300_000
const retries = 2

export async function makeFromServer(
  request: RequestFrom<'server'>,
  { folder, signal, onStep }: MakeContext,
): Promise<Made> {
  const source = sourceOf(request)
  const plugins = request.includePlugins ? await listPluginPackets(source, signal) : noPlugins
  if (plugins.kind === 'refused') return refusedBy(plugins.refusal)
  const generated = await generateFromServer({
    source,
    basicServerLogs: request.includeLogs,
    pluginPackets: plugins.plugins.map(({ id }) => id),
    destination: { kind: 'directory', path: folder },
    retries,
    signal,
    onEvent: event => onStep(stepWords(event)),
  })
  switch (generated.kind) {
    case 'packet':
      return {
        kind: 'made',
        file: generated.file,
        sizeBytes: generated.sizeBytes,
        remarks: warningsOf(generated),
      }
    case 'cut':
      return {
        kind: 'made',
        file: generated.file,
        sizeBytes: generated.sizeBytes,
        remarks: [`The download was cut: ${generated.reason}. What came is opened as far as it can be read.`],
      }
    case 'refused':
      return refusedBy(generated.refusal)
  }
}

const warningsOf = ({ warnings }: { readonly warnings: readonly string[] }): readonly string[] =>
  warnings.map(warning => `The server could not collect all: ${warning}`)

const noPlugins = { kind: 'listed', plugins: [] } as const

function sourceOf({ url, token, ca }: RequestFrom<'server'>): ServerSource {
  return {
    url,
    token,
    timeoutMs,
    ...proxyOfEnvironment(url, process.env),
    ...(ca === undefined ? {} : { ca }),
  }
}

function refusedBy({ code, message, advice }: Refusal): Made {
  if (code === 'cancelled') return { kind: 'cancelled' }
  return { kind: 'refused', reason: message, ...(advice === undefined ? {} : { advice }) }
}

function stepWords(event: GenerationEvent): string {
  switch (event.kind) {
    case 'asking':
      return event.attempt > 1 ? `Asking the server, attempt ${event.attempt}` : 'The server makes the packet'
    case 'retrying':
      return `${event.reason} Asking again in ${counted(Math.ceil(event.waitMs / 1000), 'second')}`
    case 'receiving':
      return receivingWords(event.doneBytes, event.totalBytes)
    case 'checking':
      return 'Checking what came'
  }
}

function receivingWords(doneBytes: number, totalBytes: number | undefined): string {
  const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1)
  return totalBytes === undefined
    ? `Receiving, ${megabytes(doneBytes)} MB so far`
    : `Receiving, ${megabytes(doneBytes)} of ${megabytes(totalBytes)} MB`
}
