// A link inside the page: a real address that opens in place, and in a new tab when the person asks for one.
import type { ComponentChildren } from 'preact'
import { formatRoute, type Route } from '../route.js'
import { navigate } from '../state.js'

interface LinkProps {
  readonly to: Route
  readonly class?: string
  readonly current?: boolean
  readonly label?: string
  readonly row?: boolean
  readonly children: ComponentChildren
}

export function Link({ to, current, label, row, children, ...rest }: LinkProps) {
  const follow = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return
    event.preventDefault()
    navigate(to)
  }
  return (
    <a
      href={formatRoute(to)}
      onClick={follow}
      class={rest.class}
      aria-current={current === true ? 'page' : undefined}
      aria-label={label}
      data-row={row === true ? '' : undefined}
    >
      {children}
    </a>
  )
}
