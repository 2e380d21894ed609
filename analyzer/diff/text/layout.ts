// How a diff is laid out as text.
import type { Moments } from '../../reports/text/moments.js'
import type { Style } from '../../reports/text/style.js'

export interface TextLayout {
  readonly width: number
  readonly style: Style
  readonly moments: Moments
  /** Every change instead of the first ones. */
  readonly all: boolean
}
