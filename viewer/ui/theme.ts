// Dark or light: as the system says, until the person chooses. The choice is kept in this browser.
import { signal } from '@preact/signals'

export type Theme = 'system' | 'light' | 'dark'

const storageKey = 'support-packet-theme'
export const theme = signal<Theme>('system')

export function startTheme(): void {
  apply(storedTheme())
}

/** Light → dark → as the system says. */
export function nextTheme(): void {
  const order: readonly Theme[] = ['system', 'light', 'dark']
  apply(order[(order.indexOf(theme.value) + 1) % order.length] ?? 'system')
}

function apply(chosen: Theme): void {
  theme.value = chosen
  if (chosen === 'system') delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = chosen
  try {
    localStorage.setItem(storageKey, chosen)
  } catch {
    // A browser that keeps nothing still shows the chosen theme.
  }
}

function storedTheme(): Theme {
  try {
    const stored = localStorage.getItem(storageKey)
    return stored === 'light' || stored === 'dark' ? stored : 'system'
  } catch {
    return 'system'
  }
}
