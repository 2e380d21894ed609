// Workloads of `logs` on an extracted packet, held against ripgrep reading the same file.
import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { link, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Measured, Workload } from './harness.js'
import { logChunks } from './log-workload.js'

const cli = join(process.cwd(), 'dist', 'cli', 'main.js')
const megabyte = 1024 * 1024
const hasRipgrep = spawnSync('rg', ['--version'], { stdio: 'ignore' }).status === 0

async function writeLog(folder: string, megabytes: number): Promise<string> {
  const directory = join(folder, 'packet')
  await mkdir(directory)
  const stream = createWriteStream(join(directory, 'mattermost.log'))
  for (const chunk of logChunks(megabytes * megabyte)) {
    if (!stream.write(chunk)) await once(stream, 'drain')
  }
  stream.end()
  await once(stream, 'close')
  return directory
}

/** `logs` with these options, and ripgrep with those, on one log. */
function againstRipgrep(
  name: string,
  megabytes: number,
  options: readonly string[],
  ripgrep: readonly string[],
  runs: number,
): Workload {
  return {
    name,
    target: hasRipgrep ? '<= 1 x rg -c' : 'not measured: rg missing',
    heavy: megabytes > 500,
    async prepare(folder): Promise<Measured> {
      const directory = await writeLog(folder, megabytes)
      const command = [cli, 'logs', directory, ...options]
      const reference = ['rg', '-c', ...ripgrep, join(directory, 'mattermost.log')]
      return { command, runs, ...(hasRipgrep ? { reference } : {}) }
    },
  }
}

const rare = 'connection refused'

export const logsWorkloads: readonly Workload[] = [
  againstRipgrep('logs-grep-500mb', 500, ['--grep', rare], [rare], 7),
  againstRipgrep('logs-grep-ignore-case-500mb', 500, ['-i', '--grep', rare], ['-i', rare], 5),
  againstRipgrep('logs-grep-pattern-500mb', 500, ['--grep', 'dial tcp .*refused'], ['dial tcp .*refused'], 5),
  againstRipgrep('logs-level-500mb', 500, ['--level', 'error'], ['"level":"error"'], 3),
  againstRipgrep('logs-grep-2gb', 2048, ['--grep', rare], [rare], 3),
  {
    name: 'logs-merge-4-nodes-2gb',
    target: 'peak <= 150 MB',
    heavy: true,
    async prepare(folder) {
      const log = join(await writeLog(folder, 512), 'mattermost.log')
      const cluster = join(folder, 'cluster')
      for (const node of ['mm-app-1', 'mm-app-2', 'mm-app-3', 'mm-app-4']) {
        await mkdir(join(cluster, node), { recursive: true })
        await link(log, join(cluster, node, 'mattermost.log'))
      }
      return { command: [cli, 'logs', cluster, '--grep', rare], runs: 2 }
    },
  },
]
