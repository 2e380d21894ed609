// The list of opened packets, and the place to drop more.
import { useRef, useState } from 'preact/hooks'
import type { PacketSummary } from '../../shared/wire.js'
import { makeRoute, viewRoute } from '../route.js'
import {
  keepPacket,
  listFailure,
  listKnown,
  making,
  opening,
  packets,
  removed,
  removePacket,
  uploadFiles,
  uploads,
  zone,
} from '../state.js'
import { Failure, Waiting } from '../widgets/notes.js'
import { Link } from '../widgets/link.js'
import { PacketText } from '../widgets/packet-text.js'
import { SeverityCounts } from '../widgets/severity-mark.js'
import { bytesWords, productWords, timeWords } from '../words.js'
import { MakeRow } from './make-rows.js'
import { fileName, progressWords } from './packet-words.js'

export function PacketsView() {
  return (
    <>
      <header class="page-head">
        <h1>Packets</h1>
        <Link class="button" to={makeRoute}>
          Make a packet
        </Link>
      </header>
      <DropZone />
      {listFailure.value === undefined ? <PacketRows /> : <Failure>{listFailure.value}</Failure>}
    </>
  )
}

function DropZone() {
  const picker = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  return (
    <section
      class={over ? 'drop is-over' : 'drop'}
      aria-label="Open packets"
      onDragOver={event => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={event => {
        event.preventDefault()
        setOver(false)
        void uploadFiles([...(event.dataTransfer?.files ?? [])])
      }}
    >
      <p>Drop support packets here, or paste them.</p>
      <p class="quiet">
        .zip, .tar, .tar.gz; several at once. They stay on this machine and go when the viewer ends.
      </p>
      <button type="button" class="button" onClick={() => picker.current?.click()}>
        Choose files
      </button>
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        aria-label="Packet files"
        onChange={event => {
          const files = [...(event.currentTarget.files ?? [])]
          event.currentTarget.value = ''
          if (files.length > 0) void uploadFiles(files)
        }}
      />
    </section>
  )
}

function PacketRows() {
  if (!listKnown.value) return <Waiting>Asking for the packets that are open…</Waiting>
  const nothing =
    packets.value.length + opening.value.length + uploads.value.length + making.value.length === 0
  if (nothing) return <p class="note">No packet is open yet.</p>
  return (
    <ul class="rows" aria-label="Open packets">
      {making.value.map(job => (
        <MakeRow key={job.id} job={job} />
      ))}
      {packets.value.map(packet => (
        <PacketRow key={packet.id} packet={packet} />
      ))}
      {opening.value.map(name => (
        <li class="row quiet" role="status" key={`opening ${name}`}>
          Opening <PacketText text={fileName(name)} />…
        </li>
      ))}
      {uploads.value.map(({ name, state, reason }, position) => (
        <li
          class={state === 'failed' ? 'row is-failure' : 'row quiet'}
          role="status"
          key={`upload ${position}`}
        >
          {state === 'failed' ? '' : 'Sending '}
          <PacketText text={name} />
          {state === 'failed' ? `: ${reason ?? 'not opened.'}` : '…'}
        </li>
      ))}
    </ul>
  )
}

function PacketRow({ packet }: { readonly packet: PacketSummary }) {
  const name = fileName(packet.source)
  if (removed.value.has(packet.id))
    return (
      <li class="row split">
        <span class="quiet" role="status">
          Removed <PacketText text={name} />.
        </span>
        <button type="button" class="button" onClick={() => keepPacket(packet.id)}>
          Undo
        </button>
      </li>
    )
  return (
    <li class="row split">
      <div class="grow">
        <PacketName packet={packet} name={name} />
        <p class="line-2">
          <PacketState packet={packet} />
        </p>
      </div>
      <button
        type="button"
        class="button"
        aria-label={`Remove ${name}`}
        onClick={() => removePacket(packet.id)}
      >
        Remove
      </button>
    </li>
  )
}

function PacketName({ packet, name }: { readonly packet: PacketSummary; readonly name: string }) {
  if (packet.state === 'failed')
    return (
      <strong>
        <PacketText text={name} />
      </strong>
    )
  return (
    <Link to={viewRoute('overview', packet.id)} class="strong" row>
      <PacketText text={name} />
    </Link>
  )
}

function PacketState({ packet }: { readonly packet: PacketSummary }) {
  const size = packet.sizeBytes === undefined ? '' : bytesWords(packet.sizeBytes)
  if (packet.state === 'analyzing')
    return (
      <span role="status">
        {progressWords(packet.read)}
        {packet.hasEarly === true ? '. First findings are there.' : ''}
      </span>
    )
  if (packet.state === 'failed') return <span class="is-failure">{<PacketText text={packet.reason} />}</span>
  const { headline, verdict } = packet
  const made = headline.generatedAt === undefined ? undefined : timeWords(headline.generatedAt, zone.value)
  return (
    <>
      <span class="verdict-line">
        <PacketText text={verdict} />
      </span>
      <span class="facts quiet">
        <SeverityCounts counts={headline.bySeverity} />
        <span>
          {productWords(headline.product)} {headline.serverVersion ?? ''}
        </span>
        {made === undefined ? null : <span>{made}</span>}
        <span>{size}</span>
      </span>
    </>
  )
}
