// One line of an entry in full: wrapped, and with its fields when it is a structured log line.
import { useLines } from '../excerpt.js'
import { fieldsOf } from '../log-fields.js'
import { lineBytesMost } from '../../shared/wire.js'
import { route, updateQuery } from '../state.js'
import { CopyButton } from '../widgets/copy-button.js'
import { whenLoaded } from '../widgets/notes.js'
import { PacketText } from '../widgets/packet-text.js'
import { PanelFrame } from '../widgets/panel-frame.js'
import { bytesWords, numberWords } from '../words.js'

export function LinePanel({ line }: { readonly line: number }) {
  const { packet = '', entry } = route.value
  const loaded = useLines({ packet, entry, from: line, count: 1, bytes: lineBytesMost })
  return (
    <PanelFrame
      label="Line"
      title={`Line ${numberWords(line)}`}
      onClose={() => updateQuery({ show: undefined })}
    >
      {loaded === undefined
        ? null
        : whenLoaded(loaded, 'Reading the line…', page => (
            <WholeLine text={page.lines[0]?.text} page={page} />
          ))}
    </PanelFrame>
  )
}

interface WholeLineProps {
  readonly text: string | undefined
  readonly page: { readonly lines: readonly { readonly cutFromBytes?: number }[] }
}

function WholeLine({ text, page }: WholeLineProps) {
  if (text === undefined) return <p class="note">This entry has no such line.</p>
  const fields = fieldsOf(text)
  const cut = page.lines[0]?.cutFromBytes
  return (
    <>
      <p class="actions">
        <CopyButton text={() => text} what="the line">
          Copy line
        </CopyButton>
        <CopyButton text={() => location.href} what="the link">
          Copy link
        </CopyButton>
      </p>
      {cut === undefined ? null : (
        <p class="note">
          The first {bytesWords(lineBytesMost)} of {bytesWords(cut)} are shown. Download the entry to see all
          of it.
        </p>
      )}
      {fields === undefined ? null : (
        <dl class="fields">
          {fields.map(({ name, value }, position) => (
            <div key={position}>
              <dt>
                <PacketText text={name} />
              </dt>
              <dd>
                <PacketText text={value} />
              </dd>
            </div>
          ))}
        </dl>
      )}
      <pre class="whole" tabIndex={0} aria-label="Whole line">
        <PacketText text={text} />
      </pre>
    </>
  )
}
