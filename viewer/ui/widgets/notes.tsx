// Waiting, failing and having nothing, each in a sentence where the content would be.
import type { ComponentChildren } from 'preact'
import type { Loaded } from '../state.js'

export function Waiting({ children }: { readonly children: ComponentChildren }) {
  return (
    <p class="note" role="status">
      {children}
    </p>
  )
}

export function Failure({ children }: { readonly children: ComponentChildren }) {
  return (
    <p class="note is-failure" role="alert">
      {children}
    </p>
  )
}

/** Draws what was loaded, or says why it is not there. */
export function whenLoaded<T>(loaded: Loaded<T>, waiting: string, draw: (value: T) => ComponentChildren) {
  if (loaded.kind === 'loading') return <Waiting>{waiting}</Waiting>
  if (loaded.kind === 'failed') return <Failure>{loaded.message}</Failure>
  return <>{draw(loaded.value)}</>
}
