// The keyboard: what each key does, and the listener that does it. Every key also has a control one can see.
import { copyText } from './clipboard.js'
import type { MarkState } from '../shared/marks.js'
import { findingMarkdown } from './markdown.js'
import { markOf, toggleMark } from './marks.js'
import { pages } from './pages.js'
import { entryRoute, packetsRoute, viewRoute } from './route.js'
import {
  currentEvidence,
  currentGroups,
  findingWith,
  keysOpen,
  navigate,
  paletteOpen,
  route,
  showEvidence,
  updateQuery,
} from './state.js'
import { nextTheme } from './theme.js'
import { focusSearch } from './widgets/search-box.js'
import type { Finding } from './words.js'
import { goTo } from './views/evidence-panel.js'

export const keyList: readonly { readonly keys: readonly string[]; readonly does: string }[] = [
  ...pages.map(({ key, name }) => ({ keys: ['g', key], does: name })),
  { keys: ['g', 'p'], does: 'Packets' },
  { keys: ['j'], does: 'Next row or line' },
  { keys: ['k'], does: 'Previous row or line' },
  { keys: ['Enter'], does: 'Open the row; in the panel, open the page at the line' },
  { keys: ['.'], does: 'Next evidence' },
  { keys: ['/'], does: 'Search this page' },
  { keys: ['c'], does: 'Copy the finding as Markdown; on Logs, the line as it was' },
  { keys: ['m'], does: 'Mark the finding as seen' },
  { keys: ['x'], does: 'Dismiss the finding' },
  { keys: ['a'], does: 'On Logs: the selected record among all records' },
  { keys: ['Ctrl', 'K'], does: 'Go anywhere: pages, findings, files' },
  { keys: ['t'], does: 'Light, dark or system theme' },
  { keys: ['Esc'], does: 'Close what is open' },
  { keys: ['?'], does: 'This list' },
]

export function startKeys(): void {
  let afterG = false
  addEventListener('keydown', event => {
    const wasAfterG = afterG
    afterG = false
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
      event.preventDefault()
      paletteOpen.value = !paletteOpen.value
      return
    }
    if (event.ctrlKey || event.metaKey || event.altKey || paletteOpen.value) return
    if (event.key === 'Escape') return escape(event.target)
    if (isTyping(event.target)) return
    if (event.key === 'g') afterG = true
    else if (wasAfterG ? goToPage(event.key) : act(event)) event.preventDefault()
  })
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement
}

function goToPage(key: string): boolean {
  const { packet } = route.value
  const view = pages.find(page => page.key === key)?.view
  if (key === 'p') navigate(packetsRoute)
  else if (view !== undefined && packet !== undefined) navigate(viewRoute(view, packet))
  else return false
  return true
}

function act({ key, target }: KeyboardEvent): boolean {
  switch (key) {
    case 'j':
      return move(1)
    case 'k':
      return move(-1)
    case 'Enter':
      return openPage(target)
    case '/':
      focusSearch()
      return true
    case '.':
      return nextEvidence()
    case 'c':
      return copyFinding()
    case 'm':
      return markFinding('seen')
    case 'x':
      return markFinding('dismissed')
    case 't':
      nextTheme()
      return true
    case '?':
      keysOpen.value = !keysOpen.value
      return true
    default:
      return false
  }
}

/** Closes one thing at a time, the topmost first. */
function escape(target: EventTarget | null): void {
  const { query } = route.value
  if (target instanceof HTMLInputElement) target.blur()
  else if (keysOpen.value) keysOpen.value = false
  else if (query.ev !== undefined) updateQuery({ ev: undefined })
  else if (query.show !== undefined) updateQuery({ show: undefined })
  else if (query.key !== undefined) updateQuery({ key: undefined })
  else if (query.row !== undefined) updateQuery({ row: undefined })
  else if (query.open !== undefined) updateQuery({ open: undefined })
}

/** The next row of the page gets the focus; on the page of an entry, the next line is selected. */
function move(by: 1 | -1): boolean {
  const { view, packet, entry, line, query } = route.value
  const isText = view === 'entry' && query.part !== 'tree'
  if (isText && packet !== undefined && entry !== undefined) {
    navigate(entryRoute(packet, entry, Math.max(1, (line ?? 0) + by), query), 'replace')
    return true
  }
  const rows = [...document.querySelectorAll<HTMLElement>('main [data-row]')]
  const at = rows.findIndex(row => row === document.activeElement)
  const next =
    rows[at === -1 ? (by === 1 ? 0 : rows.length - 1) : Math.min(Math.max(at + by, 0), rows.length - 1)]
  next?.focus()
  next?.scrollIntoView({ block: 'nearest' })
  return next !== undefined
}

/** Enter where no control has the focus: from evidence to its page, from a line to the whole of it. */
function openPage(target: EventTarget | null): boolean {
  const { view, line } = route.value
  if (!isAtEvidence(target) && target instanceof HTMLElement && target.closest('button, a, summary') !== null)
    return false
  if (view === 'entry' && line !== undefined) {
    updateQuery({ show: 'line', ev: undefined })
    return true
  }
  const open = document.querySelector<HTMLAnchorElement>('.panel a.button')
  open?.click()
  return open !== null
}

/** On the evidence that the panel shows, or on the row of its finding: Enter goes on to its page, and folds nothing. */
function isAtEvidence(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.matches('.evidence-line[aria-pressed="true"]')) return true
  const shown = currentEvidence.value?.finding.fingerprint
  return target.matches('.finding-head') && shown !== undefined && target.dataset['finding'] === shown
}

function nextEvidence(): boolean {
  const shown = currentEvidence.value
  if (shown !== undefined) {
    if (shown.position + 1 < shown.finding.evidence.length) goTo(shown.finding, shown.position + 1)
    return true
  }
  const finding = findingInHand()
  if (finding === undefined || finding.evidence.length === 0) return false
  showEvidence(finding, 0)
  return true
}

function copyFinding(): boolean {
  const finding = findingInHand()
  if (finding === undefined) return false
  void copyText(findingMarkdown(finding, markOf(finding)), 'the finding as Markdown')
  return true
}

/** Only where findings are seen: a key pressed by mistake elsewhere changes nothing. */
function markFinding(state: MarkState): boolean {
  const finding = route.value.view === 'findings' ? findingInHand() : undefined
  if (finding === undefined) return false
  toggleMark(finding, state)
  return true
}

/** The finding a key means: the one with the focus, else the one whose evidence or text is open, else the first. */
function findingInHand(): Finding | undefined {
  const focused = document.activeElement?.closest<HTMLElement>('[data-finding]')?.dataset['finding']
  return (
    findingWith(focused) ??
    currentEvidence.value?.finding ??
    findingWith(route.value.query.open) ??
    currentGroups.value[0]?.cause
  )
}
