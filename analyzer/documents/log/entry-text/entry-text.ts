// Brings the bytes of a log entry into the form that the readers of records take: UTF-8, a line feed after each line, and each
// record in a line of its own and not wrapped into that of another logger. Nearly every log has this form and passes as it is.
// Lines keep their numbers: where several become one, empty ones follow it.
import { createLineEnds, lineEndOf } from './line-ends.js'
import { createUnwrapper, isWrapped } from './unwrap.js'
import { createUtf16Decoder, utf16Order } from './utf16.js'

export interface EntryText {
  /** Bytes to read on; valid until the next call. Some may come later. */
  decode(chunk: Buffer): Buffer
  /** What is left after the last chunk. */
  end(): Buffer
}

/** How much of an entry tells its form. */
const sampleBytes = 64 * 1024
const nothing = Buffer.alloc(0)

export function createEntryText(): EntryText {
  let sample: Buffer = nothing
  let steps: readonly EntryText[] | undefined

  function decide(): Buffer {
    steps = stepsFor(sample)
    return through(steps, sample)
  }

  return {
    decode(chunk) {
      if (steps) return steps.length === 0 ? chunk : through(steps, chunk)
      if (sample.length === 0 && chunk.length >= sampleBytes) {
        steps = stepsFor(chunk)
        return through(steps, chunk)
      }
      sample = Buffer.concat([sample, chunk])
      return sample.length < sampleBytes ? nothing : decide()
    },
    end() {
      const rest = steps ? nothing : decide()
      return steps ? Buffer.concat([rest, ending(steps)]) : rest
    },
  }
}

/** One step each for what is to be done; none for a usual log. */
function stepsFor(entryStart: Buffer): readonly EntryText[] {
  const steps: EntryText[] = []
  let sample = entryStart.subarray(0, sampleBytes)
  const order = utf16Order(sample)
  if (order !== undefined) {
    steps.push(createUtf16Decoder(order))
    sample = createUtf16Decoder(order).decode(sample)
  }
  const lineEnd = lineEndOf(sample)
  if (lineEnd !== undefined) {
    steps.push(createLineEnds(lineEnd))
    sample = Buffer.from(createLineEnds(lineEnd).decode(Buffer.from(sample)))
  }
  if (isWrapped(sample)) steps.push(createUnwrapper())
  return steps
}

function through(steps: readonly EntryText[], chunk: Buffer): Buffer {
  return steps.reduce((bytes, step) => step.decode(bytes), chunk)
}

/** What each step still has goes through those after it. */
function ending(steps: readonly EntryText[]): Buffer {
  return steps.reduce((bytes, step) => Buffer.concat([step.decode(bytes), step.end()]), nothing)
}
