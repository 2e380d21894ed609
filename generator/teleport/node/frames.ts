// The answer of a host, cut into what its parts wrote. One session answers many questions, so the script marks where each part
// begins and ends with a line that starts with a word drawn for this session: whatever a log or a greeting says, it is not that.
//
//   Welcome to tp-node-1!                                 before the first mark: dropped
//   4be1…93 begin metrics
//   # HELP process_state …                                bytes of the part, any bytes
//   4be1…93 note http 200                                 about the part, anywhere in it
//   4be1…93 end 0                                         exit code
//   4be1…93 error metrics                                 what the part said on its error output, if anything
//   curl: (28) …
//   4be1…93 done
//
// Before each mark stands a newline of its own, which is not of the part.

export interface FrameSink {
  /** A part begins. Bytes of it come until `end`. */
  begin(name: string): void
  data(chunk: Buffer): Promise<void>
  /** `http 200` */
  note(text: string): void
  /** `code` is `undefined` for a part that broke off. */
  end(code: number | undefined): Promise<void>
  /** Comes after the end of the part. */
  error(name: string, text: string): void
}

export interface FrameReader {
  push(chunk: Buffer): Promise<void>
  /** Ends what is open; true when the host said all it had to. */
  finish(): Promise<boolean>
}

/** A mark with what is behind it; a longer line is none. */
const longestMark = 4096
const longestError = 16 * 1024

type State = 'before' | 'inside' | 'between' | 'error' | 'done'

export function createFrameReader(word: string, sink: FrameSink): FrameReader {
  const mark = Buffer.from(`\n${word} `)
  let state: State = 'before'
  let waiting: Buffer = Buffer.alloc(0)
  let said = { name: '', text: '' }

  const pass = async (bytes: Buffer): Promise<void> => {
    if (bytes.length === 0) return
    if (state === 'inside') await sink.data(bytes)
    else if (state === 'error' && said.text.length < longestError) said.text += bytes.toString('utf8')
  }
  const leave = async (code: number | undefined): Promise<void> => {
    if (state === 'inside') await sink.end(code)
    if (state === 'error') sink.error(said.name, said.text.slice(0, longestError).trim())
  }
  const meet = async (line: string): Promise<void> => {
    const [verb = '', ...rest] = line.split(' ')
    const about = rest.join(' ')
    if (verb === 'note') {
      if (state === 'inside') sink.note(about)
      return
    }
    if (verb === 'end') {
      if (state === 'inside') await sink.end(/^\d{1,3}$/.test(about) ? Number(about) : undefined)
      state = 'between'
      return
    }
    await leave(undefined)
    if (verb === 'begin') sink.begin(about)
    if (verb === 'error') said = { name: about, text: '' }
    state = verb === 'begin' ? 'inside' : verb === 'error' ? 'error' : verb === 'done' ? 'done' : 'between'
  }

  return {
    async push(chunk) {
      let bytes = waiting.length === 0 ? chunk : Buffer.concat([waiting, chunk])
      for (;;) {
        const at = bytes.indexOf(mark)
        const end = at < 0 ? -1 : bytes.indexOf(0x0a, at + mark.length)
        if (at < 0 || (end < 0 && bytes.length - at > longestMark)) break
        await pass(bytes.subarray(0, at))
        bytes = bytes.subarray(at)
        if (end < 0) {
          waiting = Buffer.from(bytes)
          return
        }
        await meet(
          bytes
            .subarray(mark.length, end - at)
            .toString('utf8')
            .trimEnd(),
        )
        bytes = bytes.subarray(end - at + 1)
      }
      // A mark may be cut in two.
      const held = Math.min(bytes.length, mark.length - 1)
      const from = bytes.indexOf(0x0a, bytes.length - held)
      const keep = from < 0 ? bytes.length : from
      await pass(bytes.subarray(0, keep))
      waiting = Buffer.from(bytes.subarray(keep))
    },
    async finish() {
      await pass(waiting)
      waiting = Buffer.alloc(0)
      await leave(undefined)
      const whole = state === 'done'
      state = 'done'
      return whole
    },
  }
}
