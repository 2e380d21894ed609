// The panel at the right: the place that proves a finding, one line of an entry in full, what a page opens, or the list of keys.
import { currentEvidence, keysOpen, route } from '../state.js'
import { EvidencePanel } from './evidence-panel.js'
import { KeysPanel } from './keys-panel.js'
import { LazyPanel } from './lazy-page.js'
import { LinePanel } from './line-panel.js'

/** What the panel shows; undefined when it is closed. */
export function Panel() {
  const { view, line, query } = route.value
  const shown = currentEvidence.value
  if (keysOpen.value) return <KeysPanel />
  if (shown !== undefined) return <EvidencePanel {...shown} />
  if (view === 'entry' && line !== undefined && query.show === 'line') return <LinePanel line={line} />
  return <LazyPanel view={view} />
}
