// A part of a page whose script comes when it is first drawn.
import type { ComponentType } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { Failure, Waiting } from './notes.js'

/** The script is asked for once; `waiting` is said until it is here. */
export function lazy<P extends object>(
  waiting: string,
  load: () => Promise<ComponentType<P>>,
): ComponentType<P> {
  let loaded: ComponentType<P> | undefined
  return function Lazy(props: P) {
    const [state, setState] = useState<'waiting' | 'failed' | 'ready'>(
      loaded === undefined ? 'waiting' : 'ready',
    )
    useEffect(() => {
      if (loaded !== undefined) return
      load().then(
        part => {
          loaded = part
          setState('ready')
        },
        () => setState('failed'),
      )
    }, [])
    const Part = loaded
    if (Part !== undefined) return <Part {...props} />
    if (state === 'failed') return <Failure>The viewer did not send this part. Reload to try again.</Failure>
    return <Waiting>{waiting}</Waiting>
  }
}
