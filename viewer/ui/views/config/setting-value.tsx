// A value of a setting: as text, with a word where it is hidden, empty or not there.
import type { SettingValue } from '../../../shared/pages.js'
import { PacketText } from '../../widgets/packet-text.js'
import { plainText, wordsFor } from './settings.js'

/** Characters of a value in a row; the panel has all of it. */
const shownInRow = 160

interface ValueProps {
  readonly value: SettingValue
  /** All of it, however long. */
  readonly whole?: boolean
}

export function ValueOf({ value, whole }: ValueProps) {
  if (value.kind === 'absent') return <span class="quiet">not in this file</span>
  if (value.masking === 'full') return <span class="masked">masked</span>
  return (
    <>
      <Plain value={value.value} whole={whole === true} />
      {value.masking === 'partial' ? <span class="masked is-after">partly masked</span> : null}
    </>
  )
}

export function Plain({ value, whole }: { readonly value: unknown; readonly whole: boolean }) {
  const words = wordsFor(value)
  if (words !== undefined) return <span class="quiet">{words}</span>
  const text = plainText(value)
  const cut = !whole && text.length > shownInRow
  return (
    <code class="value">
      <PacketText text={cut ? text.slice(0, shownInRow) : text} />
      {cut ? <span class="quiet"> … {text.length.toLocaleString('en-US')} characters</span> : null}
    </code>
  )
}
