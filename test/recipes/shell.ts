// Runs the shell parts of recipes as a CI system does: in a folder of their own, with the command that `npm test` built on the path.
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join, resolve } from 'node:path'
import { runToEnd, type Ended } from '../cli/executable.js'

export interface Workspace {
  readonly folder: string
  /** Puts a sample packet there under a name of its own. */
  add(sample: string, name: string): void
  /** Runs a script by a shell; variables are all that it knows of the job. */
  run(shell: readonly string[], script: string, env: Readonly<Record<string, string>>): Promise<Ended>
  remove(): void
}

/** The command as users have it: its rules are compiled, so that it starts fast. */
export const main = resolve('dist', 'cli', 'main.js')

export function openWorkspace(name: string): Workspace {
  const folder = mkdtempSync(join(tmpdir(), `support-packet-${name}-`))
  const bin = join(folder, '.bin')
  mkdirSync(bin)
  const command = join(bin, 'support-packet')
  writeFileSync(command, `#!/bin/sh\nexec "${process.execPath}" "${main}" "$@"\n`)
  chmodSync(command, 0o755)
  return {
    folder,
    add: (sample, target) => copyFileSync(join('samples', `${sample}.zip`), join(folder, target)),
    run: ([program = 'sh', ...args], script, env) => {
      const path = `${bin}${delimiter}${process.env['PATH'] ?? ''}`
      const file = join(bin, 'script.sh')
      writeFileSync(file, `cd "${folder}"\n${script}`)
      return runToEnd(program, [...args, file], { env: { PATH: path, ...env } })
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
