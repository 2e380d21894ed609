// Text that comes from a packet. It is only ever text; characters that would hide or act are drawn as pictures.
import { visibleParts } from '../visible-text.js'

export function PacketText({ text }: { readonly text: string }) {
  const parts = visibleParts(text)
  if (parts.length === 1 && parts[0]?.control === undefined) return <>{text}</>
  return (
    <>
      {parts.map((part, position) =>
        part.control === undefined ? (
          part.text
        ) : (
          <span class="control" key={position} title={part.control}>
            {part.text}
          </span>
        ),
      )}
    </>
  )
}

/** Text of several lines: its line breaks stay, everything else that would hide or act is drawn. */
export function PacketLines({ text }: { readonly text: string }) {
  const lines = text.split('\n')
  if (lines.length === 1) return <PacketText text={text} />
  return (
    <>
      {lines.map((line, position) => (
        <div key={position}>
          <PacketText text={line} />
        </div>
      ))}
    </>
  )
}
