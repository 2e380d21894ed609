// What a person did with a finding: copied it, saw it, dismissed it, noted something. Marks stay with the packet on this machine.
import { longestNote } from '../../shared/marks.js'
import { findingMarkdown } from '../markdown.js'
import { markOf, noteOn, toggleMark } from '../marks.js'
import { CopyButton } from '../widgets/copy-button.js'
import { PacketText } from '../widgets/packet-text.js'
import type { Finding } from '../words.js'

interface MarkProps {
  readonly finding: Finding
}

export function FindingMark({ finding }: MarkProps) {
  const mark = markOf(finding)
  return (
    <div class="finding-mark">
      <p class="actions">
        <CopyButton text={() => findingMarkdown(finding, mark)} what="the finding as Markdown">
          Copy as Markdown
        </CopyButton>
        <button
          type="button"
          class="toggle"
          aria-pressed={mark?.state === 'seen'}
          onClick={() => toggleMark(finding, 'seen')}
        >
          Seen <kbd>m</kbd>
        </button>
        <button
          type="button"
          class="toggle"
          aria-pressed={mark?.state === 'dismissed'}
          onClick={() => toggleMark(finding, 'dismissed')}
        >
          Dismiss <kbd>x</kbd>
        </button>
      </p>
      <label class="note-field">
        <span class="quiet">Note, kept on this machine with the packet</span>
        <textarea
          rows={2}
          maxLength={longestNote}
          value={mark?.note ?? ''}
          onChange={event => noteOn(finding, event.currentTarget.value)}
        />
      </label>
    </div>
  )
}

/** In the row: that it is marked, and the note; that it does not count, and why. */
export function MarkWords({ finding }: MarkProps) {
  const mark = markOf(finding)
  const { suppressed } = finding
  if (mark === undefined && suppressed === undefined) return null
  return (
    <span class="facts">
      {mark === undefined ? null : <span class="masked">{mark.state}</span>}
      {mark === undefined || mark.note === '' ? null : <span>{mark.note}</span>}
      {suppressed === undefined ? null : (
        <>
          <span class="masked">{suppressed.kind === 'baseline' ? 'in the baseline' : 'suppressed'}</span>
          <span>
            <PacketText text={suppressed.reason} />
          </span>
          {suppressed.until === undefined ? null : <span>until {suppressed.until}</span>}
        </>
      )}
    </span>
  )
}
