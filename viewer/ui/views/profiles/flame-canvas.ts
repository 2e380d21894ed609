// Draws the blocks of a flame graph in the greys of the theme: a shade a package, so that colour keeps its meaning of severity.
import { nameOf, type Block, type CallTree } from '../../profile/call-tree.js'
import { packageOf, shortName } from '../../profile/values.js'
import { visibleText } from '../../visible-text.js'

export interface Flame {
  readonly tree: CallTree
  readonly blocks: readonly Block[]
  readonly rows: number
  readonly width: number
  readonly words: string
  /** The call that the pointer or the focus is on. */
  readonly at: number
  readonly upwards: boolean
}

/** Pixels of a row with the gap below it. */
export const rowHeight = 18
const gap = 1
/** Narrower blocks have no name. */
const leastNamed = 36

interface Colours {
  readonly shades: readonly string[]
  readonly ink: string
  readonly marked: string
  readonly focus: string
}

/** A canvas knows no custom properties: the style sheet works the colours out on an element that is there for a moment. */
function coloursOf(canvas: HTMLCanvasElement): Colours {
  const probe = document.createElement('span')
  canvas.after(probe)
  const token = (name: string) => {
    probe.style.color = `var(${name})`
    return getComputedStyle(probe).color
  }
  const colours = {
    shades: ['--flame-1', '--flame-2', '--flame-3', '--flame-4'].map(token),
    ink: token('--ink'),
    marked: token('--marked'),
    focus: token('--focus'),
  }
  probe.remove()
  return colours
}

export function drawFlame(canvas: HTMLCanvasElement, flame: Flame): void {
  const { width, rows, blocks } = flame
  const scale = devicePixelRatio
  canvas.width = Math.round(width * scale)
  canvas.height = Math.round(rows * rowHeight * scale)
  const context = canvas.getContext('2d')
  if (context === null) return
  context.scale(scale, scale)
  context.font = '11px ui-monospace, "DejaVu Sans Mono", monospace'
  context.textBaseline = 'middle'
  const colours = coloursOf(canvas)
  const isMarked = markedBy(flame)
  for (const block of blocks) drawBlock(context, flame, block, colours, isMarked(block.node))
}

function drawBlock(
  context: CanvasRenderingContext2D,
  flame: Flame,
  { node, depth, x, width }: Block,
  colours: Colours,
  marked: boolean,
): void {
  const y = topOf(flame, depth)
  const name = nameOf(flame.tree, node)
  const shade = shadeOf(name, colours.shades.length)
  context.fillStyle = marked ? colours.marked : (colours.shades[shade] ?? '')
  context.fillRect(x, y, Math.max(0.5, width - gap), rowHeight - gap)
  if (node === flame.at) {
    context.strokeStyle = colours.focus
    context.lineWidth = 2
    context.strokeRect(x + 1, y + 1, Math.max(1, width - gap - 2), rowHeight - gap - 2)
  }
  if (width < leastNamed) return
  context.fillStyle = colours.ink
  context.fillText(fitted(context, visibleText(shortName(name)), width - 8), x + 4, y + rowHeight / 2)
}

function topOf({ rows, upwards }: Flame, depth: number): number {
  return (upwards ? rows - 1 - depth : depth) * rowHeight
}

export function blockAt(flame: Flame, x: number, y: number): Block | undefined {
  const row = Math.floor(y / rowHeight)
  const depth = flame.upwards ? flame.rows - 1 - row : row
  return flame.blocks.find(block => block.depth === depth && x >= block.x && x < block.x + block.width)
}

function markedBy({ tree, words }: Flame): (node: number) => boolean {
  const wanted = words.trim().toLowerCase()
  if (wanted === '') return () => false
  const marked = tree.names.map(name => name.toLowerCase().includes(wanted))
  return node => marked[tree.name[node] ?? 0] === true
}

/** The same for every function of a package, and another one, likely, for its neighbours. */
function shadeOf(name: string, shades: number): number {
  let sum = 0
  for (const letter of packageOf(name)) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 65_521
  return sum % shades
}

/** The start of a text that fits, with a sign that there is more. */
function fitted(context: CanvasRenderingContext2D, text: string, width: number): string {
  // The letters have one width.
  const letters = Math.floor(width / context.measureText('m').width)
  if (text.length <= letters) return text
  return letters < 3 ? '' : `${text.slice(0, letters - 1)}…`
}
