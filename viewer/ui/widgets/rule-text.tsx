// Text of a rule, where commands and settings stand between backticks as its authors write them.
import { PacketText } from './packet-text.js'

export function RuleText({ text }: { readonly text: string }) {
  // Every second part stood between backticks; a last one without its end is plain text again.
  const parts = text.split('`')
  return (
    <>
      {parts.map((part, position) => {
        const isCode = position % 2 === 1 && position + 1 < parts.length
        if (isCode)
          return (
            <code key={position}>
              <PacketText text={part} />
            </code>
          )
        return <PacketText key={position} text={position % 2 === 1 ? `\`${part}` : part} />
      })}
    </>
  )
}
