// Has packets made: sends what the person asked for, and the wish to end it. How far it is comes with the list of packets.
import type { MakeJob, MakeRequest } from '../shared/make.js'
import { makePaths } from '../shared/make.js'
import { ask, type Answer } from './api.js'
import { packetsRoute } from './route.js'
import { navigate, watchPackets } from './state.js'

/** Shows the list of packets, where its row is, once the work has begun. */
export async function startMaking(request: MakeRequest): Promise<Answer<MakeJob>> {
  const answer = await ask<MakeJob>(makePaths.jobs, { method: 'POST', body: JSON.stringify(request) })
  if (answer.kind === 'ok') {
    navigate(packetsRoute)
    void watchPackets()
  }
  return answer
}

/** Cancels what is being made; takes the row of what has ended away. */
export async function endMaking({ id }: MakeJob): Promise<void> {
  await ask(makePaths.job(id), { method: 'DELETE' })
  void watchPackets()
}
