// Buttons that narrow a list to some of its kinds; each says how many there are.
import type { ComponentChildren } from 'preact'
import { numberWords } from '../words.js'

export interface FilterChoice {
  readonly id: string
  /** How many it would show; absent where that is no number to choose by. */
  readonly count?: number
  readonly content: ComponentChildren
}

interface FilterProps {
  readonly label: string
  readonly choices: readonly FilterChoice[]
  readonly chosen: readonly string[]
  readonly onToggle: (id: string) => void
}

export function FilterToggles({ label, choices, chosen, onToggle }: FilterProps) {
  return (
    <div class="toggles" role="group" aria-label={label}>
      {choices.map(({ id, count, content }) => (
        <button
          type="button"
          key={id}
          class="toggle"
          aria-pressed={chosen.includes(id)}
          onClick={() => onToggle(id)}
        >
          {content}
          {count === undefined ? null : <span class="number"> {numberWords(count)}</span>}
        </button>
      ))}
    </div>
  )
}
