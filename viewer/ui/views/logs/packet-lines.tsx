// Text of a packet in which line ends are line ends; everything else that would hide or act is drawn as a picture.
import { PacketText } from '../../widgets/packet-text.js'

/** Beyond so many lines the rest is one piece: nobody reads that here. */
const linesMost = 2_000

export function PacketLines({ text }: { readonly text: string }) {
  const lines = text.split(/\r?\n/, linesMost)
  return (
    <>
      {lines.map((line, position) => (
        <span key={position}>
          {position === 0 ? null : '\n'}
          <PacketText text={line} />
        </span>
      ))}
    </>
  )
}
