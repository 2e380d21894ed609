// What could not be judged of a Teleport dump is told by what is missing in it, not by names of another product.
import { expect, test } from 'vitest'
import { analyzePacket, packetOf } from '../../analyzer/index.js'
import { unjudgedLines } from '../../analyzer/reports/text/unjudged.js'

async function linesOf(files: Readonly<Record<string, string>>): Promise<string> {
  return unjudgedLines(await analyzePacket(packetOf(files)), 1000).join('\n')
}

const config = 'version: v2\nteleport:\n  nodename: a\n'

test('a dump without logs and objects says what to collect', async () => {
  const lines = await linesOf({ 'nodes/a/teleport.yaml': config })
  expect(lines).toContain(
    'the log of an instance is not in this packet. Collect the journal of the unit (`journalctl -u teleport -o short-iso`)',
  )
  expect(lines).toContain('a list of objects of the cluster is not in this packet.')
  expect(lines).toContain('metrics.prom is not in this packet. Set teleport.diag_addr')
  expect(lines).not.toMatch(/mattermost|LogSettings/)
})

test('a log in a form that nobody knows is told as such', async () => {
  const lines = await linesOf({
    'nodes/a/teleport.yaml': config,
    'nodes/a/logs/teleport.log': '\u0001\u0002\n\u0003\n',
  })
  expect(lines).toContain('nothing in the log of an instance has a form that is known.')
})
