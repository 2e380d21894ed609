// Calls between functions, summed in a hash table of numbers: a large profile has tens of millions of frames to go through.

/** A call from one function to another, over all samples. */
export interface Edge {
  readonly from: number
  readonly to: number
  readonly weight: number
  /** True when the compiler inlined it wherever it was seen. */
  readonly inline: boolean
}

export interface EdgeTable {
  /** A call counts once a sample, however often it is in the stack. */
  add(from: number, to: number, weight: number, sample: number, inline: boolean): void
  list(): readonly Edge[]
}

interface Slots {
  from: Int32Array
  to: Int32Array
  weight: Float64Array
  lastSample: Int32Array
  outOfLine: Uint8Array
  used: number
}

function emptySlots(size: number): Slots {
  return {
    from: new Int32Array(size).fill(-1),
    to: new Int32Array(size),
    weight: new Float64Array(size),
    lastSample: new Int32Array(size).fill(-1),
    outOfLine: new Uint8Array(size),
    used: 0,
  }
}

export function edgeTable(): EdgeTable {
  let slots = emptySlots(4096)

  return {
    add(from, to, weight, sample, inline) {
      const slot = find(slots, from, to)
      if (slots.from[slot] === -1) {
        slots.from[slot] = from
        slots.to[slot] = to
        slots.used++
      }
      if (slots.lastSample[slot] !== sample) {
        slots.lastSample[slot] = sample
        slots.weight[slot] = (slots.weight[slot] ?? 0) + weight
        if (!inline) slots.outOfLine[slot] = 1
      }
      if (slots.used * 2 > slots.from.length) slots = doubled(slots)
    },
    list: () => [...usedSlots(slots)].map(slot => edgeIn(slots, slot)),
  }
}

/** The slot of a pair, or the free one where it belongs. Sizes are powers of two. */
function find({ from, to }: Slots, wantedFrom: number, wantedTo: number): number {
  const mask = from.length - 1
  let slot = (Math.imul(wantedFrom, 0x9e3779b1) ^ Math.imul(wantedTo, 0x85ebca6b)) >>> 0
  slot = (slot ^ (slot >>> 15)) & mask
  while (from[slot] !== -1 && (from[slot] !== wantedFrom || to[slot] !== wantedTo)) slot = (slot + 1) & mask
  return slot
}

function doubled(old: Slots): Slots {
  const slots = emptySlots(2 * old.from.length)
  for (const at of usedSlots(old)) {
    const slot = find(slots, old.from[at] ?? 0, old.to[at] ?? 0)
    slots.from[slot] = old.from[at] ?? 0
    slots.to[slot] = old.to[at] ?? 0
    slots.weight[slot] = old.weight[at] ?? 0
    slots.lastSample[slot] = old.lastSample[at] ?? 0
    slots.outOfLine[slot] = old.outOfLine[at] ?? 0
  }
  slots.used = old.used
  return slots
}

function* usedSlots({ from }: Slots): Generator<number> {
  for (let slot = 0; slot < from.length; slot++) if (from[slot] !== -1) yield slot
}

function edgeIn({ from, to, weight, outOfLine }: Slots, slot: number): Edge {
  return {
    from: from[slot] ?? 0,
    to: to[slot] ?? 0,
    weight: weight[slot] ?? 0,
    inline: outOfLine[slot] === 0,
  }
}
