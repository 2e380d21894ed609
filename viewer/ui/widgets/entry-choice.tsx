// Which of several entries of a kind a page is about.
import type { ViewEntry } from '../../shared/pages.js'
import { visibleText } from '../visible-text.js'

interface EntryChoiceProps {
  readonly label: string
  readonly entries: readonly ViewEntry[]
  readonly chosen: number | undefined
  readonly onChoose: (file: string | undefined) => void
  /** Words for having none. */
  readonly none?: string
}

export function EntryChoice({ label, entries, chosen, onChoose, none }: EntryChoiceProps) {
  return (
    <label class="inline">
      {label}
      <select
        value={chosen === undefined ? '' : String(chosen)}
        onChange={event => onChoose(event.currentTarget.value || undefined)}
      >
        {none === undefined ? null : <option value="">{none}</option>}
        {entries.map(({ index, name }) => (
          <option key={index} value={index}>
            {visibleText(name)}
          </option>
        ))}
      </select>
    </label>
  )
}
