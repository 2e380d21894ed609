// When the logs of each node begin and end, as the passport asks for it.
import { expect, test } from 'vitest'
import { packetOf } from '../../../analyzer/packet/memory.js'
import type { LogReading, LogWindows } from '../../../viewer/shared/logs.js'
import { openApp } from '../open-app.js'

const record = (time: string) => `{"timestamp":"2026-11-21 ${time} Z","level":"info","msg":"x"}\n`

test('each node has its first and last time and its records; a log without times has none', async () => {
  const packet = packetOf({
    'mm-app-1/mattermost.log': record('08:40:00.000') + record('08:42:00.000'),
    'mm-app-2/mattermost.log': record('08:41:00.000'),
    'mm-app-3/mattermost.log': 'no record\n',
  })
  const { ask, ids, close } = await openApp({ packets: [packet] })
  const asked = async () =>
    (await (await ask(`/api/packets/${ids[0] ?? ''}/logs/windows`)).json()) as LogWindows | LogReading
  await expect.poll(async () => 'windows' in (await asked())).toBe(true)
  const { windows } = (await asked()) as LogWindows
  const at = (time: string) => Date.parse(`2026-11-21T${time}Z`)
  expect(windows).toEqual([
    { node: 'mm-app-1', records: 2, firstMs: at('08:40:00'), lastMs: at('08:42:00') },
    { node: 'mm-app-2', records: 1, firstMs: at('08:41:00'), lastMs: at('08:41:00') },
    { node: 'mm-app-3', records: 1 },
  ])
  await close()
})
