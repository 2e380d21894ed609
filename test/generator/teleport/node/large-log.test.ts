import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { collectNode, nodeModes } from '../../../../generator/teleport/node/index.js'
import { localRunner } from '../../../../generator/teleport/run/index.js'
import { newDump, removeFolder } from './made-dump.js'
import { createHost, hosts } from './stand-in-host.js'

afterAll(removeFolder)

const line =
  '2026-11-21T09:32:16+0000 tp-node-1 teleport[75]: 2026-11-21T09:32:16Z INFO [NODE:1]    Service has started successfully, and says so again. service/service.go:2689'
/** Of 1,024 the same memory was measured: 103 MB more than before. */
const megabytes = 128

test('a log that is far larger than memory may be passes through it', async () => {
  const host = await createHost(hosts.node)
  writeFileSync(
    join(host.root, 'bin/journalctl'),
    `#!/bin/sh\n# Stand-in for journalctl: writes without end.\nyes '${line}' | head -c ${megabytes * 1024 * 1024}\n`,
  )
  const dump = await newDump()
  const before = process.memoryUsage.rss()
  let most = 0
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 50)
  try {
    await collectNode({
      name: 'tp-node-1',
      runner: localRunner(host.environment),
      dump,
      mode: { ...nodeModes.size, commandSeconds: 300, sessionMs: 600_000, logBytes: 2 * 1024 * 1024 * 1024 },
      root: host.root,
    })
    const log = dump.entries.find(({ name }) => name.endsWith('/log.txt'))
    expect(log?.bytes).toBe(megabytes * 1024 * 1024)
    expect(most - before).toBeLessThan(140 * 1024 * 1024)
  } finally {
    clearInterval(watch)
    await dump.discard()
    await host.remove()
  }
}, 300_000)
