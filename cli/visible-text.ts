// A stream of bytes as text that is safe on a terminal: control characters visible, newlines and tabs kept.
import { visibleControls } from '../analyzer/lib/terminal-text.js'

export interface VisibleText {
  /** Text of a chunk; a character that is cut at its end waits for the next one. */
  add(chunk: Uint8Array): string
  end(): string
}

export function createVisibleText(): VisibleText {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  let carry = ''
  const show = (text: string): string => {
    // A carriage return before a newline ends the line as well; at the end of a chunk the newline may still come.
    const whole = carry + text
    carry = whole.endsWith('\r') ? '\r' : ''
    return visibleLines(whole.slice(0, whole.length - carry.length))
  }
  return {
    add: chunk => show(decoder.decode(chunk, { stream: true })),
    end: () => show(decoder.decode()) + visibleControls(carry),
  }
}

const visibleLines = (text: string): string =>
  text
    .split('\n')
    .map((line, index, lines) =>
      visibleControls(index < lines.length - 1 && line.endsWith('\r') ? line.slice(0, -1) : line, true),
    )
    .join('\n')
