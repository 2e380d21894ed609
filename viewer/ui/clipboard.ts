// Copying, with a word that says what was copied.
import { notice } from './state.js'

export async function copyText(text: string, what: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    notice.value = `Copied ${what}.`
    return true
  } catch {
    notice.value = `The browser did not allow copying ${what}.`
    return false
  }
}
