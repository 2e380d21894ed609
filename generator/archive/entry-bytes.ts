// The bytes of an entry of another packet, as a stream that is read at the reader's pace.
import type { Packet, PacketEntry } from '../../analyzer/index.js'

/** Ends early where the entry is damaged; throws what the damage is then. */
export async function* entryBytes(packet: Packet, entry: PacketEntry): AsyncGenerator<Buffer> {
  let handOver: (step: Step) => void = () => undefined
  let goOn: (more: boolean) => void = () => undefined
  const next = (): Promise<Step> => new Promise(resolve => (handOver = resolve))
  let step = next()
  const reading = packet
    .read(entry, async chunk => {
      const more = new Promise<boolean>(resolve => (goOn = resolve))
      // A copy: the chunk is valid only during this call.
      handOver({ chunk: Buffer.from(chunk) })
      return (await more) ? undefined : false
    })
    .then(outcome => {
      handOver({ ended: outcome.kind === 'partial' ? outcome.problem.message : undefined })
    })
  try {
    for (;;) {
      const { chunk, ended } = await step
      if (chunk === undefined) {
        if (ended !== undefined) throw new Error(ended)
        return
      }
      yield chunk
      step = next()
      goOn(true)
    }
  } finally {
    goOn(false)
    await reading
  }
}

interface Step {
  readonly chunk?: Buffer
  readonly ended?: string | undefined
}
