// The measured workloads. Inputs are made on the spot from real lines and removed afterwards.
import { join } from 'node:path'
import { writeBigPacket } from './big-zip.js'
import type { Measured, Workload } from './harness.js'
import { logChunks } from './log-workload.js'

const cli = join(process.cwd(), 'dist', 'cli', 'main.js')

const megabyte = 1024 * 1024

/** A packet of a real server whose log is as large as asked for, and the classic way to read that log. */
async function bigLog(folder: string, megabytes: number, command: string, runs: number): Promise<Measured> {
  const packet = join(folder, 'packet.zip')
  const counted = { bytes: 0, lines: 0 }
  await writeBigPacket(
    packet,
    'samples/healthy-11-6.zip',
    'mattermost.log',
    logChunks(megabytes * megabyte, counted),
  )
  return { command: [cli, command, packet], reference: `unzip -p ${packet} mattermost.log | wc -l`, runs }
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
    name: 'validate-log-500mb',
    target: '< 1 x unzip | wc -l',
    prepare: folder => bigLog(folder, 500, 'validate', 5),
  },
  {
    name: 'analyze-log-500mb',
    target: '< 1 x unzip | wc -l',
    prepare: folder => bigLog(folder, 500, 'analyze', 5),
  },
  {
    name: 'validate-log-2gb',
    target: 'peak <= 150 MB',
    heavy: true,
    prepare: folder => bigLog(folder, 2048, 'validate', 2),
  },
  {
    name: 'analyze-log-2gb',
    target: 'peak as with 500 MB',
    heavy: true,
    prepare: folder => bigLog(folder, 2048, 'analyze', 2),
  },
]
