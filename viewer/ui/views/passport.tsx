// What packet this is: product, version, layout, time, nodes, and its entries by state.
import type { ComponentChildren } from 'preact'
import { pagePaths, type PassportRow } from '../../shared/pages.js'
import type { Analysis } from '../../shared/wire.js'
import { viewRoute } from '../route.js'
import { isSoFar, route, zone } from '../state.js'
import { useApi } from '../use-api.js'
import { CopyButton } from '../widgets/copy-button.js'
import { lazy } from '../widgets/lazy.js'
import { Link } from '../widgets/link.js'
import { NodeName } from '../widgets/node-name.js'
import { PacketText } from '../widgets/packet-text.js'
import { StateMark } from '../widgets/severity-mark.js'
import { bytesWords, lightOf, numberWords, productWords, timeWords, type EntryInfo } from '../words.js'
import { nodesOf } from './overview.js'

const LogWindows = lazy('Reading the logs…', async () => (await import('./log-windows.js')).LogWindows)

interface PassportProps {
  readonly packet: Analysis['packet']
  readonly summary: Analysis['summary']
}

const unknown = <span class="quiet">not in this packet</span>

export function Passport({ packet, summary }: PassportProps) {
  const nodes = nodesOf(packet.nodes)
  return (
    <section aria-labelledby="passport">
      <h2 id="passport">Passport</h2>
      <dl class="passport">
        <Row name="Product">
          {packet.product === undefined ? 'not recognised' : productWords(packet.product)}
        </Row>
        <Row name="Version">
          {packet.serverVersion === undefined ? unknown : <PacketText text={packet.serverVersion} />}
        </Row>
        <ServerRows />
        <Row name="Layout">{packet.layoutTitle ?? packet.layout ?? 'not recognised'}</Row>
        <Row name="Generated">
          {packet.generatedAt === undefined ? unknown : timeWords(packet.generatedAt, zone.value)}
        </Row>
        <Row name="Nodes">{nodes.length === 0 ? 'one server' : <Nodes nodes={nodes} />}</Row>
        <Row name="Log lines">{logLineWords(summary)}</Row>
        {summary.logLines === undefined ? null : (
          <Row name="Log window">
            <LogWindows packet={packet} />
          </Row>
        )}
        <Row name="Entries">
          <EntriesByState entries={packet.entries} />
        </Row>
        <Row name="File">
          <PacketText text={packet.source} />, {bytesWords(packet.sizeBytes)}
        </Row>
        <Row name="SHA-256">
          <code class="hash">{packet.sha256}</code>{' '}
          <CopyButton text={() => packet.sha256} what="the SHA-256" small>
            Copy
          </CopyButton>
        </Row>
      </dl>
    </section>
  )
}

function logLineWords({ logLines }: Analysis['summary']): string {
  if (logLines !== undefined) return numberWords(logLines)
  return isSoFar.value ? 'being read' : 'no log was read'
}

/** A cluster may have thousands; the rest stand on the page of the cluster and in the files. */
const namedNodes = 20

function Nodes({ nodes }: { readonly nodes: readonly string[] }) {
  const rest = nodes.length - namedNodes
  return (
    <>
      {numberWords(nodes.length)}:{' '}
      {nodes.slice(0, namedNodes).map((node, position) => (
        <span key={node}>
          {position === 0 ? '' : ', '}
          <NodeName node={node} />
        </span>
      ))}
      {rest > 0 ? ` and ${numberWords(rest)} more` : ''}
    </>
  )
}

/** What documents tell of the server; nothing until they are read. */
function ServerRows() {
  const loaded = useApi<readonly PassportRow[]>(pagePaths.passport(route.value.packet ?? ''))
  if (loaded.kind === 'loading') return <Row name="Server">reading what the documents tell…</Row>
  if (loaded.kind === 'failed') return <Row name="Server">{loaded.message}</Row>
  return (
    <>
      {loaded.value.map(({ name, says, light }) => (
        <Row key={name} name={name}>
          {says === undefined ? (
            unknown
          ) : (
            <span class={light === undefined ? undefined : `is-${light}`}>
              <PacketText text={says} />
            </span>
          )}
        </Row>
      ))}
    </>
  )
}

function Row({ name, children }: { readonly name: string; readonly children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function EntriesByState({ entries }: { readonly entries: readonly EntryInfo[] }) {
  const states = [...new Set(entries.map(({ status }) => status))]
  return (
    <span class="facts">
      {states.map(status => {
        const those = entries.filter(entry => entry.status === status)
        const light = worst(those)
        return (
          <Link key={status} to={viewRoute('files', route.value.packet ?? '', { status })}>
            <StateMark light={light} word={`${those.length} ${status}`} />
          </Link>
        )
      })}
    </span>
  )
}

function worst(entries: readonly EntryInfo[]) {
  const lights = entries.map(lightOf)
  return (['error', 'warning', 'info'] as const).find(light => lights.includes(light)) ?? 'ok'
}
