// What a page asks the server for, kept by address: a packet does not change, so what was answered once stays true.
import { signal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { ask } from './api.js'
import type { Loaded } from './state.js'

/** Answers kept; the oldest goes first. Those of large profiles have a few megabytes. */
const mostKept = 40

const loading = { kind: 'loading' } as const
const answers = signal<ReadonlyMap<string, Loaded<unknown>>>(new Map())

/** The answer of an address of the API. A failure is asked for again when the page is opened anew. */
export function useApi<T>(path: string): Loaded<T> {
  useEffect(() => {
    const known = answers.value.get(path)
    if (known === undefined || known.kind === 'failed') void load(path)
  }, [path])
  return (answers.value.get(path) ?? loading) as Loaded<T>
}

/** Asks for what may be wanted soon. */
export function askFor(path: string): void {
  if (!answers.value.has(path)) void load(path)
}

/** The answer if somebody asked for it before. */
export function knownAnswer<T>(path: string): T | undefined {
  const known = answers.value.get(path)
  return known?.kind === 'ready' ? (known.value as T) : undefined
}

async function load(path: string): Promise<void> {
  keep(path, loading)
  const answer = await ask<unknown>(path)
  keep(
    path,
    answer.kind === 'ok'
      ? { kind: 'ready', value: answer.value }
      : { kind: 'failed', message: answer.message },
  )
}

function keep(path: string, answer: Loaded<unknown>): void {
  const kept = new Map(answers.value)
  kept.delete(path)
  kept.set(path, answer)
  for (const oldest of kept.keys()) {
    if (kept.size <= mostKept) break
    kept.delete(oldest)
  }
  answers.value = kept
}
