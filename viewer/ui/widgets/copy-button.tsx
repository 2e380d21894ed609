// A button that copies, and says that it did where it stands.
import { useState } from 'preact/hooks'
import { copyText } from '../clipboard.js'

interface CopyProps {
  /** Made when asked for: a large table costs nothing until then. */
  readonly text: () => string | Promise<string>
  /** What is copied, as in `Copied the line.` */
  readonly what: string
  readonly small?: boolean
  readonly children: string
}

const shownMs = 1500

export function CopyButton({ text, what, small, children }: CopyProps) {
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    if (!(await copyText(await text(), what))) return
    setCopied(true)
    setTimeout(() => setCopied(false), shownMs)
  }
  return (
    <button type="button" class={small === true ? 'button is-small' : 'button'} onClick={() => void copy()}>
      {copied ? 'Copied' : children}
    </button>
  )
}
