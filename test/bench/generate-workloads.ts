// Collecting a packet from an installation with big logs, held against packing the same files with `zip -1`.
import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Measured, Workload } from './harness.js'
import { logChunks } from './log-workload.js'

const cli = join(process.cwd(), 'dist', 'cli', 'main.js')
const megabyte = 1024 * 1024
const hasZip = spawnSync('zip', ['-v'], { stdio: 'ignore' }).status === 0

/** An installation whose server does not run and whose database does not answer: only logs take time. */
async function installation(folder: string, megabytes: number): Promise<string> {
  const root = join(folder, 'mattermost')
  await mkdir(join(root, 'config'), { recursive: true })
  await mkdir(join(root, 'logs'))
  await writeFile(
    join(root, 'config', 'config.json'),
    JSON.stringify({ EmailSettings: { SMTPPassword: 'not-in-the-log' } }),
  )
  const stream = createWriteStream(join(root, 'logs', 'mattermost.log'))
  for (const chunk of logChunks(megabytes * megabyte)) if (!stream.write(chunk)) await once(stream, 'drain')
  stream.end()
  await once(stream, 'close')
  return root
}

function collecting(name: string, megabytes: number, runs: number): Workload {
  return {
    name,
    target: hasZip ? '<= 1.3 x zip -1, 150 MB' : 'not measured: zip missing',
    heavy: megabytes > 500,
    async prepare(folder): Promise<Measured> {
      const root = await installation(folder, megabytes)
      const out = join(folder, 'packet.zip')
      const command = [
        cli,
        'generate',
        'mattermost',
        '--from-installation',
        root,
        '-o',
        out,
        '--overwrite',
        '--quiet',
      ]
      const reference = `rm -f ${join(folder, 'ref.zip')}; zip -1qr ${join(folder, 'ref.zip')} ${root}`
      return { command, runs, ...(hasZip ? { reference } : {}) }
    },
  }
}

export const generateWorkloads: readonly Workload[] = [
  collecting('generate-logs-500mb', 500, 3),
  collecting('generate-logs-2gb', 2048, 2),
]
