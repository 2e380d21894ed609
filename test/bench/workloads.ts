// The measured workloads. Inputs are made on the spot from real lines and removed afterwards.
import { join } from 'node:path'
import { writeBigPacket } from './big-zip.js'
import { generateWorkloads } from './generate-workloads.js'
import type { Measured, Workload } from './harness.js'
import { logChunks, repeatedChunks } from './log-workload.js'

const cli = join(process.cwd(), 'dist', 'cli', 'main.js')

const megabyte = 1024 * 1024

/** A packet of a real server whose log is as large as asked for, and the classic way to read that log. */
async function bigLog(
  folder: string,
  command: string,
  runs: number,
  log: Generator<Buffer>,
): Promise<Measured> {
  const packet = join(folder, 'packet.zip')
  await writeBigPacket(packet, 'samples/healthy-11-6.zip', new Map([['mattermost.log', log]]))
  return { command: [cli, command, packet], reference: `unzip -p ${packet} mattermost.log | wc -l`, runs }
}

/** A cluster of which two nodes have such a log; held against reading one of them. */
async function twoNodes(folder: string, megabytes: number, runs: number): Promise<Measured> {
  const packet = join(folder, 'packet.zip')
  const names = ['mm-app-1/mattermost.log', 'mm-app-2/mattermost.log']
  const logs = new Map(names.map(name => [name, logChunks(megabytes * megabyte)]))
  await writeBigPacket(packet, 'samples/healthy-ha-3-nodes.zip', logs)
  return {
    command: [cli, 'analyze', packet],
    reference: `unzip -p ${packet} ${names[0] ?? ''} | wc -l`,
    runs,
  }
}

/** What all rules add to a packet without logs: held against the same with every rule left out. */
async function rulesWithoutLogs(folder: string): Promise<Measured> {
  const packet = join(folder, 'packet.zip')
  await writeBigPacket(packet, 'samples/healthy-11-6.zip', new Map())
  const command = [cli, 'analyze', '--no-config', packet]
  return { command, reference: [process.execPath, ...command, '--skip', '*'], runs: 15 }
}

export const workloads: readonly Workload[] = [
  {
    name: 'validate-small',
    target: '<= 3 x node -e 0',
    prepare: () =>
      Promise.resolve({
        command: [cli, 'validate', 'samples/healthy-11-6.zip'],
        reference: [process.execPath, '-e', '0'],
        runs: 15,
      }),
  },
  {
    name: 'analyze-small',
    target: '(no target)',
    prepare: () =>
      Promise.resolve({
        command: [cli, 'analyze', 'samples/db-restart.zip'],
        reference: [process.execPath, '-e', '0'],
        runs: 9,
      }),
  },
  {
    name: 'rules-no-logs',
    target: '<= 0.15 s more',
    prepare: rulesWithoutLogs,
  },
  {
    name: 'validate-log-500mb',
    target: '< 1 x unzip | wc -l',
    prepare: folder => bigLog(folder, 'validate', 5, logChunks(500 * megabyte)),
  },
  {
    name: 'analyze-log-500mb',
    target: '< 1 x unzip | wc -l',
    prepare: folder => bigLog(folder, 'analyze', 5, logChunks(500 * megabyte)),
  },
  {
    name: 'analyze-log-500mb-repeated',
    target: '< 1 x unzip | wc -l',
    prepare: folder => bigLog(folder, 'analyze', 5, repeatedChunks(500 * megabyte)),
  },
  {
    name: 'analyze-two-nodes-500mb',
    target: '< 1.2 x what one takes',
    heavy: true,
    prepare: folder => twoNodes(folder, 500, 3),
  },
  {
    name: 'validate-log-2gb',
    target: 'peak <= 150 MB',
    heavy: true,
    prepare: folder => bigLog(folder, 'validate', 2, logChunks(2048 * megabyte)),
  },
  {
    name: 'analyze-log-2gb',
    target: 'peak as with 500 MB',
    heavy: true,
    prepare: folder => bigLog(folder, 'analyze', 2, logChunks(2048 * megabyte)),
  },
  ...generateWorkloads,
]
