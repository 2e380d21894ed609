// The one search field of a page: `/` comes here, Esc empties it.
interface SearchProps {
  readonly label: string
  readonly value: string
  readonly onChange: (text: string) => void
}

export function SearchBox({ label, value, onChange }: SearchProps) {
  return (
    <input
      type="search"
      class="search"
      data-search
      aria-label={label}
      placeholder={`${label}  /`}
      value={value}
      spellcheck={false}
      onInput={event => onChange(event.currentTarget.value)}
    />
  )
}

/** Puts the cursor into the search field of the page, where there is one. */
export function focusSearch(): void {
  const field = document.querySelector<HTMLInputElement>('[data-search]')
  field?.focus()
  field?.select()
}
