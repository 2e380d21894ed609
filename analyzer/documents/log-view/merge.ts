// Merges logs by time: of each, the next record is known, and the earliest of them comes next. The order within a log is
// kept also where its clock went back.

/** A log as batches in order. */
export interface Source<T> {
  next(): Promise<readonly T[] | undefined>
}

export interface Ordered {
  readonly orderMs: number
}

interface Lane<T> {
  readonly source: Source<T>
  batch: readonly T[]
  at: number
}

/** Gives the merged records in pieces: as many as could be merged without waiting. Of equal times the first source's come first. */
export async function* mergeByTime<T extends Ordered>(
  sources: readonly Source<T>[],
): AsyncGenerator<readonly T[], void, void> {
  const lanes: Lane<T>[] = sources.map(source => ({ source, batch: [], at: 0 }))
  // All are asked at once, so that they are read side by side.
  const filled = await Promise.all(lanes.map(fill))
  const live = lanes.filter((_, index) => filled[index])
  let piece: T[] = []
  while (live.length > 0) {
    const lane = earliest(live)
    takeRun(lane, nextTime(live, lane), piece)
    if (lane.at < lane.batch.length) continue
    if (piece.length > 0) yield piece
    piece = []
    if (!(await fill(lane))) live.splice(live.indexOf(lane), 1)
  }
}

async function fill<T>(lane: Lane<T>): Promise<boolean> {
  lane.at = 0
  lane.batch = (await lane.source.next()) ?? []
  return lane.batch.length > 0
}

function headMs<T extends Ordered>({ batch, at }: Lane<T>): number {
  return batch[at]?.orderMs ?? Infinity
}

function earliest<T extends Ordered>(lanes: readonly Lane<T>[]): Lane<T> {
  return lanes.reduce((first, lane) => (headMs(lane) < headMs(first) ? lane : first))
}

/** Until when the lane may go on: the earliest time of the others, a little less where one before it has the same time. */
function nextTime<T extends Ordered>(
  lanes: readonly Lane<T>[],
  own: Lane<T>,
): { ms: number; inclusive: boolean } {
  let ms = Infinity
  let inclusive = true
  let isBefore = true
  for (const lane of lanes) {
    if (lane === own) isBefore = false
    else if (headMs(lane) < ms) {
      ms = headMs(lane)
      inclusive = !isBefore
    }
  }
  return { ms, inclusive }
}

/** Takes records up to the time at which another lane comes first. */
function takeRun<T extends Ordered>(
  lane: Lane<T>,
  until: { ms: number; inclusive: boolean },
  into: T[],
): void {
  const { batch } = lane
  do into.push(batch[lane.at++] as T)
  while (lane.at < batch.length && comesBefore(batch[lane.at] as T, until))
}

function comesBefore({ orderMs }: Ordered, { ms, inclusive }: { ms: number; inclusive: boolean }): boolean {
  return inclusive ? orderMs <= ms : orderMs < ms
}
