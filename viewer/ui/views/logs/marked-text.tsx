// A message with what the query found in it marked. It is only ever text.
import { markedParts, type Marks } from '../../logs/marks.js'
import { PacketText } from '../../widgets/packet-text.js'

export function MarkedText({ text, marks }: { readonly text: string; readonly marks: Marks | undefined }) {
  return (
    <span>
      {markedParts(text, marks).map((part, position) =>
        part.isMarked ? (
          <mark key={position}>
            <PacketText text={part.text} />
          </mark>
        ) : (
          <PacketText key={position} text={part.text} />
        ),
      )}
    </span>
  )
}
