// Severity and state as a shape, a colour and a word: never colour alone.
import { severities, type Light, type Severity } from '../words.js'

const shapes: Readonly<Record<Severity | 'ok', string>> = {
  critical: 'M5 1h6l4 4v6l-4 4H5l-4-4V5z',
  error: 'M8 .5 15.5 8 8 15.5.5 8z',
  warning: 'M8 1.5 15.5 14.5H.5z',
  info: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zm0 1.8a4.2 4.2 0 1 1 0 8.4 4.2 4.2 0 0 1 0-8.4z',
  ok: 'M6.2 13 1.5 8.3l1.9-1.9 2.8 2.8L12.6 3l1.9 1.9z',
}

export function Shape({ of }: { readonly of: Severity | 'ok' }) {
  return (
    <svg class={`shape is-${of}`} viewBox="0 0 16 16" width="10" height="10" aria-hidden="true">
      <path d={shapes[of]} />
    </svg>
  )
}

export function SeverityMark({ severity }: { readonly severity: Severity }) {
  return (
    <span class={`mark is-${severity}`}>
      <Shape of={severity} />
      {severity}
    </span>
  )
}

export function StateMark({ light, word }: { readonly light: Light; readonly word: string }) {
  return (
    <span class={`mark is-${light}`}>
      <Shape of={light} />
      {word}
    </span>
  )
}

/** `2 errors, 1 warning`: only what there is. */
export function SeverityCounts({ counts }: { readonly counts: Readonly<Record<Severity, number>> }) {
  const present = severities.filter(severity => counts[severity] > 0)
  if (present.length === 0) return <span class="quiet">no findings</span>
  return (
    <span class="counts">
      {present.map(severity => (
        <span class={`mark is-${severity}`} key={severity}>
          <Shape of={severity} />
          {counts[severity]}{' '}
          {severity === 'error' || severity === 'warning' ? plural(severity, counts[severity]) : severity}
        </span>
      ))}
    </span>
  )
}

function plural(word: string, count: number): string {
  return count === 1 ? word : `${word}s`
}
